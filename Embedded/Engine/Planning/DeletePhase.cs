namespace Embedded.Engine.Planning;

/// <summary>The end of an update: what the program no longer has, and what was replaced, is taken away.</summary>
internal sealed class DeletePhase(UpdateContext context)
{
    /// <param name="all">Whether everything goes (a destroy), or only what is no longer wanted.</param>
    /// <returns>Whether all of it is gone.</returns>
    public async Task<bool> RunAsync(bool all)
    {
        var entries = context.Journal.Entries;
        var doomed = entries
            .Where(entry => all || entry.State.Delete || !entry.Registered)
            .Where(entry => entry.State.Delete || context.Targets.Contains(entry.State.Urn))
            .ToList();
        if (!Permitted(entries, doomed) && !context.DryRun)
            return false;
        return await new Deletions(context, new Operations(context)).RunAsync(doomed, pendingReplacement: false);
    }

    // Asked of all before the first is touched.
    private bool Permitted(IReadOnlyList<StateEntry> entries, List<StateEntry> doomed)
    {
        var permitted = true;
        foreach (var entry in doomed.Where(entry => entry.State is { Protect: true, Delete: false, PendingReplacement: false }))
        {
            context.Error(entry.State.Urn,
                $"{entry.State.Name} would be deleted, but it is protected. Take the protect option off it in the program and run up, or keep it.");
            permitted = false;
        }
        if (!context.Targets.IsConstrained)
            return permitted;
        var going = doomed.Where(entry => !entry.State.Delete).Select(entry => entry.State.Urn).ToHashSet(StringComparer.Ordinal);
        foreach (var entry in entries.Except(doomed).Where(entry => !entry.State.Delete))
            if (StateReferences.Of(entry.State).FirstOrDefault(going.Contains) is { } needed)
            {
                context.Error(entry.State.Urn, $"{Urns.Name(needed)} cannot be deleted: {entry.State.Name}, which is not a target, depends on it. Add --target {entry.State.Urn}.");
                permitted = false;
            }
        return permitted;
    }
}
