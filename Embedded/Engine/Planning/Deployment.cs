using System.Collections.Concurrent;
using System.Collections.Immutable;
using Embedded.Engine.Providers;
using Embedded.Engine.State;
using Embedded.Engine.Values;

namespace Embedded.Engine.Planning;

/// <summary>Serves a running program: turns what it registers into steps, and carries them out as they come.</summary>
/// <remarks>
/// Deciding is done one resource at a time (<see cref="_planning"/>): it is quick and asks no one outside. Operations run
/// at the same time; the program itself registers a resource only when what it takes from others is known.
/// </remarks>
internal sealed class Deployment(UpdateOptions options, EventLog events, Task<UpdateContext> ready) : IResourceMonitor
{
    private readonly Lock _planning = new();
    private readonly WorkTracker _work = new();
    private readonly AliasResolver _aliases = new(options.Stack, options.Project.Name);
    private readonly HashSet<string> _claimed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ResourceGoal> _goals = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, StateEntry> _entries = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ResourceGoal> _deferred = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _unavailable = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _replaced = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _defaultProviders = new(StringComparer.Ordinal);
    private (StateEntry Entry, PropertyMap Outputs)? _stackOutputs;

    /// <summary>The stack's outputs before and after; null where the program has not told them.</summary>
    public StackOutputs? Outputs { get; private set; }

    public Task<Registration> RegisterAsync(ResourceGoal goal) => _work.TrackAsync(async () =>
    {
        var context = await ready;
        return await RegisterAsync(context, goal);
    });

    public Task<Registration> ReadAsync(ReadGoal goal) => _work.TrackAsync(async () =>
    {
        var context = await ready;
        var urn = Urns.Create(options.Stack, options.Project.Name, goal.Parent, goal.Type, goal.Name);
        try
        {
            return await ReadAsync(context, goal, urn);
        }
        catch (Exception exception)
        {
            return Unavailable(context, urn, exception);
        }
    });

    public Task RegisterOutputsAsync(string urn, PropertyMap outputs) => _work.TrackAsync(async () =>
    {
        var context = await ready;
        if (!_entries.TryGetValue(urn, out var entry))
            return false;
        // Whether the stack's count is only known when the update is over.
        if (entry.State.Type == Urns.StackType)
            _stackOutputs = (entry, outputs);
        else
            SetOutputs(context, entry, outputs);
        return true;
    });

    /// <summary>
    /// Takes the stack's outputs into the state. After a failure the lack of one does not mean that the program no longer
    /// has it: then the old ones stay, but for those that have a new value.
    /// </summary>
    public void FinishOutputs(UpdateContext context, bool failed)
    {
        if (_stackOutputs is not var (entry, outputs))
            return;
        var old = entry.State.Outputs;
        if (failed)
            outputs = outputs.Aggregate(old, (merged, output) => merged.Set(output.Key, output.Value));
        Outputs = new StackOutputs(old, SetOutputs(context, entry, outputs));
    }

    private static PropertyMap SetOutputs(UpdateContext context, StateEntry entry, PropertyMap outputs)
    {
        var old = entry.State.Outputs;
        // What could not be deployed has no new value; the old one is better than none.
        if (!context.DryRun)
            foreach (var (name, _) in outputs.Where(pair => pair.Value.ContainsUnknown).ToList())
                outputs = old.Get(name) is { } before ? outputs.Set(name, before) : outputs.Remove(name);
        context.Journal.Set(null, entry, entry.State with { Outputs = outputs });
        return outputs;
    }

    public Task<PropertyMap> InvokeAsync(
        string token, PropertyMap arguments, string? provider, string? version, string? pluginDownloadUrl) => _work.TrackAsync(async () =>
    {
        var context = await ready;
        if (token == "pulumi:pulumi:getResource")
            return GetResource(arguments);
        var reference = provider ?? await DefaultProviderAsync(context, Urns.Package(token), version, pluginDownloadUrl);
        if (!context.Providers.TryGet(Urns.OfReference(reference), out var configured))
            throw new RegistrationException($"The provider {reference} has not been registered.");
        if (configured.Provider is null || arguments.ContainsUnknown)
            return PropertyMap.Empty;
        return await configured.Provider.InvokeAsync(token, arguments.WithoutSecrets(), context.Cancellation);
    });

