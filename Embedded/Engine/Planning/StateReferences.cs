using System.Collections.Immutable;
using Embedded.Engine.State;

namespace Embedded.Engine.Planning;

/// <summary>The URNs by which one resource's state refers to others.</summary>
internal static class StateReferences
{
    /// <summary>Everything that has to be in the state before <paramref name="state"/>; with repetitions.</summary>
    public static IEnumerable<string> Of(ResourceState state)
    {
        if (state.Parent is { } parent)
            yield return parent;
        if (state.Provider is { } provider)
            yield return Urns.OfReference(provider);
        foreach (var urn in state.Dependencies)
            yield return urn;
        foreach (var urns in state.PropertyDependencies.Values)
            foreach (var urn in urns)
                yield return urn;
        if (state.DeletedWith is { } deletedWith)
            yield return deletedWith;
        foreach (var urn in state.ReplaceWith)
            yield return urn;
    }

    /// <summary>The state with <paramref name="old"/> called <paramref name="new"/> wherever it refers to it.</summary>
    public static ResourceState Rename(ResourceState state, string old, string @new) =>
        Of(state).Contains(old) ? Map(state, urn => urn == old ? @new : urn) : state;

    /// <summary>
    /// The state without references to what is no longer there (a refresh found it gone): Pulumi refuses a state with
    /// such references.
    /// </summary>
    public static ResourceState Prune(ResourceState state, Func<string, bool> exists) =>
        Of(state).All(exists) ? state : Map(state, urn => exists(urn) ? urn : null);

    private static ResourceState Map(ResourceState state, Func<string, string?> map)
    {
        ImmutableArray<string> All(ImmutableArray<string> urns) => [.. urns.Select(map).OfType<string>()];
        return state with
        {
            Parent = state.Parent is { } parent ? map(parent) : null,
            Provider = state.Provider is { } provider && map(Urns.OfReference(provider)) is { } urn
                ? urn + provider[Urns.OfReference(provider).Length..]
                : state.Provider,
            Dependencies = All(state.Dependencies),
            PropertyDependencies = state.PropertyDependencies.ToImmutableSortedDictionary(
                pair => pair.Key, pair => All(pair.Value), StringComparer.Ordinal),
            DeletedWith = state.DeletedWith is { } deletedWith ? map(deletedWith) : null,
            ReplaceWith = All(state.ReplaceWith),
        };
    }
}
