using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Pulumirpc;

namespace Pulumi;

/// <summary>The engine has looked at a request and will not carry it out.</summary>
internal sealed class EngineRefusedException(string message, GrpcStatus status) : Exception(message)
{
    public GrpcStatus Status { get; } = status;
}

/// <summary>The engine has ended the update before the program was through; it knows why.</summary>
internal sealed class UpdateEndedException(string detail) : Exception($"The engine has ended the update: {detail}");

/// <summary>The engine is no longer there.</summary>
internal sealed class EngineGoneException(Exception cause) : Exception(
    $"The engine is no longer there, and so the program cannot go on: {cause.Message}", cause);

/// <summary>Speaks to an engine: to its resource monitor, and to its engine service.</summary>
internal sealed class EngineConnection(string monitorAddress, string engineAddress) : IMonitor, IEngine
{
    private readonly GrpcCall _monitor = new(monitorAddress);
    private readonly GrpcCall _engine = new(engineAddress);

    public async Task<bool> SupportsFeatureAsync(string feature)
        => (await AskMonitorAsync("SupportsFeature", new SupportsFeatureRequest { Id = feature }, SupportsFeatureResponse.Parser).ConfigureAwait(false)).HasSupport;

    public Task<ResourceInvokeResponse> InvokeAsync(ResourceInvokeRequest request)
        => AskMonitorAsync("Invoke", request, ResourceInvokeResponse.Parser);

    public Task<ReadResourceResponse> ReadResourceAsync(Resource resource, ReadResourceRequest request)
        => AskMonitorAsync("ReadResource", request, ReadResourceResponse.Parser);

    public Task<RegisterResourceResponse> RegisterResourceAsync(Resource resource, RegisterResourceRequest request)
        => AskMonitorAsync("RegisterResource", request, RegisterResourceResponse.Parser);

    public Task RegisterResourceOutputsAsync(RegisterResourceOutputsRequest request)
        => AskMonitorAsync("RegisterResourceOutputs", request, Empty.Parser);

    public async Task SignalAndWaitForShutdownAsync()
    {
        try
        {
            await AskMonitorAsync("SignalAndWaitForShutdown", new Empty(), Empty.Parser).ConfigureAwait(false);
        }
        catch (EngineRefusedException exception) when (exception.Status == GrpcStatus.Unimplemented)
        {
            // An older engine notices by itself when the program ends.
        }
    }

    public Task LogAsync(LogRequest request) => AskAsync(_engine, "pulumirpc.Engine/Log", request, Empty.Parser);

    public async Task RequirePulumiVersionAsync(string range)
    {
        var request = new RequirePulumiVersionRequest { PulumiVersionRange = range };
        try
        {
            await AskAsync(_engine, "pulumirpc.Engine/RequirePulumiVersion", request, RequirePulumiVersionResponse.Parser).ConfigureAwait(false);
        }
        catch (EngineRefusedException exception) when (exception.Status == GrpcStatus.Unimplemented)
        {
            throw new RunException("The engine cannot tell its version; use a newer one, or do not ask for a version.");
        }
    }

    private Task<T> AskMonitorAsync<T>(string method, IMessage request, MessageParser<T> parser)
        where T : IMessage<T>
        => AskAsync(_monitor, $"pulumirpc.ResourceMonitor/{method}", request, parser);

    private static async Task<T> AskAsync<T>(GrpcCall call, string method, IMessage request, MessageParser<T> parser)
        where T : IMessage<T>
    {
        try
        {
            return await call.InvokeAsync(method, request, parser).ConfigureAwait(false);
        }
        catch (GrpcException exception) when (exception.Status is GrpcStatus.Unavailable or GrpcStatus.Cancelled)
        {
            throw new UpdateEndedException(exception.Message);
        }
        catch (GrpcException exception)
        {
            throw new EngineRefusedException(exception.Message, exception.Status);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            throw new EngineGoneException(exception);
        }
    }
}
