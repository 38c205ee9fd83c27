using System.Collections.Immutable;
using Embedded.Engine.Providers;
using Embedded.Engine.State;

namespace Embedded.Engine.Planning;

/// <summary>Passes events on to the sink, one at a time, and counts what they tell.</summary>
internal sealed class EventLog(IEventSink sink)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<StepOperation, int> _changes = [];

    public bool HasChanges { get; private set; }
    public UpdateFailure Failure { get; private set; }

    public ImmutableSortedDictionary<StepOperation, int> Changes
    {
        get { lock (_gate) return _changes.ToImmutableSortedDictionary(); }
    }

    public void Emit(EngineEvent engineEvent)
    {
        lock (_gate)
        {
            if (engineEvent is Diagnostic { Severity: Severity.Error })
                Failure = Graver(Failure, UpdateFailure.Stack);
            sink.Emit(engineEvent);
        }
    }

    /// <summary>The step, to be told of again when it is over. Default providers stay unseen.</summary>
    public RunningStep Start(Step step)
    {
        if (!Urns.IsDefaultProvider(step.Urn))
            Emit(new StepStarted(step));
        return new RunningStep(step, TimeProvider.System.GetTimestamp());
    }

    /// <param name="counted">What the step came to, where that differs from what it is: a refresh.</param>
    public void Succeeded(RunningStep running, Step step, StepOperation? counted = null)
    {
        if (Urns.IsDefaultProvider(step.Urn))
            return;
        var operation = counted ?? step.Operation;
        lock (_gate)
        {
            if (step.Type != Urns.StackType)
            {
                _changes[operation] = _changes.GetValueOrDefault(operation) + 1;
                HasChanges |= operation is not (StepOperation.Same or StepOperation.Read);
            }
            sink.Emit(new StepSucceeded(step, TimeProvider.System.GetElapsedTime(running.Started)));
        }
    }

    public void Failed(RunningStep running, Exception exception)
    {
        lock (_gate)
        {
            HasChanges |= running.Step.Operation is not (StepOperation.Same or StepOperation.Read or StepOperation.Refresh);
            Failure = Graver(Failure, exception is ProviderUnreachableException ? UpdateFailure.ProviderUnreachable : UpdateFailure.Stack);
            sink.Emit(new StepFailed(running.Step, Describe(exception), TimeProvider.System.GetElapsedTime(running.Started)));
        }
    }

    /// <summary>Something outside of any step has failed.</summary>
    public void Failed(Exception exception, string? urn, string message)
    {
        if (exception is ProviderUnreachableException)
            lock (_gate) Failure = Graver(Failure, UpdateFailure.ProviderUnreachable);
        Emit(new Diagnostic(Severity.Error, urn, message));
    }

    /// <param name="message">Null where the program has told already what went wrong.</param>
    public void ProgramFailed(string? message)
    {
        if (message is not null)
            Emit(new Diagnostic(Severity.Error, null, message));
        lock (_gate) Failure = Graver(Failure, UpdateFailure.Stack);
    }

    public void Cancelled()
    {
        lock (_gate) Failure = UpdateFailure.Cancelled;
    }

    /// <summary>The engine's own messages are written for people; that of any other exception is at least introduced.</summary>
    public static string Describe(Exception exception) => exception is ProviderException or RegistrationException or StateFileException
        ? exception.Message
        : $"unexpected {exception.GetType().Name}: {exception.Message}";

    public static Step Step(
        StepOperation operation, ResourceState? old, ResourceState? @new,
        ImmutableSortedDictionary<string, DiffKind>? diff = null, ImmutableArray<string>? reasons = null) =>
        new(operation, (@new ?? old)!.Urn, (@new ?? old)!.Type, old, @new, diff ?? DetailedDiff.None, reasons ?? []);

    private static UpdateFailure Graver(UpdateFailure a, UpdateFailure b) => (UpdateFailure)Math.Max((int)a, (int)b);
}

internal readonly record struct RunningStep(Step Step, long Started);
