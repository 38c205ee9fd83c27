using Embedded.Engine.Planning;
using Spectre.Console;

namespace Embedded.Engine.Display;

/// <summary>
/// A tree of what changes, redrawn in place while the update runs, at most ten times a second; at the end it is printed
/// once more in full, with the messages and the summary below.
/// </summary>
internal sealed class LiveDisplay : IEventSink
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(100);

    private readonly OutputWriter _output;
    private readonly SecretMask _secrets;
    private readonly ValueText _values;
    private readonly bool _color;
    private readonly UpdateSummary _summary;
    private readonly LiveTree _tree;
    private readonly IAnsiConsole _console;
    private readonly List<Diagnostic> _messages = [];
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _drawing;
    private bool _dirty;
    private UpdateFinished? _result;

    public LiveDisplay(DisplayOptions options, OutputWriter output, SecretMask secrets)
    {
        _output = output;
        _secrets = secrets;
        _color = options.Color;
        _values = new ValueText(secrets);
        _summary = new UpdateSummary(_values, options.Color);
        _tree = new LiveTree(_values, options.Time);
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new TerminalOutput(options),
            Ansi = AnsiSupport.Yes,
            ColorSystem = options.Color ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
        });
    }

    public void Emit(EngineEvent engineEvent)
    {
        lock (_lock)
        {
            _secrets.Learn(engineEvent);
            _summary.Observe(engineEvent);
            _tree.Apply(engineEvent);
            Remember(engineEvent);
            _dirty = true;
            _drawing ??= DrawAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _finished.TrySetResult();
        if (_drawing is null)
            return;
        try
        {
            await _drawing;
        }
        catch (IOException)
        {
            // The terminal is gone; nobody is left to show anything to.
            return;
        }
        Finish();
    }

    private void Remember(EngineEvent engineEvent)
    {
        switch (engineEvent)
        {
            case Diagnostic { Ephemeral: false, Severity: not Severity.Debug } diagnostic
                when !_messages.Exists(known => known.Urn == diagnostic.Urn && known.Message == diagnostic.Message):
                _messages.Add(diagnostic);
                break;
            case StepFailed failed:
                _messages.RemoveAll(known => known.Urn == failed.Step.Urn && known.Message == failed.Message);
                _messages.Add(new Diagnostic(Severity.Error, failed.Step.Urn, failed.Message));
                break;
            case UpdateFinished finished:
                _result = finished;
                break;
        }
    }

    private async Task DrawAsync()
    {
        // Emit holds the lock while the first frame is set up; nothing here may wait for it.
        await Task.Yield();
        await _console.Live(new Text("")).AutoClear(true).Overflow(VerticalOverflow.Crop).StartAsync(async context =>
        {
            var drawn = 0L;
            while (!_finished.Task.IsCompleted)
            {
                lock (_lock)
                {
                    // Without news only the seconds of what is running move on.
                    if (_dirty || (_tree.AnyRunning && Environment.TickCount64 - drawn >= 1000))
                    {
                        _dirty = false;
                        drawn = Environment.TickCount64;
                        context.UpdateTarget(TreeView.Draw(_tree, Math.Max(5, _console.Profile.Height - 2)));
                    }
                }
                await Task.WhenAny(_finished.Task, Task.Delay(Frame));
            }
        });
    }

    private void Finish()
    {
        var text = new StyledText(_color);
        try
        {
            _console.Write(TreeView.Draw(_tree, mostRows: null));
        }
        catch (IOException)
        {
            return;
        }
        if (_messages.Count > 0)
        {
            text.Line().Line(0, Tone.Heading, "Diagnostics:");
            foreach (var message in _messages)
                DiagnosticText.Write(text, _values, message);
        }
        if (_result is { } result)
            text.Append(_summary.Text(result));
        _output.Write(text.Take());
    }

    /// <summary>The terminal, or what a test has in its place.</summary>
    private sealed class TerminalOutput(DisplayOptions options) : IAnsiConsoleOutput
    {
        public TextWriter Writer => options.Output;
        public bool IsTerminal => true;
        public int Width => options.Width ?? Measure(() => Console.WindowWidth, 80);
        public int Height => options.Height ?? Measure(() => Console.WindowHeight, 24);

        public void SetEncoding(System.Text.Encoding encoding)
        {
            // The output has its encoding from whoever made it.
        }

        private static int Measure(Func<int> size, int otherwise)
        {
            try
            {
                return size() is > 0 and var measured ? measured : otherwise;
            }
            catch (IOException)
            {
                return otherwise;
            }
        }
    }
}
