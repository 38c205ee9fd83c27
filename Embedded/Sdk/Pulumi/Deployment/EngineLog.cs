using Pulumirpc;

namespace Pulumi;

/// <summary>Sends messages to the engine, in the order in which they were said.</summary>
internal sealed class EngineLog(IEngine engine, InFlightTasks inFlight)
{
    private readonly Lock _lock = new();
    private Task _last = Task.CompletedTask;
    private int _errors;

    public bool HasErrors => Volatile.Read(ref _errors) > 0;

    public Task WriteAsync(LogSeverity severity, string message, Resource? resource = null, int streamId = 0, bool ephemeral = false)
    {
        if (severity == LogSeverity.Error)
            Interlocked.Increment(ref _errors);
        var request = new LogRequest { Severity = severity, Message = message, StreamId = streamId, Ephemeral = ephemeral };
        var task = resource is null ? Enqueue(request) : EnqueueAsync(request, resource);
        inFlight.Track(task);
        return task;
    }

    // Others must not wait until a resource has its name.
    private async Task EnqueueAsync(LogRequest request, Resource resource)
    {
        try
        {
            request.Urn = await resource.Urn.GetValueAsync(whenUnknown: "").ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The resource has failed before it had a name; the message counts all the same.
            request.Urn = "";
        }

        await Enqueue(request).ConfigureAwait(false);
    }

    private Task Enqueue(LogRequest request)
    {
        lock (_lock)
            return _last = SendAsync(_last, request);
    }

    private async Task SendAsync(Task previous, LogRequest request)
    {
        await previous.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await engine.LogAsync(request).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Interlocked.Increment(ref _errors);
            // A kind of its own, so that nobody tries to log that logging failed.
            throw new LogException(exception);
        }
    }
}
