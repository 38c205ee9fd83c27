using Embedded.Engine.Planning;

namespace Embedded.Engine.Display;

/// <summary>Plain lines, one for each thing that happens: for logs, pipes, and for reading a plan property by property.</summary>
internal sealed class LineDisplay : IEventSink
{
    private readonly DisplayOptions _options;
    private readonly OutputWriter _output;
    private readonly SecretMask _secrets;
    private readonly ValueText _values;
    private readonly StyledText _text;
    private readonly StepDiff _diff;
    private readonly UpdateSummary _summary;
    private readonly HashSet<(string Urn, StepOperation Operation)> _shown = [];
    private readonly HashSet<string> _replaced = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _failures = new(StringComparer.Ordinal);
    private bool _preview;
    private bool _headed;

    public LineDisplay(DisplayOptions options, OutputWriter output, SecretMask secrets)
    {
        _options = options;
        _output = output;
        _secrets = secrets;
        _values = new ValueText(secrets);
        _text = new StyledText(options.Color);
        _diff = new StepDiff(_values, _text);
        _summary = new UpdateSummary(_values, options.Color);
    }

    public void Emit(EngineEvent engineEvent)
    {
        _secrets.Learn(engineEvent);
        _summary.Observe(engineEvent);
        switch (engineEvent)
        {
            case UpdateStarted started:
                _preview = started.DryRun || started.Kind == UpdateKind.Preview;
                _text.Line(0, Tone.Heading, $"{OperationText.Heading(started)}:");
                _headed = true;
                break;
            case StepStarted started:
                Started(started.Step);
                break;
            case StepSucceeded succeeded:
                Succeeded(succeeded);
                break;
            case StepFailed failed:
                Failed(failed);
                break;
            case Diagnostic diagnostic:
                Write(diagnostic);
                break;
            case UpdateFinished finished:
                _text.Append(_summary.Text(finished));
                break;
        }
        Flush(engineEvent);
    }

    /// <summary>An empty line stands between the heading and what follows it; the summary brings its own.</summary>
    private void Flush(EngineEvent engineEvent)
    {
        var text = _text.Take();
        if (text.Length > 0 && _headed && engineEvent is not UpdateStarted)
        {
            _headed = false;
            if (engineEvent is not UpdateFinished)
                text = "\n" + text;
        }
        _output.Write(text);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Started(Step step)
    {
        // What a refresh finds is known when it is done.
        if (!OperationText.IsChange(step) || step.Operation == StepOperation.Refresh || !_shown.Add((step.Urn, step.Operation)))
            return;
        if (_preview)
        {
            if (step.Operation is StepOperation.DeleteReplaced && step.Old is { Delete: true } && !_replaced.Contains(step.Urn))
                Line(step, OperationText.Planned(step.Operation));
            else if (OperationText.IsReplacement(step.Operation))
                Replacement(step);
            else
                Planned(step, step.Operation, OperationText.Planned(step.Operation));
            return;
        }
        // The step that only ties two others together has no work of its own.
        if (step.Operation == StepOperation.Replace)
            return;
        // A component is there at once: that it is done says it all.
        if (IsManaged(step))
            Line(step, OperationText.Running(step.Operation));
        if (_options.Diff && step.Operation != StepOperation.DeleteReplaced)
            _diff.Write(step, indent: 4);
    }

    /// <summary>The steps of a replacement are one change in a plan: shown with the first of them that knows both sides.</summary>
    private void Replacement(Step step)
    {
        if (step is { New: not null, Old: not null } && _replaced.Add(step.Urn))
        {
            // Which element of a list it was tells the difference below better than a number.
            var properties = step.ReplaceReasons.Select(path => _values.Clean(path.Split('[')[0])).Distinct(StringComparer.Ordinal);
            var reasons = step.ReplaceReasons.IsEmpty ? "" : $" because of {string.Join(", ", properties)}";
            Planned(step, StepOperation.Replace, $"{OperationText.Planned(StepOperation.Replace)}{reasons}");
        }
    }

    private void Planned(Step step, StepOperation operation, string words)
    {
        Line(step, words, operation);
        if (_options.Diff)
            _diff.Write(step, indent: 4);
    }

    private void Succeeded(StepSucceeded succeeded)
    {
        var step = succeeded.Step;
        if (_preview)
        {
            if (step.Operation == StepOperation.Refresh)
                Refreshed(step, "");
            else
                Started(step);
            return;
        }
        if (!OperationText.IsChange(step) || step.Operation == StepOperation.Replace)
            return;
        var duration = IsManaged(step) ? $" ({OperationText.Duration(succeeded.Duration)})" : "";
        if (step.Operation == StepOperation.Refresh)
            Refreshed(step, duration);
        else
            Line(step, $"{OperationText.Done(step.Operation)}{duration}");
    }

    private void Refreshed(Step step, string duration)
    {
        if (!OperationText.IsChange(step))
            return;
        if (step.New is null)
        {
            Line(step, $"is gone{duration}", StepOperation.Delete);
            return;
        }
        Line(step, $"differs from the state{duration}");
        if (_options.Diff)
            _diff.Write(step, indent: 4);
    }

    private void Failed(StepFailed failed)
    {
        var message = _values.Clean(failed.Message);
        _failures[failed.Step.Urn] = failed.Message;
        _text.Line(0, Tone.Error,
            $"{OperationText.Symbol(failed.Step.Operation)} {ResourceText.Of(failed.Step)} {OperationText.Running(failed.Step.Operation)} failed ({OperationText.Duration(failed.Duration)})");
        _text.Block(4, Tone.Error, message);
    }

    private void Write(Diagnostic diagnostic)
    {
        if (diagnostic.Ephemeral || diagnostic.Severity == Severity.Debug)
            return;
        if (diagnostic.Urn is { } urn && _failures.TryGetValue(urn, out var said) && said == diagnostic.Message)
            return;
        DiagnosticText.Write(_text, _values, diagnostic);
    }

    private static bool IsManaged(Step step) => (step.New ?? step.Old)!.Custom;

    private void Line(Step step, string words, StepOperation? shownAs = null)
    {
        var operation = shownAs ?? step.Operation;
        _text.Line(0, OperationText.ToneOf(operation), $"{OperationText.Symbol(operation)} {ResourceText.Of(step)} {words}");
    }
}
