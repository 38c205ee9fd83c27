using Embedded.Engine.Planning;

namespace Embedded.Engine.Display;

internal enum RowStatus
{
    Running,
    Done,
    Failed,
}

/// <summary>A resource in the tree: what happens to it, for how long, and what was said about it last.</summary>
internal sealed class ResourceRow(string urn, string type, string? parent)
{
    public string Urn { get; } = urn;
    public string Type { get; } = type;
    public string? Parent { get; set; } = parent;
    public StepOperation Operation { get; set; }

    /// <summary>The step of a replacement that is under way, for the words beside the row.</summary>
    public StepOperation Current { get; set; }
    public RowStatus Status { get; set; }
    public bool Changes { get; set; }

    /// <summary>Whether a provider has work with it; a component has none.</summary>
    public bool Managed { get; set; }
    public long Since { get; set; }
    public TimeSpan Taken { get; set; }
    public string? Message { get; set; }
    public Tone MessageTone { get; set; }

    /// <summary>Whether the message is about what is under way, and means nothing after it.</summary>
    public bool Passing { get; set; }
}

/// <summary>What an update has done so far, resource by resource. Knows nothing of how it is drawn.</summary>
internal sealed class LiveTree(ValueText values, TimeProvider time)
{
    private readonly Dictionary<string, ResourceRow> _rows = new(StringComparer.Ordinal);
    private readonly List<ResourceRow> _order = [];
    private readonly HashSet<string> _unchanged = new(StringComparer.Ordinal);

    public string Heading { get; private set; } = "";
    public bool Preview { get; private set; }

    /// <summary>How many resources stay as they are.</summary>
    public int Unchanged => _unchanged.Count;

    public bool AnyRunning => _order.Exists(row => row is { Status: RowStatus.Running, Changes: true });

    public IReadOnlyList<ResourceRow> Rows => _order;

    public ResourceRow? Find(string urn) => _rows.GetValueOrDefault(urn);

    public void Apply(EngineEvent engineEvent)
    {
        switch (engineEvent)
        {
            case UpdateStarted started:
                Heading = OperationText.Heading(started);
                Preview = started.DryRun || started.Kind == UpdateKind.Preview;
                break;
            case StepStarted started:
                Begin(started.Step);
                break;
            case StepSucceeded succeeded:
                End(succeeded.Step, RowStatus.Done, succeeded.Duration);
                break;
            case StepFailed failed:
                var row = End(failed.Step, RowStatus.Failed, failed.Duration);
                Say(row, failed.Message, Tone.Error);
                row.Passing = false;
                break;
            case Diagnostic { Urn: { } urn, Severity: not Severity.Debug } diagnostic when _rows.TryGetValue(urn, out var about):
                Say(about, diagnostic.Message, diagnostic.Severity switch
                {
                    Severity.Error => Tone.Error,
                    Severity.Warning => Tone.Warning,
                    _ => Tone.Muted,
                });
                about.Passing = diagnostic.Ephemeral;
                break;
        }
    }

    private ResourceRow Begin(Step step)
    {
        if (!_rows.TryGetValue(step.Urn, out var row))
        {
            row = new ResourceRow(step.Urn, step.Type, step.Parent);
            _rows.Add(step.Urn, row);
            _order.Add(row);
        }
        row.Parent ??= step.Parent;
        row.Managed = (step.New ?? step.Old)!.Custom;
        row.Current = step.Operation;
        row.Operation = OperationText.IsReplacement(step.Operation) && step.Old is not { Delete: true }
            ? StepOperation.Replace
            : step.Operation;
        row.Changes |= OperationText.IsChange(step);
        row.Status = Preview ? RowStatus.Done : RowStatus.Running;
        row.Since = time.GetTimestamp();
        return row;
    }

    private ResourceRow End(Step step, RowStatus status, TimeSpan duration)
    {
        var row = _rows.TryGetValue(step.Urn, out var known) && known.Current == step.Operation ? known : Begin(step);
        row.Changes |= status == RowStatus.Failed || OperationText.IsChange(step);
        row.Status = status;
        row.Taken += duration;
        if (row.Passing)
            row.Message = null;
        if (step.Type != ResourceText.StackType && step.Operation is StepOperation.Same or StepOperation.Refresh && !OperationText.IsChange(step))
            _unchanged.Add(step.Urn);
        else
            _unchanged.Remove(step.Urn);
        return row;
    }

    private void Say(ResourceRow row, string message, Tone tone)
    {
        var text = values.Clean(message).AsSpan().Trim();
        var end = text.IndexOf('\n');
        row.Message = (end < 0 ? text : text[..end]).ToString();
        row.MessageTone = tone;
    }

    /// <summary>The words beside a resource.</summary>
    public string Status(ResourceRow row)
    {
        if (row.Status == RowStatus.Failed)
            return $"{OperationText.Running(row.Current)} failed ({OperationText.Duration(row.Taken)})";
        if (row.Status == RowStatus.Running)
            return $"{OperationText.Running(row.Current)} ({(int)time.GetElapsedTime(row.Since).TotalSeconds}s)";
        if (Preview)
            return OperationText.Planned(row.Operation);
        return row.Managed ? $"{OperationText.Done(row.Operation)} ({OperationText.Duration(row.Taken)})" : OperationText.Done(row.Operation);
    }
}
