using System.Text;
using System.Text.Json;
using Embedded.Engine.Planning;
using Embedded.Engine.Values;

namespace Embedded.Engine.Display;

/// <summary>
/// A preview as one JSON object of the shape of Pulumi's preview digest: <c>config</c>, <c>steps</c>, <c>diagnostics</c>,
/// <c>duration</c> in nanoseconds, <c>changeSummary</c>. Written at the end, so that what comes out is always whole.
/// </summary>
internal sealed class PreviewDigestDisplay(DisplayOptions options, OutputWriter output, SecretMask secrets) : IEventSink
{
    private readonly JsonText _text = new(secrets);
    private readonly List<Step> _steps = [];
    private readonly Dictionary<(string Urn, StepOperation Operation), int> _index = [];
    private readonly List<Diagnostic> _diagnostics = [];

    public void Emit(EngineEvent engineEvent)
    {
        secrets.Learn(engineEvent);
        switch (engineEvent)
        {
            case StepStarted started:
                Add(started.Step);
                break;
            case StepSucceeded succeeded:
                Add(succeeded.Step);
                break;
            case StepFailed failed:
                _diagnostics.Add(new Diagnostic(Severity.Error, failed.Step.Urn, failed.Message));
                break;
            case Diagnostic { Ephemeral: false, Severity: not Severity.Debug } diagnostic:
                _diagnostics.Add(diagnostic);
                break;
            case UpdateFinished finished:
                output.Write(Render(finished));
                break;
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The step as it was last told of: the second time its outputs are filled in.</summary>
    private void Add(Step step)
    {
        if (_index.TryAdd((step.Urn, step.Operation), _steps.Count))
            _steps.Add(step);
        else
            _steps[_index[(step.Urn, step.Operation)]] = step;
    }

    private string Render(UpdateFinished finished)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonText.Document))
        {
            json.WriteStartObject();
            _text.Config(json, options);
            json.WriteStartArray("steps");
            foreach (var step in _steps)
                Write(json, step);
            json.WriteEndArray();
            json.WriteStartArray("diagnostics");
            foreach (var diagnostic in _diagnostics.Distinct())
            {
                json.WriteStartObject();
                json.WriteText("urn", diagnostic.Urn);
                json.WriteString("message", _text.Clean(diagnostic.Message));
                json.WriteString("severity", JsonText.SeverityName(diagnostic.Severity));
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteNumber("duration", (long)finished.Duration.TotalNanoseconds);
            JsonText.Changes(json, "changeSummary", finished);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length) + "\n";
    }

    private void Write(Utf8JsonWriter json, Step step)
    {
        json.WriteStartObject();
        json.WriteString("op", OperationText.Name(step.Operation));
        json.WriteString("urn", step.Urn);
        json.WriteText("provider", (step.New ?? step.Old)?.Provider);
        if (step.Old is { } old)
            _text.State(json, "oldState", old);
        if (step.New is { } @new)
            _text.State(json, "newState", @new);
        json.WriteTexts("diffReasons", JsonText.ChangedProperties(step));
        json.WriteTexts("replaceReasons", step.ReplaceReasons);
        JsonText.DetailedDiff(json, step, "kind");
        json.WriteEndObject();
    }
}
