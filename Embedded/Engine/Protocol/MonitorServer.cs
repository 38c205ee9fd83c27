using System.Net.Sockets;
using Embedded.Engine.Planning;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Pulumirpc;

namespace Embedded.Engine.Protocol;

/// <summary>Serves a resource monitor over gRPC on a loopback port, to processes of the same user: plaintext HTTP/2.</summary>
/// <remarks>
/// Kestrel stands here without the host, routing, dependency injection and gRPC library that usually surround it: eleven
/// unary calls need none of it, and an engine that starts for every command feels what they take to get ready.
/// </remarks>
internal sealed class MonitorServer : IAsyncDisposable
{
    private readonly KestrelServer _server;

    private MonitorServer(KestrelServer server) => _server = server;

    /// <param name="socket">Bound and listening already. Stays the caller's.</param>
    public static async Task<MonitorServer> StartAsync(Socket socket, IResourceMonitor monitor)
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MaxRequestBodySize = null;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;
        // A registration is answered when its resource is done: many wait at once.
        options.Limits.Http2.MaxStreamsPerConnection = int.MaxValue;
        options.Listen(socket.LocalEndPoint!, listen => listen.Protocols = HttpProtocols.Http2);
        var transport = new OwnUserTransport(socket, line => monitor.Log(Severity.Warning, null, line, ephemeral: false));
        var server = new KestrelServer(Options.Create(options), transport, NullLoggerFactory.Instance);
        await server.StartAsync(new Application(Calls(monitor)), CancellationToken.None);
        return new MonitorServer(server);
    }

    public async ValueTask DisposeAsync()
    {
        // Whoever is still connected has nothing left to say.
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await _server.StopAsync(atOnce.Token);
        _server.Dispose();
    }

    private static Dictionary<string, RpcCall.Handler> Calls(IResourceMonitor monitor)
    {
        var resources = new ResourceMonitorService(monitor);
        var engine = new EngineService(monitor);
        return new Dictionary<string, RpcCall.Handler>(StringComparer.Ordinal)
        {
            ["/pulumirpc.ResourceMonitor/SupportsFeature"] = RpcCall.Unary(SupportsFeatureRequest.Parser, ResourceMonitorService.SupportsFeatureAsync),
            ["/pulumirpc.ResourceMonitor/Invoke"] = RpcCall.Unary(ResourceInvokeRequest.Parser, resources.InvokeAsync),
            ["/pulumirpc.ResourceMonitor/ReadResource"] = RpcCall.Unary(ReadResourceRequest.Parser, resources.ReadResourceAsync),
            ["/pulumirpc.ResourceMonitor/RegisterResource"] = RpcCall.Unary(RegisterResourceRequest.Parser, resources.RegisterResourceAsync),
            ["/pulumirpc.ResourceMonitor/RegisterResourceOutputs"] =
                RpcCall.Unary(RegisterResourceOutputsRequest.Parser, resources.RegisterResourceOutputsAsync),
            ["/pulumirpc.ResourceMonitor/SignalAndWaitForShutdown"] = RpcCall.Unary(Empty.Parser, resources.SignalAndWaitForShutdownAsync),
            ["/pulumirpc.Engine/Log"] = RpcCall.Unary(LogRequest.Parser, engine.LogAsync),
            ["/pulumirpc.Engine/GetRootResource"] = RpcCall.Unary(GetRootResourceRequest.Parser, engine.GetRootResourceAsync),
            ["/pulumirpc.Engine/SetRootResource"] = RpcCall.Unary(SetRootResourceRequest.Parser, engine.SetRootResourceAsync),
            ["/pulumirpc.Engine/RequirePulumiVersion"] = RpcCall.Unary(RequirePulumiVersionRequest.Parser, EngineService.RequirePulumiVersionAsync),
        };
    }

    private sealed class Application(Dictionary<string, RpcCall.Handler> calls) : IHttpApplication<IFeatureCollection>
    {
        public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

        public Task ProcessRequestAsync(IFeatureCollection context) =>
            RpcCall.ServeAsync(context, calls.GetValueOrDefault(context.Get<IHttpRequestFeature>()!.Path));

        public void DisposeContext(IFeatureCollection context, Exception? exception)
        {
        }
    }
}
