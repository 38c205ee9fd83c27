using Embedded.Engine.Providers;
using Embedded.Engine.State;
using Embedded.Engine.Values;

namespace Embedded.Engine.Planning;

/// <summary>One registration on its way from the program's wish to the state.</summary>
internal sealed class ResourceRegistration(UpdateContext context, Deployment deployment, ResourceGoal goal, string urn)
{
    private readonly Operations _operations = new(context);
    private readonly StepPlanner _planner = new(context);

    public async Task<Registration> RunAsync()
    {
        var managed = goal.Custom && !Urns.IsProviderType(goal.Type);
        var reference = !managed ? null
            : goal.Provider ?? await deployment.DefaultProviderAsync(context, Urns.Package(goal.Type), goal.Version, goal.PluginDownloadUrl);
        var wanted = StepPlanner.NewState(goal, urn, null, reference);
        if (deployment.Blocker(wanted) is { } blocker)
            return deployment.Skip(context, urn, blocker);
        if (context.Halted)
            throw new StepFailedException();

        ConfiguredProvider? provider = null;
        if (reference is not null && !context.Providers.TryGet(Urns.OfReference(reference), out provider))
            throw new RegistrationException($"its provider {reference} has not been registered before it");

        StateEntry? entry;
        lock (deployment.Planning)
            entry = FindOld();
        // Another resource's replacement may be deleting it right now; then its own way goes on from there.
        while (entry?.Deletion is { IsCompleted: false } deletion)
            await deletion;

        if (!IsTargeted(entry))
            return Untargeted(entry);
        await CreateDeferredAsync(wanted);
        if (managed && provider is { Provider: not null } && IsImport(entry))
            entry = await ImportAsync(entry, wanted, provider);

        StepPlan plan;
        IReadOnlyList<StateEntry> doomed = [];
        IReadOnlyList<Task> underWay = [];
        TaskCompletionSource? deleted = null;
        while (true)
        {
            Task? deletion;
            lock (deployment.Planning)
            {
                deletion = entry?.Deletion;
                if (deletion is null or { IsCompleted: true })
                {
                    plan = _planner.Plan(goal, urn, entry?.State, provider, reference, deployment.IsReplaced);
                    if (entry is not null)
                        entry.Registered = true;
                    if (plan.Operation == StepOperation.Replace)
                    {
                        deployment.MarkReplaced(urn);
                        if (plan.DeleteBeforeReplace && !entry!.State.PendingReplacement)
                        {
                            (doomed, underWay) = Doomed(entry);
                            deleted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                            foreach (var other in doomed)
                                other.Deletion = deleted.Task;
                        }
                    }
                    break;
                }
            }
            await deletion;
        }

        return plan.Operation switch
        {
            StepOperation.Same => Same(plan, entry!),
            StepOperation.Create => await CreateAsync(plan),
            StepOperation.Update => await UpdateAsync(plan, entry!),
            _ => await ReplaceAsync(plan, entry!, doomed, underWay, deleted),
        };
    }

    private StateEntry? FindOld()
    {
        var entry = context.Journal.FindOld(urn);
        if (deployment.Aliases.ClaimedBy(urn) is { } claimant)
            throw new RegistrationException($"{claimant} says that it was {urn}, which the program still has. Take the alias off it, or rename this one.");
        if (entry is null)
            foreach (var alias in deployment.Aliases.Candidates(goal).Where(alias => alias != urn))
                if (context.Journal.FindOld(alias) is { } former)
                {
                    if (deployment.IsClaimed(alias))
                        throw new RegistrationException($"{urn} says that it was {alias}, which the program still has. Take the alias off it, or rename the other.");
                    deployment.Aliases.Use(urn, alias);
                    entry = former;
                    break;
                }
        return entry;
    }

    private Registration Same(StepPlan plan, StateEntry entry) =>
        deployment.Done(_operations.Same(EventLog.Step(StepOperation.Same, entry.State, plan.New), entry));

    private async Task<Registration> CreateAsync(StepPlan plan)
    {
        StateEntry? done = null;
        await _operations.CreateAsync(
            EventLog.Step(StepOperation.Create, null, plan.New),
            (operation, state) => done = context.Journal.Complete(operation, null, state));
        return deployment.Done(done!);
    }

    private async Task<Registration> UpdateAsync(StepPlan plan, StateEntry entry) => deployment.Done(
        await _operations.UpdateAsync(EventLog.Step(StepOperation.Update, entry.State, plan.New, plan.Diff), entry));

    private async Task<Registration> ReplaceAsync(
        StepPlan plan, StateEntry entry, IReadOnlyList<StateEntry> doomed, IReadOnlyList<Task> underWay, TaskCompletionSource? deleted)
    {
        var old = entry.State;
        var deleteFirst = deleted is not null || old.PendingReplacement;
        if (deleted is not null)
        {
            try
            {
                await Task.WhenAll(underWay);
                if (!await new Deletions(context, _operations).RunAsync(doomed, pendingReplacement: true))
                    throw new StepFailedException();
            }
            finally
            {
                deleted.SetResult();
            }
        }
        StateEntry? done = null;
        var create = EventLog.Step(StepOperation.CreateReplacement, old, plan.New, plan.Diff, plan.ReplaceReasons);
        var replace = create with { Operation = StepOperation.Replace };
        if (deleteFirst)
            Tell(replace);
        await _operations.CreateAsync(create, (operation, state) => done = deleteFirst
            ? context.Journal.Complete(operation, entry, state)
            : context.Journal.CompleteReplacement(operation, entry, state));
        if (!deleteFirst)
            Tell(replace with { New = done!.State });
        return deployment.Done(done!);
    }

