using System.Collections.Immutable;
using Embedded.Engine.Planning;

namespace Embedded.Engine.Cli;

/// <summary>Passes events on and remembers them: to show a plan again in detail, and to write the history.</summary>
internal sealed class RecordingSink(IEventSink inner) : IEventSink
{
    private readonly List<EngineEvent> _events = [];

    public ImmutableSortedDictionary<StepOperation, int> Changes { get; private set; } =
        ImmutableSortedDictionary<StepOperation, int>.Empty;

    /// <summary>Whether the stack's outputs become others.</summary>
    public bool OutputsChange { get; private set; }

    public void Emit(EngineEvent engineEvent)
    {
        // Progress is of interest only while it is the newest.
        if (engineEvent is not Diagnostic { Ephemeral: true })
            _events.Add(engineEvent);
        if (engineEvent is UpdateFinished finished)
            Changes = finished.Changes;
        if (engineEvent is StackOutputs outputs)
            OutputsChange = !outputs.Old.Equals(outputs.New);
        inner.Emit(engineEvent);
    }

    public void Replay(IEventSink other)
    {
        foreach (var engineEvent in _events)
            other.Emit(engineEvent);
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
