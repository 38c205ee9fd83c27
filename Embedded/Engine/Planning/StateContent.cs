using System.Collections.Immutable;
using Embedded.Engine.State;

namespace Embedded.Engine.Planning;

/// <summary>Tells whether two states would be written alike, so that an update without changes writes nothing.</summary>
internal static class StateContent
{
    public static bool Same(ResourceState a, ResourceState b) =>
        ReferenceEquals(a, b)
        || (Plain(a) == Plain(b)
            && a.Dependencies.SequenceEqual(b.Dependencies)
            && a.InitErrors.SequenceEqual(b.InitErrors)
            && a.AdditionalSecretOutputs.SequenceEqual(b.AdditionalSecretOutputs)
            && a.Aliases.SequenceEqual(b.Aliases)
            && a.IgnoreChanges.SequenceEqual(b.IgnoreChanges)
            && a.ReplaceOnChanges.SequenceEqual(b.ReplaceOnChanges)
            && a.HideDiff.SequenceEqual(b.HideDiff)
            && a.ReplaceWith.SequenceEqual(b.ReplaceWith)
            && a.PropertyDependencies.Keys.SequenceEqual(b.PropertyDependencies.Keys)
            && a.PropertyDependencies.Values.Zip(b.PropertyDependencies.Values).All(pair => pair.First.SequenceEqual(pair.Second)));

    // A record compares arrays by identity: they are taken out, and compared one by one.
    private static ResourceState Plain(ResourceState state) => state with
    {
        Dependencies = [],
        InitErrors = [],
        AdditionalSecretOutputs = [],
        Aliases = [],
        IgnoreChanges = [],
        ReplaceOnChanges = [],
        HideDiff = [],
        ReplaceWith = [],
        PropertyDependencies = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty,
    };
}