    public void Log(Severity severity, string? urn, string message, bool ephemeral) =>
        events.Emit(new Diagnostic(severity, string.IsNullOrEmpty(urn) ? null : urn, message, ephemeral));

    public Task WaitForWorkAsync() => _work.WhenIdleAsync();

    private async Task<Registration> RegisterAsync(UpdateContext context, ResourceGoal goal)
    {
        var urn = "";
        try
        {
            goal = Inherit(goal);
            urn = Urns.Create(options.Stack, options.Project.Name, goal.Parent, goal.Type, goal.Name);
            lock (_planning)
                if (!_claimed.Add(urn))
                    throw new RegistrationException(
                        $"Two resources have the URN {urn}. Give one of them another name: it must be unique among those of its type and parent.");
            _goals[urn] = goal;
            if (goal.Inputs.Any(input => input.Value.ContainsSecret))
                events.Emit(new SecretsWanted(goal.Inputs));
            return await new ResourceRegistration(context, this, goal, urn).RunAsync();
        }
        catch (Exception exception)
        {
            // Whatever it is, and in whatever provider: the update goes on without this resource, and fails.
            return Unavailable(context, urn, exception);
        }
    }

    /// <summary>What a resource leaves open and its parent says.</summary>
    private ResourceGoal Inherit(ResourceGoal goal)
    {
        if (Urns.IsProviderType(goal.Type) && goal.Version is not null)
            goal = goal with { Inputs = ProviderSet.WithVersion(goal.Inputs, goal.Version, goal.PluginDownloadUrl) };
        if (goal.Parent is not { } urn || !_goals.TryGetValue(urn, out var parent))
            return goal;
        var package = Urns.Package(goal.Type);
        var provider = goal.Provider
            ?? goal.Providers.GetValueOrDefault(package)
            ?? parent.Providers.GetValueOrDefault(package)
            ?? (parent.Provider is { } reference && (!goal.Custom || Urns.Package(Urns.Type(Urns.OfReference(reference))) == package) ? reference : null);
        return goal with
        {
            Provider = provider,
            Providers = goal.Custom ? goal.Providers : parent.Providers.SetItems(goal.Providers),
            Protect = goal.Protect ?? parent.Protect,
            RetainOnDelete = goal.RetainOnDelete ?? parent.RetainOnDelete,
            DeletedWith = goal.DeletedWith ?? parent.DeletedWith,
        };
    }

    private async Task<Registration> ReadAsync(UpdateContext context, ReadGoal goal, string urn)
    {
        if (goal.Type == Urns.StackReferenceType)
            throw new RegistrationException(
                $"the embedded engine reads no other stack's outputs (a stack reference to {goal.Id}). Deploy this program with the Pulumi CLI, "
                + "or hand the values over as settings of this stack.");
        lock (_planning)
            if (!_claimed.Add(urn))
                throw new RegistrationException($"Two resources have the URN {urn}. Give one of them another name.");
        var reference = goal.Provider
            ?? (goal.Parent is { } parent ? _goals.GetValueOrDefault(parent)?.Providers.GetValueOrDefault(Urns.Package(goal.Type)) : null)
            ?? await DefaultProviderAsync(context, Urns.Package(goal.Type), goal.Version, goal.PluginDownloadUrl);
        var state = new ResourceState
        {
            Urn = urn,
            Type = goal.Type,
            Custom = true,
            External = true,
            Id = goal.Id,
            Inputs = goal.Inputs,
            Parent = goal.Parent,
            Dependencies = goal.Dependencies,
            Provider = reference,
            AdditionalSecretOutputs = goal.AdditionalSecretOutputs,
        };
        if (Blocker(state) is { } blocker)
            return Skip(context, urn, blocker);
        var old = context.Journal.FindOld(urn);
        if (old is not null)
            old.Registered = true;
        var operations = new Operations(context);
        context.Providers.TryGet(Urns.OfReference(reference), out var provider);
        if (goal.Id == Urns.UnknownId || provider?.Provider is null)
            return Done(context.Journal.Complete(null, old, state));

        // A resource that was managed and is now only looked up: the managed one goes, unless it is the very same.
        var replaces = old is { State.External: false } && old.State.Id != goal.Id;
        var step = EventLog.Step(replaces ? StepOperation.ReadReplacement : StepOperation.Read, old?.State, state);
        StateEntry? entry = null;
        await operations.ReadAsync(step, OperationType.Reading, state, goal.Id, (operation, result) =>
        {
            var read = state with
            {
                Id = result.Id,
                Outputs = Operations.Mark(result.Outputs, state),
                Created = old?.State.Created,
                Modified = old?.State.Modified,
            };
            entry = replaces ? context.Journal.CompleteReplacement(operation, old!, read) : context.Journal.Complete(operation, old, read);
            return read;
        });
        return Done(entry!);
    }

