namespace Embedded.Engine.Planning;

/// <summary>Counts the work under way, and tells when there is none.</summary>
internal sealed class WorkTracker
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _idle;
    private int _count;

    public async Task<T> TrackAsync<T>(Func<Task<T>> work)
    {
        lock (_gate)
        {
            _count++;
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        try
        {
            return await work();
        }
        finally
        {
            lock (_gate)
                if (--_count == 0)
                {
                    _idle!.SetResult();
                    _idle = null;
                }
        }
    }

    public Task WhenIdleAsync()
    {
        lock (_gate) return _idle?.Task ?? Task.CompletedTask;
    }
}
