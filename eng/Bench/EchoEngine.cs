using System.Net;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Pulumirpc;

namespace Infra.Bench;

/// <summary>
/// An engine that does nothing: each resource is at once what the program asks for. What a program takes with it is what
/// no engine could save.
/// </summary>
internal sealed class EchoEngine : IAsyncDisposable
{
    private readonly WebApplication _application;

    private EchoEngine(WebApplication application) => _application = application;

    /// <summary>Host and port.</summary>
    public string Address
    {
        get
        {
            var addresses = _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
            return new Uri(addresses.First()).Authority;
        }
    }

    public static async Task<EchoEngine> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
            options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddRoutingCore();
        builder.Services.AddGrpc(options => options.MaxReceiveMessageSize = null);
        var application = builder.Build();
        application.MapGrpcService<EchoMonitor>();
        application.MapGrpcService<SilentLog>();
        await application.StartAsync();
        return new EchoEngine(application);
    }

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();

    private sealed class EchoMonitor : ResourceMonitor.ResourceMonitorBase
    {
        public override Task<SupportsFeatureResponse> SupportsFeature(SupportsFeatureRequest request, ServerCallContext context) =>
            Task.FromResult(new SupportsFeatureResponse { HasSupport = true });

        public override Task<RegisterResourceResponse> RegisterResource(RegisterResourceRequest request, ServerCallContext context) =>
            Task.FromResult(new RegisterResourceResponse
            {
                Urn = $"urn:pulumi:bench::bench::{request.Type}::{request.Name}",
                Id = "",
                Object = request.Object,
            });

        public override Task<ResourceInvokeResponse> Invoke(ResourceInvokeRequest request, ServerCallContext context) =>
            Task.FromResult(new ResourceInvokeResponse { Return = new Struct() });

        public override Task<Empty> RegisterResourceOutputs(RegisterResourceOutputsRequest request, ServerCallContext context) =>
            Task.FromResult(new Empty());

        public override Task<Empty> SignalAndWaitForShutdown(Empty request, ServerCallContext context) => Task.FromResult(new Empty());
    }

    private sealed class SilentLog : Engine.EngineBase
    {
        public override Task<Empty> Log(LogRequest request, ServerCallContext context) => Task.FromResult(new Empty());
    }
}
