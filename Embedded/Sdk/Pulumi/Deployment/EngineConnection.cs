using System.Collections.Concurrent;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Pulumirpc;

namespace Pulumi;

/// <summary>The engine has looked at a request and will not carry it out.</summary>
internal sealed class EngineRefusedException(string message, StatusCode code) : Exception(message)
{
    public StatusCode Code { get; } = code;
}

/// <summary>The engine has ended the update before the program was through; it knows why.</summary>
internal sealed class UpdateEndedException(string detail) : Exception($"The engine has ended the update: {detail}");

/// <summary>The engine is no longer there.</summary>
internal sealed class EngineGoneException(string detail) : Exception(
    $"The engine is no longer there, and so the program cannot go on: {detail}");

/// <summary>Speaks to an engine over gRPC: to its monitor, its engine service, or both on one channel.</summary>
internal sealed class EngineConnection(string monitorAddress, string engineAddress) : IMonitor, IEngine
{
    private const int MaxMessageSize = 400 * 1024 * 1024;

    private static readonly ConcurrentDictionary<string, Lazy<GrpcChannel>> Channels = new();

    private readonly ResourceMonitor.ResourceMonitorClient _monitor = new(ChannelTo(monitorAddress));
    private readonly Pulumirpc.Engine.EngineClient _engine = new(ChannelTo(engineAddress));

    public async Task<bool> SupportsFeatureAsync(string feature)
        => (await AskAsync(_monitor.SupportsFeatureAsync(new() { Id = feature })).ConfigureAwait(false)).HasSupport;

    public Task<ResourceInvokeResponse> InvokeAsync(ResourceInvokeRequest request) => AskAsync(_monitor.InvokeAsync(request));

    public Task<ReadResourceResponse> ReadResourceAsync(Resource resource, ReadResourceRequest request)
        => AskAsync(_monitor.ReadResourceAsync(request));

    public Task<RegisterResourceResponse> RegisterResourceAsync(Resource resource, RegisterResourceRequest request)
        => AskAsync(_monitor.RegisterResourceAsync(request));

    public Task RegisterResourceOutputsAsync(RegisterResourceOutputsRequest request)
        => AskAsync(_monitor.RegisterResourceOutputsAsync(request));

    public async Task SignalAndWaitForShutdownAsync()
    {
        try
        {
            await AskAsync(_monitor.SignalAndWaitForShutdownAsync(new Empty())).ConfigureAwait(false);
        }
        catch (EngineRefusedException exception) when (exception.Code == StatusCode.Unimplemented)
        {
            // An older engine notices by itself when the program ends.
        }
    }

    public Task LogAsync(LogRequest request) => AskAsync(_engine.LogAsync(request));

    public async Task RequirePulumiVersionAsync(string range)
    {
        try
        {
            await AskAsync(_engine.RequirePulumiVersionAsync(new() { PulumiVersionRange = range })).ConfigureAwait(false);
        }
        catch (EngineRefusedException exception) when (exception.Code == StatusCode.Unimplemented)
        {
            throw new RunException("The engine cannot tell its version; use a newer one, or do not ask for a version.");
        }
    }

    private static GrpcChannel ChannelTo(string address) => Channels.GetOrAdd(address, static key => new(() => Open(key))).Value;

    private static GrpcChannel Open(string address)
    {
        // The engine is on this machine: no proxy, and a refused connection is final.
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = TimeSpan.FromSeconds(10),
        };
        return GrpcChannel.ForAddress($"http://{address}", new GrpcChannelOptions
        {
            HttpHandler = handler,
            DisposeHttpClient = true,
            Credentials = ChannelCredentials.Insecure,
            MaxReceiveMessageSize = MaxMessageSize,
            MaxSendMessageSize = MaxMessageSize,
        });
    }

    private static async Task<T> AskAsync<T>(AsyncUnaryCall<T> call)
    {
        try
        {
            return await call.ResponseAsync.ConfigureAwait(false);
        }
        catch (RpcException exception) when (exception.StatusCode is StatusCode.Unavailable or StatusCode.Cancelled)
        {
            // A status without a cause on this side is what the engine itself has said.
            throw exception.Status.DebugException is { } cause ? new EngineGoneException(cause.Message) : new UpdateEndedException(exception.Status.Detail);
        }
        catch (RpcException exception)
        {
            throw new EngineRefusedException(exception.Status.Detail, exception.StatusCode);
        }
    }
}
