namespace Embedded.Engine.State;

/// <summary>Where an update puts what it has done, after every step and before every operation.</summary>
internal interface ISnapshotStore
{
    /// <summary>
    /// Makes the snapshot the stack's state, atomically and durably: once this returns, a crash does not lose it.
    /// Calls come one at a time.
    /// </summary>
    Task SaveAsync(Snapshot snapshot, CancellationToken cancellation);
}
