using Embedded.Engine.Planning;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumirpc;
using static Pulumirpc.Engine;

namespace Embedded.Engine.Protocol;

/// <summary>What a program tells the engine about itself.</summary>
internal sealed class EngineService(IResourceMonitor monitor, RootResource root) : EngineBase
{
    public override Task<Empty> Log(LogRequest request, ServerCallContext context)
    {
        var severity = request.Severity switch
        {
            LogSeverity.Debug => Severity.Debug,
            LogSeverity.Info => Severity.Info,
            LogSeverity.Warning => Severity.Warning,
            _ => Severity.Error,
        };
        monitor.Log(severity, request.Urn, request.Message.TrimEnd('\n'), request.Ephemeral);
        return Task.FromResult(new Empty());
    }

    public override Task<GetRootResourceResponse> GetRootResource(GetRootResourceRequest request, ServerCallContext context) =>
        Task.FromResult(new GetRootResourceResponse { Urn = root.Urn });

    public override Task<SetRootResourceResponse> SetRootResource(SetRootResourceRequest request, ServerCallContext context)
    {
        root.Urn = request.Urn;
        return Task.FromResult(new SetRootResourceResponse());
    }

    /// <summary>A demand on the version of the Pulumi CLI, which this is not.</summary>
    public override Task<RequirePulumiVersionResponse> RequirePulumiVersion(RequirePulumiVersionRequest request, ServerCallContext context) =>
        Task.FromResult(new RequirePulumiVersionResponse());
}

/// <summary>The stack's URN, which older SDKs leave with the engine.</summary>
internal sealed class RootResource
{
    public string Urn { get; set; } = "";
}
