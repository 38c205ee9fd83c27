using System.Collections.Immutable;
using Embedded.Engine.Providers;
using Embedded.Engine.State;
using Embedded.Engine.Values;

namespace Embedded.Engine.Planning;

/// <param name="Operation">Same, Create, Update or Replace.</param>
/// <param name="New">As it will be, without what only the provider knows.</param>
internal sealed record StepPlan(
    StepOperation Operation,
    ResourceState New,
    ImmutableSortedDictionary<string, DiffKind> Diff,
    ImmutableArray<string> ReplaceReasons,
    bool DeleteBeforeReplace);

/// <summary>Decides what has to happen for a resource to become what the program wants. Touches nothing.</summary>
internal sealed class StepPlanner(UpdateContext context)
{
    /// <param name="old">As it is in the state; null for a new one.</param>
    /// <param name="provider">Null for what the engine manages itself: components and providers.</param>
    /// <param name="replaced">Tells of a URN whether it is being replaced in this update.</param>
    /// <exception cref="RegistrationException">The program wants what cannot be.</exception>
    public StepPlan Plan(
        ResourceGoal goal, string urn, ResourceState? old, ConfiguredProvider? provider, string? providerReference, Predicate<string> replaced)
    {
        if (provider?.Provider is { } known && !known.Supports(goal.Type))
            throw new RegistrationException(
                $"The embedded engine does not know the resource type \"{goal.Type}\". Deploy this program with the Pulumi CLI, or take the resource out.");
        var state = NewState(goal, urn, old, providerReference);
        if (old is null)
            return new StepPlan(StepOperation.Create, Checked(state, goal.Inputs, null, provider), DetailedDiff.None, [], false);

        // What was deleted, or never was ours, has no names or defaults to keep.
        var fresh = old.PendingReplacement || old.External;
        var wanted = goal.IgnoreChanges.Select(PropertyPath.Parse)
            .Aggregate(goal.Inputs, (inputs, path) => path.Reset(inputs, old.Inputs));
        state = Checked(state, wanted, fresh ? null : old.Inputs, provider);
        if (old.External)
            return new StepPlan(StepOperation.Replace, state, DetailedDiff.None, [], false);

        var (diff, deleteFirst) = Diff(goal, old, state, provider);
        diff = DetailedDiff.Apply(diff, goal.IgnoreChanges, goal.ReplaceOnChanges, !old.InitErrors.IsEmpty);
        var reasons = ReplaceReasons(goal, old, state, diff, replaced);
        if (old.PendingReplacement || !reasons.IsEmpty)
        {
            Permit(goal, old, state, reasons);
            return new StepPlan(
                StepOperation.Replace, Checked(state, goal.Inputs, null, provider), diff, reasons, goal.DeleteBeforeReplace ?? deleteFirst);
        }
        // Without a difference, an update still takes up again what a failed creation left undone.
        var update = !diff.IsEmpty || !old.InitErrors.IsEmpty || (provider is { Provider: null });
        return new StepPlan(update ? StepOperation.Update : StepOperation.Same, state, diff, [], false);
    }

    /// <summary>Whether the resource would have to be replaced if what it takes from the given resources changed.</summary>
    public ImmutableArray<string>? ReplacedAlong(ResourceState state, IReadOnlySet<string> replaced)
    {
        if (!state.Custom || state.External)
            return null;
        if (state.Provider is { } reference && replaced.Contains(Urns.OfReference(reference)))
            return ["provider"];
        if (state.DeletedWith is { } with && replaced.Contains(with))
            return ["deletedWith"];
        if (state.ReplaceWith.Any(replaced.Contains))
            return ["replaceWith"];
        var inputs = state.Inputs;
        foreach (var (name, urns) in state.PropertyDependencies)
            if (inputs.ContainsKey(name) && urns.Any(replaced.Contains))
                inputs = inputs.Set(name, PropertyValue.Unknown);
        if (ReferenceEquals(inputs, state.Inputs))
            return null;
        if (Urns.IsProviderType(state.Type) || context.ProviderOf(state).Provider is not { } provider)
            return null;
        var diff = provider.Diff(
            state.Type, state.Id ?? "", state.Inputs.WithoutSecrets(), state.Outputs.WithoutSecrets(), inputs.WithoutSecrets());
        var detailed = DetailedDiff.Apply(diff.Detailed, state.IgnoreChanges, state.ReplaceOnChanges, false);
        var reasons = detailed.Where(pair => pair.Value.IsReplacing()).Select(pair => pair.Key).ToImmutableArray();
        return reasons.IsEmpty ? null : reasons;
    }

