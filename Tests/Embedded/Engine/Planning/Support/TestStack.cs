using System.Collections.Immutable;
using Embedded.Engine.Planning;
using Embedded.Engine.Providers;
using Embedded.Engine.State;
using Embedded.Engine.Values;

namespace Infra.Tests.Embedded.Engine.Planning;

/// <summary>A stack with a state and a cloud, updated by programs that are written as functions.</summary>
internal sealed class TestStack
{
    public const string Root = "urn:pulumi:dev::proj::pulumi:pulumi:Stack::proj-dev";

    public Cloud Cloud { get; } = new();

    public Snapshot State { get; set; } = Snapshot.Empty;

    /// <summary>Every state that was ever on the disk.</summary>
    public List<Snapshot> Saves { get; } = [];

    /// <summary>Called before a state is saved; what it throws fails the save.</summary>
    public Func<Snapshot, Task> BeforeSave { get; set; } = _ => Task.CompletedTask;

    private Life _life = new();

    /// <summary>
    /// Kills the engine that runs now: the state and the world stay as they are at this moment, whatever it was about to do.
    /// </summary>
    public void Kill() => Cloud.Kill(_life);

    public static string Urn(string name) => $"urn:pulumi:dev::proj::{CloudProvider.ThingType}::{name}";

    public Task<TestUpdate> UpAsync(Func<TestProgram, Task> program, Func<UpdateOptions, UpdateOptions>? configure = null) =>
        RunAsync(UpdateKind.Up, program, configure);

    public Task<TestUpdate> PreviewAsync(Func<TestProgram, Task> program, Func<UpdateOptions, UpdateOptions>? configure = null) =>
        RunAsync(UpdateKind.Preview, program, configure);

    public Task<TestUpdate> RefreshAsync(Func<UpdateOptions, UpdateOptions>? configure = null) => RunAsync(UpdateKind.Refresh, null, configure);

    public Task<TestUpdate> DestroyAsync(Func<UpdateOptions, UpdateOptions>? configure = null) => RunAsync(UpdateKind.Destroy, null, configure);

    public async Task<TestUpdate> RunAsync(
        UpdateKind kind, Func<TestProgram, Task>? program, Func<UpdateOptions, UpdateOptions>? configure = null,
        CancellationToken cancellation = default)
    {
        var options = new UpdateOptions(
            kind, new ProjectFile("proj", "dotnet", Path.GetTempPath(), null, null), "dev",
            ImmutableSortedDictionary<string, string>.Empty, []);
        options = configure?.Invoke(options) ?? options;
        var log = new EventList();
        var life = _life = new Life();
        var registry = new ProviderRegistry(new Dictionary<string, Func<IResourceProvider>> { ["test"] = () => new CloudProvider(Cloud, life) });
        var runner = new DeploymentRunner(registry, _ => new FunctionProgram(program!));
        var result = await runner.RunAsync(options, Task.FromResult(State), new Store(this, life), log, cancellation);
        return new TestUpdate(result, log.Events);
    }

    public ResourceState this[string name] => Assert.Single(State.Resources, resource => resource.Name == name);

    private sealed class Store(TestStack stack, Life life) : ISnapshotStore
    {
        public async Task SaveAsync(Snapshot snapshot, CancellationToken cancellation)
        {
            await stack.BeforeSave(snapshot);
            Assert.Null(SnapshotIntegrity.Violation(snapshot));
            await stack.Cloud.DoAsync(life, () =>
            {
                stack.Saves.Add(snapshot);
                return stack.State = snapshot;
            });
        }
    }

    private sealed class EventList : IEventSink
    {
        public List<EngineEvent> Events { get; } = [];

        public void Emit(EngineEvent engineEvent) => Events.Add(engineEvent);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class FunctionProgram(Func<TestProgram, Task> program) : IProgram
    {
        public async Task<ProgramResult> RunAsync(IResourceMonitor monitor, CancellationToken cancellation)
        {
            var test = new TestProgram(monitor);
            await monitor.RegisterAsync(new ResourceGoal { Type = Urns.StackType, Name = "proj-dev", Custom = false });
            try
            {
                await program(test).WaitAsync(cancellation);
            }
            catch (ProgramFailedException exception)
            {
                return new ProgramResult(false, exception.Message);
            }
            await monitor.RegisterOutputsAsync(TestStack.Root, test.Outputs);
            return new ProgramResult(true);
        }
    }
}

internal sealed class ProgramFailedException(string message) : Exception(message);

/// <summary>A program's side of the conversation.</summary>
internal sealed class TestProgram(IResourceMonitor monitor)
{
    public IResourceMonitor Monitor => monitor;

    public PropertyMap Outputs { get; set; } = PropertyMap.Empty;

    public Task<Registration> ThingAsync(
        string name, PropertyMap? inputs = null, Func<ResourceGoal, ResourceGoal>? with = null, params Registration[] dependsOn)
    {
        var goal = new ResourceGoal
        {
            Type = CloudProvider.ThingType,
            Name = name,
            Inputs = inputs ?? PropertyMap.Empty,
            Parent = TestStack.Root,
            Dependencies = [.. dependsOn.Select(other => other.Urn)],
        };
        return monitor.RegisterAsync(with?.Invoke(goal) ?? goal);
    }

    /// <summary>A thing whose input <c>link</c> is another's serial: it has to be replaced when that changes.</summary>
    public Task<Registration> LinkedAsync(string name, Registration to, PropertyMap? inputs = null, Func<ResourceGoal, ResourceGoal>? with = null) =>
        ThingAsync(
            name,
            (inputs ?? PropertyMap.Empty).Set("link", to.Outputs.Get("serial") ?? PropertyValue.Unknown),
            goal =>
            {
                goal = goal with { PropertyDependencies = goal.PropertyDependencies.Add("link", [to.Urn]) };
                return with?.Invoke(goal) ?? goal;
            },
            to);

    public Task<Registration> ComponentAsync(string name, Func<ResourceGoal, ResourceGoal>? with = null)
    {
        var goal = new ResourceGoal { Type = "my:index:Component", Name = name, Custom = false, Parent = TestStack.Root };
        return monitor.RegisterAsync(with?.Invoke(goal) ?? goal);
    }
}

internal sealed record TestUpdate(UpdateResult Result, IReadOnlyList<EngineEvent> Events)
{
    /// <summary>What was done, without what stayed the same: <c>Create a</c>.</summary>
    public IEnumerable<string> Steps => Events.OfType<StepSucceeded>()
        .Where(done => done.Step.Operation != StepOperation.Same && done.Step.Type != Urns.StackType)
        .Select(done => $"{done.Step.Operation} {done.Step.Name}");

    public IEnumerable<string> Errors => Events.Select(entry => entry switch
    {
        Diagnostic { Severity: Severity.Error } error => error.Message,
        StepFailed failed => failed.Message,
        _ => null,
    }).OfType<string>();

    public IEnumerable<string> Warnings =>
        Events.OfType<Diagnostic>().Where(diagnostic => diagnostic.Severity == Severity.Warning).Select(diagnostic => diagnostic.Message);

    public Step Step(string name) => Events.OfType<StepSucceeded>().Last(done => done.Step.Name == name).Step;

    public TestUpdate Succeeded()
    {
        Assert.Empty(Errors);
        Assert.True(Result.Succeeded);
        return this;
    }

    public TestUpdate Failed()
    {
        Assert.False(Result.Succeeded);
        return this;
    }
}