    private void Tell(Step step) => context.Events.Succeeded(context.Events.Start(step), step);

    /// <summary>
    /// What has to be gone before the resource can be: itself, and those whose own properties would force a replacement
    /// when what they take from it changes. What this run has registered already can no longer depend on it.
    /// What another replacement is deleting is only to be waited for: it was planned before, so it waits for nothing of this one.
    /// </summary>
    private (List<StateEntry> Doomed, List<Task> UnderWay) Doomed(StateEntry root)
    {
        var replaced = new HashSet<string>(StringComparer.Ordinal) { urn, root.State.Urn };
        var doomed = new List<StateEntry>();
        var underWay = new List<Task>();
        foreach (var entry in context.Journal.Entries)
        {
            if (entry == root)
            {
                doomed.Add(entry);
                continue;
            }
            if (entry.Deletion is { IsCompleted: false } deletion)
            {
                if (StateReferences.Of(entry.State).Any(replaced.Contains))
                    underWay.Add(deletion);
                continue;
            }
            var leftover = entry.State.Delete && StateReferences.Of(entry.State).Any(replaced.Contains);
            var free = !entry.Registered && !entry.State.PendingReplacement && entry.Deletion is null;
            if (!leftover && (!free || _planner.ReplacedAlong(entry.State, replaced) is null))
                continue;
            if (entry.State.Protect && !leftover)
                Refuse(entry.State);
            doomed.Add(entry);
            replaced.Add(entry.State.Urn);
            deployment.MarkReplaced(entry.State.Urn);
        }
        return (doomed, underWay);
    }

    private void Refuse(ResourceState state)
    {
        var message = $"{state.Name} would have to be replaced together with {goal.Name}, but it is protected. "
            + "Take the protect option off it in the program first, or undo the change.";
        if (!context.DryRun)
            throw new RegistrationException(message);
        context.Error(state.Urn, message);
    }

    private bool IsTargeted(StateEntry? entry) =>
        !context.Targets.IsConstrained
        || goal.Type == Urns.StackType
        || Urns.IsProviderType(goal.Type)
        || context.Targets.Contains(urn)
        // A target's replacement has taken it down: it has to come back.
        || entry is { State.PendingReplacement: true }
        || (entry is not null && context.Targets.Contains(entry.State.Urn));

    /// <summary>What is not a target stays as it is; what does not exist yet is made only if a target needs it.</summary>
    private Registration Untargeted(StateEntry? entry)
    {
        if (entry is null)
        {
            deployment.Defer(urn, goal);
            return new Registration(RegistrationOutcome.Succeeded, urn, null, goal.Custom ? goal.Inputs : PropertyMap.Empty);
        }
        lock (deployment.Planning)
            entry.Registered = true;
        var state = entry.State with { Urn = urn, Parent = goal.Parent };
        return deployment.Done(_operations.Same(EventLog.Step(StepOperation.Same, entry.State, state), entry));
    }

    private async Task CreateDeferredAsync(ResourceState wanted)
    {
        foreach (var needed in StateReferences.Of(wanted).Distinct().ToList())
        {
            if (!deployment.TakeDeferred(needed, out var deferred))
                continue;
            if (deferred!.Custom)
            {
                deployment.Defer(needed, deferred);
                throw new RegistrationException(
                    $"it depends on {needed}, which does not exist yet and is not a target. Add --target {needed}.");
            }
            await new ResourceRegistration(context, deployment, deferred, needed).CreateComponentAsync();
        }
    }

    private async Task CreateComponentAsync()
    {
        var wanted = StepPlanner.NewState(goal, urn, null, null);
        await CreateDeferredAsync(wanted);
        await CreateAsync(new StepPlan(StepOperation.Create, wanted, DetailedDiff.None, [], false));
    }

    private bool IsImport(StateEntry? entry) =>
        goal.ImportId is { } id && (entry is null || entry.State.External || (entry.State.Id != id && entry.State.ImportId != id));

    /// <summary>Takes an existing thing into the state; what the program wants of it is then a difference like any other.</summary>
    private async Task<StateEntry> ImportAsync(StateEntry? entry, ResourceState wanted, ConfiguredProvider configured)
    {
        if (!configured.Provider!.Supports(goal.Type))
            throw new RegistrationException($"The embedded engine does not know the resource type \"{goal.Type}\".");
        StateEntry? imported = null;
        var step = EventLog.Step(StepOperation.Import, entry?.State, wanted with { Id = goal.ImportId });
        await _operations.ReadAsync(step, OperationType.Importing, wanted, goal.ImportId!, (operation, result) =>
        {
            var now = DateTimeOffset.UtcNow;
            var inputs = SecretMarks.Restore(result.Inputs, goal.Inputs);
            var state = wanted with
            {
                Id = result.Id,
                Inputs = inputs,
                Outputs = SecretMarks.MarkOutputs(result.Outputs, inputs, goal.AdditionalSecretOutputs),
                Created = now,
                Modified = now,
            };
            // What would be replaced is not taken over in the first place: its next update, without the option, would lose it.
            if (!context.DryRun)
                _planner.Plan(goal, urn, state, configured, wanted.Provider, deployment.IsReplaced);
            imported = entry is null ? context.Journal.Complete(operation, null, state) : context.Journal.CompleteReplacement(operation, entry, state);
            return state;
        });
        return imported!;
    }
}
