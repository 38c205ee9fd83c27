using Embedded.Engine.Planning;

namespace Embedded.Engine.Display;

/// <summary>What stands below everything else: outputs, how many resources changed and how, the time it took.</summary>
internal sealed class UpdateSummary(ValueText values, bool color)
{
    private const int Indent = 4;

    private bool _preview;
    private UpdateKind _kind;
    private StackOutputs? _outputs;
    private int _failed;

    public void Observe(EngineEvent engineEvent)
    {
        switch (engineEvent)
        {
            case UpdateStarted started:
                _kind = started.Kind;
                _preview = started.DryRun || started.Kind == UpdateKind.Preview;
                break;
            case StackOutputs outputs:
                _outputs = outputs;
                break;
            case StepFailed:
                _failed++;
                break;
        }
    }

    public string Text(UpdateFinished finished)
    {
        var output = new StyledText(color);
        WriteOutputs(output);
        output.Line().Line(0, Tone.Heading, "Resources:");
        var kinds = 0;
        var changes = 0;
        foreach (var operation in OperationText.SummaryOrder)
        {
            var count = Count(finished, operation);
            if (count == 0)
                continue;
            kinds++;
            changes += count;
            var words = _preview ? $"to {OperationText.Planned(operation)}" : OperationText.Done(operation);
            output.Line(Indent, OperationText.ToneOf(operation), $"{OperationText.Symbol(operation).TrimEnd()} {count} {words}");
        }
        if (kinds > 1)
            output.Line(Indent, Tone.Plain, $"{changes} changes");
        var same = finished.Changes.GetValueOrDefault(StepOperation.Same);
        if (same > 0)
            output.Line(Indent, Tone.Muted, $"= {same} unchanged");
        if (_failed > 0)
            output.Line(Indent, Tone.Error, $"{_failed} failed");
        else if (kinds == 0 && same == 0)
            output.Line(Indent, Tone.Muted, "no changes");
        output.Line().Line(0, Tone.Plain, $"Duration: {OperationText.Duration(finished.Duration)}");
        if (!finished.Succeeded)
        {
            output.Line().Line(0, Tone.Error, _preview ? "The preview failed."
                : changes == 0 && _failed == 0 ? $"The {Noun} failed; nothing was changed."
                : $"The {Noun} failed; what was done before stays done.");
        }
        return output.Take();
    }

    private string Noun => _kind switch
    {
        UpdateKind.Destroy => "destroy",
        UpdateKind.Refresh => "refresh",
        _ => "update",
    };

    /// <summary>A replacement is counted once, however many steps it takes.</summary>
    private static int Count(UpdateFinished finished, StepOperation operation) =>
        operation == StepOperation.Replace
            ? Math.Max(finished.Changes.GetValueOrDefault(StepOperation.Replace), finished.Changes.GetValueOrDefault(StepOperation.CreateReplacement))
            : finished.Changes.GetValueOrDefault(operation);

    private void WriteOutputs(StyledText output)
    {
        if (_outputs is not { } outputs)
            return;
        // As in Pulumi: a plan tells what would change, an update all that one can use now.
        var lines = new StyledText(color);
        new StepDiff(values, lines).WriteOutputs(Indent, outputs.Old, outputs.New, withUnchanged: !_preview);
        var text = lines.Take();
        if (text.Length > 0)
            output.Line().Line(0, Tone.Heading, "Outputs:").Append(text);
    }
}
