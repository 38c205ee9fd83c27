using System.Net.Sockets;
using Embedded.Engine.Planning;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Embedded.Engine.Protocol;

/// <summary>Serves a resource monitor over gRPC on a loopback port: plaintext HTTP/2, no logging, no configuration files.</summary>
internal sealed class MonitorServer : IAsyncDisposable
{
    // As Pulumi has it: a program can send a file's whole content as a property.
    private const int MaximumMessageSize = 400 * 1024 * 1024;

    private readonly WebApplication _application;

    private MonitorServer(WebApplication application) => _application = application;

    /// <param name="socket">Bound and listening already. Stays the caller's.</param>
    public static async Task<MonitorServer> StartAsync(Socket socket, IResourceMonitor monitor)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.Limits.MaxRequestBodySize = null;
            options.Limits.MinRequestBodyDataRate = null;
            options.Listen(socket.LocalEndPoint!, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.WebHost.UseSockets(options => options.CreateBoundListenSocket = _ => socket);
        builder.Services.AddRoutingCore();
        builder.Services.AddGrpc(options =>
        {
            options.MaxReceiveMessageSize = MaximumMessageSize;
            options.MaxSendMessageSize = MaximumMessageSize;
        });
        var root = new RootResource();
        builder.Services.AddSingleton(new ResourceMonitorService(monitor));
        builder.Services.AddSingleton(new EngineService(monitor, root));
        var application = builder.Build();
        application.MapGrpcService<ResourceMonitorService>();
        application.MapGrpcService<EngineService>();
        await application.StartAsync();
        return new MonitorServer(application);
    }

    public async ValueTask DisposeAsync()
    {
        // Whoever is still connected has nothing left to say.
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await _application.StopAsync(atOnce.Token);
        await _application.DisposeAsync();
    }
}
