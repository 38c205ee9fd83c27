using System.Runtime.InteropServices;

namespace Embedded.Engine.Cli;

/// <summary>
/// Ctrl-C during an update: the first lets what is under way end and be recorded, the second ends the process at once.
/// </summary>
internal sealed class Interrupt : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;
    private int _count;

    public Interrupt() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
    ];

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _source.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _count) == 1)
        {
            Messages.Notice("Interrupted: what is under way is finished and recorded. Press Ctrl-C again to stop at once.");
            // Not on the signal's thread: those who wait for the token may take their time.
            _ = _source.CancelAsync();
            return;
        }
        Messages.Notice("Stopped at once: operations that were under way are cleaned up by the next 'up'.");
        Environment.Exit(ExitCode.Interrupted);
    }
}
