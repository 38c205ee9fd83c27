namespace Embedded.Engine.Planning;

/// <summary>Takes a set of resources away, each after all that depend on it, at once where none depends on another.</summary>
internal sealed class Deletions(UpdateContext context, Operations operations)
{
    /// <param name="entries">In the order of the state.</param>
    /// <param name="pendingReplacement">
    /// They make room for replacements: their states stay, marked, so that what depends on them keeps what it depends on.
    /// </param>
    /// <returns>Whether all are gone.</returns>
    public async Task<bool> RunAsync(IReadOnlyList<StateEntry> entries, bool pendingReplacement)
    {
        var places = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var i = 0; i < entries.Count; i++)
        {
            if (!places.TryGetValue(entries[i].State.Urn, out var list))
                places[entries[i].State.Urn] = list = [];
            list.Add(i);
        }
        var dependents = entries.Select(_ => new HashSet<int>()).ToArray();
        for (var i = 0; i < entries.Count; i++)
            foreach (var urn in StateReferences.Of(entries[i].State))
                foreach (var place in places.GetValueOrDefault(urn, []))
                    // Only what stands before it: a resource and what it replaced share a name.
                    if (place < i)
                        dependents[place].Add(i);

        var tasks = new Task<bool>[entries.Count];
        for (var i = entries.Count - 1; i >= 0; i--)
        {
            var entry = entries[i];
            var gone = entry.State.DeletedWith is { } with && places.ContainsKey(with);
            tasks[i] = DeleteAsync(entry, gone, pendingReplacement, [.. dependents[i].Select(dependent => (entries[dependent], tasks[dependent]))]);
        }
        return (await Task.WhenAll(tasks)).All(deleted => deleted);
    }

    private async Task<bool> DeleteAsync(
        StateEntry entry, bool gone, bool pendingReplacement, IReadOnlyList<(StateEntry Entry, Task<bool> Deleted)> dependents)
    {
        await Task.WhenAll(dependents.Select(dependent => dependent.Deleted));
        var state = entry.State;
        if (dependents.FirstOrDefault(dependent => !dependent.Deleted.Result).Entry is { } blocking)
        {
            if (!context.Halted)
                context.Warn(state.Urn, $"not deleted, because {blocking.State.Name}, which depends on it, could not be deleted");
            return false;
        }
        if (state.PendingReplacement)
        {
            // It was deleted already, for a replacement that the program no longer asks for.
            if (!pendingReplacement)
                context.Journal.Remove(null, entry);
            return true;
        }
        var replaced = pendingReplacement || state.Delete;
        var operation = state.External || state.RetainOnDelete ? StepOperation.Discard
            : replaced ? StepOperation.DeleteReplaced
            : StepOperation.Delete;
        try
        {
            await operations.DeleteAsync(EventLog.Step(operation, state, null), gone, pending =>
            {
                if (pendingReplacement && !state.Delete)
                    context.Journal.Set(pending, entry, state with { PendingReplacement = true });
                else
                    context.Journal.Remove(pending, entry);
            });
            return true;
        }
        catch (StepFailedException)
        {
            return false;
        }
    }
}
