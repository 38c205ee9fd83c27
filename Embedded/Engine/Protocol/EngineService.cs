using Embedded.Engine.Planning;
using Google.Protobuf.WellKnownTypes;
using Pulumirpc;

namespace Embedded.Engine.Protocol;

/// <summary>What a program tells the engine about itself.</summary>
internal sealed class EngineService(IResourceMonitor monitor)
{
    // The stack's URN, which older SDKs leave with the engine.
    private string _rootUrn = "";

    public Task<Empty> LogAsync(LogRequest request)
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

    public Task<GetRootResourceResponse> GetRootResourceAsync(GetRootResourceRequest request) =>
        Task.FromResult(new GetRootResourceResponse { Urn = _rootUrn });

    public Task<SetRootResourceResponse> SetRootResourceAsync(SetRootResourceRequest request)
    {
        _rootUrn = request.Urn;
        return Task.FromResult(new SetRootResourceResponse());
    }

    /// <summary>A demand on the version of the Pulumi CLI, which this is not.</summary>
    public static Task<RequirePulumiVersionResponse> RequirePulumiVersionAsync(RequirePulumiVersionRequest request) =>
        Task.FromResult(new RequirePulumiVersionResponse());
}
