using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Embedded.Engine.State;

namespace Embedded.Engine.Planning;

/// <summary>
/// The order of resources in a state: each after all it refers to, otherwise as given. Sorting at every save is cheap
/// and holds at any moment of an update, which no bookkeeping of half-finished steps would.
/// </summary>
internal static class SnapshotOrder
{
    public static IReadOnlyList<StateEntry> Sort(IReadOnlyList<StateEntry> entries)
    {
        var places = Places(entries);
        var visited = new bool[entries.Count];
        var sorted = new List<StateEntry>(entries.Count);
        for (var i = 0; i < entries.Count; i++)
            Visit(i);
        return sorted;

        void Visit(int index)
        {
            if (visited[index])
                return;
            visited[index] = true;
            foreach (var urn in StateReferences.Of(entries[index].State))
                if (places.TryGetValue(urn, out var place))
                    Visit(place);
            sorted.Add(entries[index]);
        }
    }

    /// <summary>The sorted states, without references to what is not among them.</summary>
    public static ImmutableArray<ResourceState> States(IReadOnlyList<StateEntry> entries)
    {
        var places = Places(entries);
        var states = Sort(entries).Select(entry => StateReferences.Prune(entry.State, places.ContainsKey)).ToArray();
        return ImmutableCollectionsMarshal.AsImmutableArray(states);
    }

    // A name can stand for a resource and for those it has replaced: a reference means the living one.
    private static Dictionary<string, int> Places(IReadOnlyList<StateEntry> entries)
    {
        var places = new Dictionary<string, int>(entries.Count, StringComparer.Ordinal);
        for (var i = 0; i < entries.Count; i++)
            if (!entries[i].State.Delete || !places.ContainsKey(entries[i].State.Urn))
                places[entries[i].State.Urn] = i;
        return places;
    }
}
