namespace Infra.Tests.EndToEnd;

/// <summary>Something that goes wrong in the sandbox, and the alert that has to say so.</summary>
internal sealed record AlertFault
{
    public required string Alert { get; init; }

    /// <summary>What is done to provoke it, in words.</summary>
    public required string Provoked { get; init; }

    /// <summary>Who has to be notified: the receiver of its severity.</summary>
    public required string Receiver { get; init; }

    /// <summary>Faults that would disturb each other have the same one, and take turns.</summary>
    public required string Part { get; init; }

    /// <summary>Makes it go wrong, until what is returned is disposed of.</summary>
    public required Func<FaultySandbox, Task<Undo>> Inject { get; init; }

    /// <summary>Labels that tell the alert apart from others of its name, which a machine may have for reasons of its own.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Alerts that fire meanwhile and of which nobody may hear, because this one says it all: names and components.</summary>
    public IReadOnlyList<(string Alert, string Component)> Inhibits { get; init; } = [];

    /// <summary>What goes wrong besides once this alert has been notified of; null if the alerts that it inhibits fire without that.</summary>
    public Func<FaultySandbox, Task<Undo>>? Besides { get; init; }

    /// <summary>How much faster than in a stack time passes for its rule.</summary>
    public int Factor { get; init; } = FaultySandbox.Factor;

    /// <summary>Whether labels are those of the alert. A value may be longer: it ends in what is known before.</summary>
    public bool IsAbout(Func<string, string?> label) =>
        label("alertname") == Alert && Labels.All(known => label(known.Key)?.EndsWith(known.Value, StringComparison.Ordinal) == true);
}

/// <summary>Makes good again what a fault has done, once.</summary>
internal sealed class Undo(Func<Task> action) : IAsyncDisposable
{
    private Func<Task>? _action = action;

    /// <summary>For a fault that is over by itself.</summary>
    public static Undo Nothing => new(() => Task.CompletedTask);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _action, null) is { } undo)
            await undo();
    }
}