    private PropertyMap GetResource(PropertyMap arguments)
    {
        var urn = (arguments.Get("urn")?.Unwrapped as StringValue)?.Value ?? "";
        if (!_entries.TryGetValue(urn, out var entry))
            throw new RegistrationException($"There is no resource {urn} in this update.");
        return PropertyMap.Of(
            ("urn", PropertyValue.Of(urn)),
            ("id", PropertyValue.Of(entry.State.Id ?? "")),
            ("state", PropertyValue.Of(entry.State.Outputs)));
    }

    /// <summary>The reference of the provider that a package has where the program names none.</summary>
    internal Task<string> DefaultProviderAsync(UpdateContext context, string package, string? version, string? pluginDownloadUrl)
    {
        version = string.IsNullOrEmpty(version) ? context.Providers.VersionOf(package) : version;
        var name = DefaultProviders.Name(version, pluginDownloadUrl);
        return _defaultProviders.GetOrAdd($"{package}::{name}", _ => new Lazy<Task<string>>(async () =>
        {
            var registration = await RegisterAsync(context, DefaultProviders.Goal(package, name, version, pluginDownloadUrl, options));
            return registration.Outcome == RegistrationOutcome.Succeeded
                ? Urns.Reference(registration.Urn, registration.Id)
                : throw new RegistrationException($"its provider {package} could not be configured");
        })).Value;
    }

    /// <summary>Of all that the resource needs, something that is not there; null where all is.</summary>
    internal string? Blocker(ResourceState state) => StateReferences.Of(state).FirstOrDefault(_unavailable.ContainsKey);

    internal Registration Skip(UpdateContext context, string urn, string blocker)
    {
        if (_unavailable.TryAdd(urn, blocker) && !context.Halted)
            context.Warn(urn, $"skipped, because {Urns.Name(blocker)}, which it depends on, {_unavailable[blocker]}");
        _unavailable[urn] = "was skipped";
        return new Registration(RegistrationOutcome.Skipped, urn, null, PropertyMap.Empty);
    }

    internal Registration Done(StateEntry entry)
    {
        var state = entry.State;
        _entries[state.Urn] = entry;
        // A component's outputs are from the last update until the program tells the new ones, and can hold references
        // to resources that this run has not registered yet.
        return new Registration(RegistrationOutcome.Succeeded, state.Urn, state.Id, state.Custom ? state.Outputs : PropertyMap.Empty);
    }

    internal bool IsReplaced(string urn) => _replaced.ContainsKey(urn);

    internal void MarkReplaced(string urn) => _replaced[urn] = 0;

    internal Lock Planning => _planning;

    internal AliasResolver Aliases => _aliases;

    internal bool IsClaimed(string urn) => _claimed.Contains(urn);

    /// <summary>Every name that the program has registered.</summary>
    public IReadOnlySet<string> Claimed => _claimed;

    internal void Defer(string urn, ResourceGoal goal) => _deferred[urn] = goal;

    internal bool TakeDeferred(string urn, out ResourceGoal? goal) => _deferred.TryRemove(urn, out goal);

    internal bool IsDeferred(string urn) => _deferred.ContainsKey(urn);

    private Registration Unavailable(UpdateContext context, string urn, Exception exception)
    {
        _unavailable[urn] = "failed";
        // A step that failed has told so itself.
        if (exception is not StepFailedException)
            context.Events.Failed(exception, urn.Length == 0 ? null : urn, EventLog.Describe(exception));
        return new Registration(RegistrationOutcome.Failed, urn, null, PropertyMap.Empty);
    }
}
