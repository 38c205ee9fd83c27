using Embedded.Engine.State;

namespace Embedded.Engine.Planning;

/// <summary>
/// The state as it is at this moment of an update, and its way to the disk.
/// </summary>
/// <remarks>
/// What a kill at any moment can lose. An operation begins only when its pending record is on the disk
/// (<see cref="BeginAsync"/>), so the state never lacks something that may exist:
/// <list type="bullet">
/// <item>killed during a create, or before its result is written: the state holds the pending creation; the next update has
/// the provider remove what that very operation made (its id is derived from the record), then makes it again;</item>
/// <item>during an update or a deletion: the state holds the resource as it was before, and the pending operation; the next
/// update first looks how far it went, and then finds what is still different; deleting what is gone is success;</item>
/// <item>between the two halves of a replacement: delete-before-create leaves the old state, or the old state marked
/// <c>pendingReplacement</c>, and either leads to the create; create-before-delete leaves the new state and the old one marked
/// <c>delete</c>, written in one save, so that the old one is deleted by the next update.</item>
/// </list>
/// Results need not be on the disk before the program hears of them: they are taken into the state before it is answered,
/// and every later operation first waits for a save that starts after that. A result is thus lost only together with
/// everything that could have been built on it, and then its own pending record is still there.
/// Saves that wait are made one: a save writes the newest state, for all who asked before it started.
/// </remarks>
internal sealed class Journal
{
    private readonly Lock _gate = new();
    private readonly ISnapshotStore _store;
    private readonly bool _dryRun;
    private readonly List<StateEntry> _old;
    private readonly List<StateEntry> _done = [];
    private readonly List<PendingOperation> _pending;
    private readonly Dictionary<string, StateEntry> _byUrn = new(StringComparer.Ordinal);
    private TaskCompletionSource? _waiting;
    private TaskCompletionSource? _saving;
    private bool _dirty;

    public Journal(Snapshot snapshot, ISnapshotStore store, bool dryRun)
    {
        _store = store;
        _dryRun = dryRun;
        _old = [.. snapshot.Resources.Select(state => new StateEntry(state))];
        _pending = [.. snapshot.PendingOperations];
        foreach (var entry in _old.Where(entry => !entry.State.Delete))
            _byUrn[entry.State.Urn] = entry;
    }

    /// <summary>What the last update had begun and not finished.</summary>
    public IReadOnlyList<PendingOperation> Pending
    {
        get { lock (_gate) return [.. _pending]; }
    }

    /// <summary>The resource of that name in the state that the update started from.</summary>
    public StateEntry? FindOld(string urn)
    {
        lock (_gate) return _byUrn.GetValueOrDefault(urn);
    }

    /// <summary>Everything in the state, each after all it depends on.</summary>
    public IReadOnlyList<StateEntry> Entries
    {
        get { lock (_gate) return SnapshotOrder.Sort([.. _done, .. _old]); }
    }

    /// <summary>Records that an operation begins. Once this returns, no crash can make the state forget it.</summary>
    public async Task<PendingOperation> BeginAsync(OperationType type, ResourceState resource)
    {
        var operation = new PendingOperation(resource, type);
        lock (_gate) _pending.Add(operation);
        try
        {
            await SaveAsync();
        }
        catch
        {
            End(operation);
            throw;
        }
        return operation;
    }

    /// <summary>Forgets an operation that changed nothing.</summary>
    public void End(PendingOperation operation) => Change(() => _pending.RemoveAll(other => ReferenceEquals(other, operation)));

    /// <summary>
    /// Takes a resource into the new state. <paramref name="old"/> makes room for it; what refers to it by an old name is
    /// told the new one.
    /// </summary>
    public StateEntry Complete(PendingOperation? operation, StateEntry? old, ResourceState @new)
    {
        var entry = new StateEntry(@new) { Registered = true };
        Change(
            () =>
            {
                _pending.RemoveAll(other => ReferenceEquals(other, operation));
                if (old is not null)
                {
                    _old.Remove(old);
                    _done.Remove(old);
                    RenameReferences(old.State.Urn, @new.Urn);
                }
                _done.Add(entry);
            },
            unchanged: operation is null && old is not null && StateContent.Same(old.State, @new));
        return entry;
    }

    /// <summary>Takes a created replacement into the state, and marks what it replaces for deletion, in one.</summary>
    public StateEntry CompleteReplacement(PendingOperation? operation, StateEntry old, ResourceState @new)
    {
        var entry = new StateEntry(@new) { Registered = true };
        Change(() =>
        {
            _pending.RemoveAll(other => ReferenceEquals(other, operation));
            RenameReferences(old.State.Urn, @new.Urn);
            old.State = old.State with { Delete = true };
            _done.Add(entry);
        });
        return entry;
    }

    /// <summary>Replaces a state in its place.</summary>
    public void Set(PendingOperation? operation, StateEntry entry, ResourceState state) => Change(
        () =>
        {
            _pending.RemoveAll(other => ReferenceEquals(other, operation));
            entry.State = state;
        },
        unchanged: operation is null && StateContent.Same(entry.State, state));

    public void Remove(PendingOperation? operation, StateEntry entry) => Change(() =>
    {
        _pending.RemoveAll(other => ReferenceEquals(other, operation));
        _old.Remove(entry);
        _done.Remove(entry);
        if (_byUrn.GetValueOrDefault(entry.State.Urn) == entry)
            _byUrn.Remove(entry.State.Urn);
    });

    /// <summary>Completes when all changes so far are on the disk. Does nothing where there are none.</summary>
    public Task FlushAsync()
    {
        lock (_gate)
        {
            if (!_dirty)
                return _saving?.Task ?? Task.CompletedTask;
        }
        return SaveAsync();
    }

    private void Change(Action change, bool unchanged = false)
    {
        lock (_gate)
        {
            change();
            if (unchanged)
                return;
            _dirty = true;
        }
        // Nobody waits for this one: whoever depends on it waits for a later save, and the update's end for the last.
        _ = SaveAsync();
    }

    private Task SaveAsync()
    {
        if (_dryRun)
            return Task.CompletedTask;
        lock (_gate)
        {
            _waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var waiting = _waiting;
            if (_saving is null)
            {
                _saving = waiting;
                _ = Task.Run(SaveWhileWantedAsync);
            }
            return waiting.Task;
        }
    }

    private async Task SaveWhileWantedAsync()
    {
        while (true)
        {
            TaskCompletionSource waiting;
            Snapshot snapshot;
            lock (_gate)
            {
                if (_waiting is null)
                {
                    _saving = null;
                    return;
                }
                (waiting, _waiting) = (_waiting, null);
                _saving = waiting;
                _dirty = false;
                snapshot = new Snapshot(SnapshotOrder.States([.. _done, .. _old]), [.. _pending]);
            }
            try
            {
                await _store.SaveAsync(snapshot, CancellationToken.None);
                waiting.SetResult();
            }
            catch (Exception exception)
            {
                lock (_gate) _dirty = true;
                waiting.SetException(exception);
            }
        }
    }

    private void RenameReferences(string old, string @new)
    {
        if (old == @new)
            return;
        foreach (var entry in _old)
            entry.State = StateReferences.Rename(entry.State, old, @new);
    }
}