    /// <summary>The state that a resource is to get, as far as the program says it.</summary>
    /// <param name="old">What it takes the place of, if anything.</param>
    public static ResourceState NewState(ResourceGoal goal, string urn, ResourceState? old, string? providerReference) => new()
    {
        Urn = urn,
        Type = goal.Type,
        Custom = goal.Custom,
        Inputs = goal.Inputs,
        Parent = goal.Parent,
        Protect = goal.Protect ?? false,
        RetainOnDelete = goal.RetainOnDelete ?? false,
        Dependencies = goal.Dependencies,
        PropertyDependencies = goal.PropertyDependencies,
        Provider = providerReference,
        AdditionalSecretOutputs = goal.AdditionalSecretOutputs,
        Aliases = old is not null && old.Urn != urn ? [old.Urn] : [],
        IgnoreChanges = goal.IgnoreChanges,
        ReplaceOnChanges = goal.ReplaceOnChanges,
        HideDiff = goal.HideDiff,
        CustomTimeouts = goal.CustomTimeouts,
        ImportId = goal.ImportId,
        DeletedWith = goal.DeletedWith,
        ReplaceWith = goal.ReplaceWith,
        ReplacementTrigger = goal.ReplacementTrigger,
        Created = old?.Created,
        Modified = old?.Modified,
        OtherFields = old?.OtherFields,
    };

    private ResourceState Checked(ResourceState state, PropertyMap wanted, PropertyMap? oldInputs, ConfiguredProvider? provider)
    {
        if (!context.DryRun && wanted.FirstOrDefault(pair => pair.Value.ContainsUnknown).Key is { } unknown)
            throw new RegistrationException(
                $"the value of \"{unknown}\" is not known: what it is made of was not deployed. Its own message says why.");
        if (provider?.Provider is not { } known)
            return state with { Inputs = wanted };
        var result = known.Check(state.Type, state.Name, oldInputs?.WithoutSecrets(), wanted.WithoutSecrets());
        if (!result.Failures.IsEmpty)
            throw new RegistrationException(string.Join("\n", result.Failures.Select(
                failure => failure.Property.Length == 0 ? failure.Reason : $"{failure.Property}: {failure.Reason}")));
        return state with { Inputs = SecretMarks.Restore(result.Inputs, wanted) };
    }

    private (ImmutableSortedDictionary<string, DiffKind> Diff, bool DeleteBeforeReplace) Diff(
        ResourceGoal goal, ResourceState old, ResourceState state, ConfiguredProvider? provider)
    {
        if (Urns.IsProviderType(goal.Type))
            return (DetailedDiff.Compute(ProviderSet.Settings(old.Inputs), ProviderSet.Settings(state.Inputs)), false);
        if (provider is null)
            return (DetailedDiff.Compute(old.Inputs, state.Inputs), false);
        if (provider.Provider is { } known)
        {
            var diff = known.Diff(
                goal.Type, old.Id ?? "", old.Inputs.WithoutSecrets(), old.Outputs.WithoutSecrets(), state.Inputs.WithoutSecrets());
            return (diff.Detailed, diff.DeleteBeforeReplace);
        }
        context.Warn(state.Urn, "the settings of its provider are not known before the update runs, so it is shown as updated");
        return (DetailedDiff.Compute(old.Inputs, state.Inputs), false);
    }

    private static ImmutableArray<string> ReplaceReasons(
        ResourceGoal goal, ResourceState old, ResourceState state, ImmutableSortedDictionary<string, DiffKind> diff, Predicate<string> replaced)
    {
        var reasons = diff.Where(pair => pair.Value.IsReplacing()).Select(pair => pair.Key).ToImmutableArray();
        if (old.Custom != state.Custom)
            reasons = reasons.Add("provider");
        if (goal.ReplaceWith.Any(urn => replaced(urn)))
            reasons = reasons.Add("replaceWith");
        if (goal.DeletedWith is { } with && replaced(with))
            reasons = reasons.Add("deletedWith");
        return Triggered(old.ReplacementTrigger, goal.ReplacementTrigger) ? reasons.Add("replacementTrigger") : reasons;
    }

    private static bool Triggered(PropertyValue? old, PropertyValue? @new)
    {
        if (@new is null or NullValue || old is null or NullValue)
            return false;
        return old.ContainsUnknown || @new.ContainsUnknown || !old.WithoutSecrets().Equals(@new.WithoutSecrets());
    }

    private void Permit(ResourceGoal goal, ResourceState old, ResourceState state, ImmutableArray<string> reasons)
    {
        if (state.Protect && old.Protect && !old.PendingReplacement)
            Refuse(state.Urn,
                $"{state.Name} would have to be replaced, but it is protected. Take the protect option off it in the program first, "
                + "or undo the change that replaces it.");
        if (goal.ImportId is not null)
            Refuse(state.Urn,
                $"{state.Name}, imported from {goal.ImportId}, would have to be replaced because of {string.Join(", ", reasons)}. "
                + "Make the program say what is there; to replace it, import it first and then take the import option off it.");
    }

    // A preview goes on, so that the reason can be seen in it.
    private void Refuse(string urn, string message)
    {
        if (!context.DryRun)
            throw new RegistrationException(message);
        context.Error(urn, message);
    }
}
