using System.Collections.Immutable;
using Embedded.Engine.Planning;
using Embedded.Engine.Providers;
using Embedded.Engine.Providers.Grafana;
using Embedded.Engine.State;
using Embedded.Engine.Values;
using Infra.Tests.Embedded.Engine.Planning;
using Infra.Tests.Support.Grafana;
using static Infra.Tests.Embedded.Engine.Values.BriefValues;

namespace Infra.Tests.Embedded.Engine.Providers.Grafana;

/// <summary>A stack whose resources the engine makes in Grafana's double, with the real provider.</summary>
internal sealed class GrafanaStack : IAsyncDisposable
{
    private readonly List<Life> _lives = [];

    private GrafanaStack(GrafanaDouble grafana) => Grafana = grafana;

    public GrafanaDouble Grafana { get; }

    public GrafanaOrganization Content => Grafana.Content;

    public Snapshot State { get; private set; } = Snapshot.Empty;

    /// <summary>Whether Grafana's address is known in a preview, as it is not before its container exists.</summary>
    public bool KnowsUrl { get; set; } = true;

    public static async Task<GrafanaStack> StartAsync() => new(await GrafanaDouble.StartAsync());

    /// <summary>Kills the engine that runs now: nothing that it learns from here on gets into the state.</summary>
    public void Kill() => _lives[^1].IsOver = true;

    public Task<TestUpdate> UpAsync(Func<GrafanaProgram, Task> program, Func<UpdateOptions, UpdateOptions>? configure = null) =>
        RunAsync(UpdateKind.Up, program, configure);

    public Task<TestUpdate> PreviewAsync(Func<GrafanaProgram, Task> program) => RunAsync(UpdateKind.Preview, program, null);

    public Task<TestUpdate> RefreshAsync() => RunAsync(UpdateKind.Refresh, null, null);

    public Task<TestUpdate> DestroyAsync() => RunAsync(UpdateKind.Destroy, null, null);

    public async ValueTask DisposeAsync()
    {
        await Grafana.DisposeAsync();
        Assert.Empty(Grafana.Violations);
    }

    private async Task<TestUpdate> RunAsync(UpdateKind kind, Func<GrafanaProgram, Task>? program, Func<UpdateOptions, UpdateOptions>? configure)
    {
        var options = new UpdateOptions(
            kind, new ProjectFile("proj", "dotnet", Path.GetTempPath(), null, null), "dev", ImmutableSortedDictionary<string, string>.Empty, []);
        var life = new Life();
        _lives.Add(life);
        var log = new EventList();
        var registry = new ProviderRegistry(new Dictionary<string, Func<IResourceProvider>> { ["grafana"] = () => new GrafanaProvider() });
        var result = await new DeploymentRunner(registry, _ => new FunctionProgram(this, program!))
            .RunAsync(configure?.Invoke(options) ?? options, Task.FromResult(State), new Store(this, life), log, TestContext.Current.CancellationToken);
        return new TestUpdate(result, log.Events);
    }

    private sealed class Store(GrafanaStack stack, Life life) : ISnapshotStore
    {
        public Task SaveAsync(Snapshot snapshot, CancellationToken cancellation)
        {
            if (life.IsOver)
                return Life.NeverAsync();
            Assert.Null(SnapshotIntegrity.Violation(snapshot));
            stack.State = snapshot;
            return Task.CompletedTask;
        }
    }

    private sealed class EventList : IEventSink
    {
        public List<EngineEvent> Events { get; } = [];

        public void Emit(EngineEvent engineEvent) => Events.Add(engineEvent);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class FunctionProgram(GrafanaStack stack, Func<GrafanaProgram, Task> program) : IProgram
    {
        public async Task<ProgramResult> RunAsync(IResourceMonitor monitor, CancellationToken cancellation)
        {
            await monitor.RegisterAsync(new ResourceGoal { Type = Urns.StackType, Name = "proj-dev", Custom = false });
            var provider = await monitor.RegisterAsync(new ResourceGoal
            {
                Type = "pulumi:providers:grafana",
                Name = "grafana",
                Parent = TestStack.Root,
                Inputs = Map(
                    ("url", stack.KnowsUrl ? Value(stack.Grafana.Url) : PropertyValue.Unknown),
                    ("auth", PropertyValue.Secret(Value(stack.Grafana.Auth)))),
            });
            await program(new GrafanaProgram(monitor, provider)).WaitAsync(cancellation);
            await monitor.RegisterOutputsAsync(TestStack.Root, PropertyMap.Empty);
            return new ProgramResult(true);
        }
    }
}

/// <summary>A program's side of the conversation, with one explicit provider.</summary>
internal sealed class GrafanaProgram(IResourceMonitor monitor, Registration provider)
{
    private const string UnknownId = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

    public Task<Registration> RegisterAsync(string type, string name, PropertyMap inputs, params Registration[] dependsOn) => monitor.RegisterAsync(new ResourceGoal
    {
        Type = type,
        Name = name,
        Inputs = inputs,
        Parent = TestStack.Root,
        Provider = $"{provider.Urn}::{provider.Id ?? UnknownId}",
        Dependencies = [.. dependsOn.Select(other => other.Urn)],
    });
}
