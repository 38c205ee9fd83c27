using System.Collections.Concurrent;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pulumirpc;

namespace Infra.Tests.Embedded.Sdk;

/// <summary>An engine that deploys nothing: it keeps what programs tell it, and echoes inputs as outputs.</summary>
internal sealed class RecordingEngine : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RecordingEngine()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(
            System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(this);
        _app = builder.Build();
        _app.MapGrpcService<Monitor>();
        _app.MapGrpcService<Engine>();
    }

    public string Address { get; private set; } = "";

    public ConcurrentQueue<string> Calls { get; } = [];

    public ConcurrentQueue<LogRequest> Logs { get; } = [];

    public ConcurrentDictionary<string, RegisterResourceRequest> Registered { get; } = [];

    public ConcurrentDictionary<string, ReadResourceRequest> Read { get; } = [];

    public ConcurrentDictionary<string, Struct> Published { get; } = [];

    public HashSet<string> Features { get; } = ["resourceReferences", "aliasSpecs", "deletedWith", "replaceWith"];

    /// <summary>Changes the answer to a registration; may throw, wait or kill the engine.</summary>
    public Func<RegisterResourceRequest, RegisterResourceResponse, ServerCallContext, Task>? OnRegister { get; set; }

    public StatusCode OnShutdown { get; set; } = StatusCode.OK;

    public static async Task<RecordingEngine> StartAsync()
    {
        var engine = new RecordingEngine();
        await engine._app.StartAsync();
        engine.Address = new Uri(engine._app.Urls.First()).Authority;
        return engine;
    }

    /// <summary>What the engine puts into a program's environment.</summary>
    public IEnumerable<(string Name, string? Value)> Environment(bool isDryRun = false) =>
    [
        ("PULUMI_MONITOR", Address),
        ("PULUMI_ENGINE", Address),
        ("PULUMI_ORGANIZATION", "organization"),
        ("PULUMI_PROJECT", "proj"),
        ("PULUMI_STACK", "dev"),
        ("PULUMI_DRY_RUN", isDryRun ? "true" : "false"),
        ("PULUMI_QUERY_MODE", "false"),
        ("PULUMI_PARALLEL", "16"),
        ("PULUMI_CONFIG", "{}"),
        ("PULUMI_CONFIG_SECRET_KEYS", "[]"),
    ];

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static string UrnOf(string parent, string type, string name)
    {
        var parentType = parent.Length > 0 && !parent.Contains("::pulumi:pulumi:Stack::", StringComparison.Ordinal) ? parent.Split("::")[2] + "$" : "";
        return $"urn:pulumi:dev::proj::{parentType}{type}::{name}";
    }

    private sealed class Monitor(RecordingEngine engine) : ResourceMonitor.ResourceMonitorBase
    {
        public override Task<SupportsFeatureResponse> SupportsFeature(SupportsFeatureRequest request, ServerCallContext context)
        {
            engine.Calls.Enqueue($"SupportsFeature {request.Id}");
            return Task.FromResult(new SupportsFeatureResponse { HasSupport = engine.Features.Contains(request.Id) });
        }

        public override async Task<RegisterResourceResponse> RegisterResource(RegisterResourceRequest request, ServerCallContext context)
        {
            engine.Calls.Enqueue($"RegisterResource {request.Name}");
            engine.Registered[request.Name] = request;
            var response = new RegisterResourceResponse
            {
                Urn = UrnOf(request.Parent, request.Type, request.Name),
                Id = request.Custom ? $"{request.Name}-id" : "",
                Object = request.Object.Clone(),
            };
            if (engine.OnRegister is { } change)
                await change(request, response, context);
            return response;
        }

        public override Task<ReadResourceResponse> ReadResource(ReadResourceRequest request, ServerCallContext context)
        {
            engine.Read[request.Name] = request;
            return Task.FromResult(new ReadResourceResponse { Urn = UrnOf(request.Parent, request.Type, request.Name), Properties = request.Properties });
        }

        public override Task<ResourceInvokeResponse> Invoke(ResourceInvokeRequest request, ServerCallContext context)
        {
            engine.Calls.Enqueue($"Invoke {request.Tok}");
            var response = new ResourceInvokeResponse { Return = request.Args };
            if (request.Tok.EndsWith(":fail", StringComparison.Ordinal))
                response.Failures.Add(new CheckFailure { Property = "p", Reason = "bad" });
            return Task.FromResult(response);
        }

        public override Task<Empty> RegisterResourceOutputs(RegisterResourceOutputsRequest request, ServerCallContext context)
        {
            engine.Calls.Enqueue("RegisterResourceOutputs");
            engine.Published[request.Urn] = request.Outputs;
            return Task.FromResult(new Empty());
        }

        public override Task<Empty> SignalAndWaitForShutdown(Empty request, ServerCallContext context)
        {
            engine.Calls.Enqueue("SignalAndWaitForShutdown");
            return engine.OnShutdown == StatusCode.OK ? Task.FromResult(new Empty()) : throw new RpcException(new Status(engine.OnShutdown, ""));
        }
    }

    private sealed class Engine(RecordingEngine engine) : Pulumirpc.Engine.EngineBase
    {
        public override Task<Empty> Log(LogRequest request, ServerCallContext context)
        {
            engine.Logs.Enqueue(request);
            return Task.FromResult(new Empty());
        }
    }
}
