using Embedded.Engine.Providers;
using Embedded.Engine.State;

namespace Embedded.Engine.Planning;

/// <summary>Brings the state in line with what there is.</summary>
internal sealed class Refresher(UpdateContext context)
{
    /// <returns>Whether all could be read.</returns>
    public async Task<bool> RunAsync()
    {
        var tasks = context.Journal.Entries
            .Where(entry => entry.State.Custom && !Urns.IsProviderType(entry.State.Type))
            .Where(entry => !entry.State.PendingReplacement && !entry.State.Delete && context.Targets.Contains(entry.State.Urn))
            .Select(RefreshAsync)
            .ToList();
        return (await Task.WhenAll(tasks)).All(done => done);
    }

    private async Task<bool> RefreshAsync(StateEntry entry)
    {
        await context.Slots.WaitAsync(CancellationToken.None);
        try
        {
            if (context.Halted)
                return false;
            var old = entry.State;
            var running = context.Events.Start(EventLog.Step(StepOperation.Refresh, old, old));
            try
            {
                // A preview cannot ask a provider whose settings are still to come; then what is known stands.
                var provider = context.ProviderOf(old).Provider;
                var read = provider is null
                    ? new ReadResult(old.Id ?? "", old.Inputs.WithoutSecrets(), old.Outputs.WithoutSecrets())
                    : await provider.ReadAsync(
                        old.Type, old.Id ?? "", old.Inputs.WithoutSecrets(), old.Outputs.WithoutSecrets(), CancellationToken.None);
                Record(entry, running, read, provider);
                return true;
            }
            catch (Exception exception)
            {
                context.Events.Failed(running, exception);
                return false;
            }
        }
        finally
        {
            context.Slots.Release();
        }
    }

    /// <summary>The state with what was read, and the marks that belong on it.</summary>
    public static ResourceState Merge(ResourceState old, ReadResult read)
    {
        var inputs = SecretMarks.Restore(read.Inputs, old.Inputs);
        return old with
        {
            Id = read.Id,
            Inputs = inputs,
            Outputs = SecretMarks.Restore(SecretMarks.MarkOutputs(read.Outputs, inputs, old.AdditionalSecretOutputs), old.Outputs),
        };
    }

    private void Record(StateEntry entry, RunningStep running, ReadResult? read, IResourceProvider? provider)
    {
        var old = entry.State;
        if (read is null)
        {
            context.Journal.Remove(null, entry);
            context.Events.Succeeded(running, EventLog.Step(StepOperation.Refresh, old, null), StepOperation.Delete);
            return;
        }
        var state = Merge(old, read);
        // What up would do about it, seen from the other side, is what has happened. Outputs tell the rest.
        var diff = old.External || provider is null ? DetailedDiff.None
            : DetailedDiff.Invert(DetailedDiff.Apply(
                provider.Diff(
                    old.Type, read.Id, read.Inputs.WithoutSecrets(), read.Outputs.WithoutSecrets(), old.Inputs.WithoutSecrets()).Detailed,
                old.IgnoreChanges, [], false));
        if (diff.IsEmpty)
            diff = DetailedDiff.Compute(old.Outputs, state.Outputs);
        if (!diff.IsEmpty)
            state = state with { Modified = DateTimeOffset.UtcNow };
        context.Journal.Set(null, entry, state);
        context.Events.Succeeded(
            running, EventLog.Step(StepOperation.Refresh, old, state, diff), diff.IsEmpty ? StepOperation.Same : StepOperation.Update);
    }
}
