namespace Pulumi;

/// <summary>Everything that the program has started and that must end before it may.</summary>
internal sealed class InFlightTasks
{
    private readonly Lock _lock = new();
    private readonly List<Exception> _failures = [];
    private int _active;
    private TaskCompletionSource? _changed;

    public void Track(Task task)
    {
        if (task.IsCompletedSuccessfully)
            return;
        lock (_lock)
            _active++;
        task.ContinueWith(
            static (ended, self) => ((InFlightTasks)self!).Ended(ended),
            this,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    /// <summary>Waits until nothing runs any more, or something has failed.</summary>
    public async Task<IReadOnlyList<Exception>> WaitAsync()
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_failures.Count > 0 || _active == 0)
                    return [.. _failures.Distinct()];
                changed = (_changed ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            await changed.ConfigureAwait(false);
        }
    }

    private void Ended(Task task)
    {
        TaskCompletionSource? changed = null;
        lock (_lock)
        {
            _active--;
            if (task.IsFaulted)
                _failures.AddRange(task.Exception.InnerExceptions);
            else if (task.IsCanceled)
                _failures.Add(new TaskCanceledException(task));
            if (_active == 0 || _failures.Count > 0)
                (changed, _changed) = (_changed, null);
        }

        changed?.TrySetResult();
    }
}
