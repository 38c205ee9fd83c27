using System.Text;
using System.Text.Json;
using Embedded.Engine.Planning;
using Embedded.Engine.State;
using Embedded.Engine.Values;

namespace Embedded.Engine.Display;

/// <summary>
/// An update as a stream of JSON objects, one per line while it happens, in the shape of Pulumi's engine events:
/// <c>sequence</c>, <c>timestamp</c> and one of <c>preludeEvent</c>, <c>resourcePreEvent</c>, <c>resOutputsEvent</c>,
/// <c>resOpFailedEvent</c>, <c>diagnosticEvent</c>, <c>summaryEvent</c>.
/// </summary>
internal sealed class JsonEventDisplay(DisplayOptions options, OutputWriter output, SecretMask secrets) : IEventSink
{
    private readonly JsonText _text = new(secrets);
    private readonly MemoryStream _buffer = new();
    private int _sequence;
    private bool _planning;

    public void Emit(EngineEvent engineEvent)
    {
        secrets.Learn(engineEvent);
        switch (engineEvent)
        {
            case UpdateStarted started:
                _planning = started.DryRun || started.Kind == UpdateKind.Preview;
                Line("preludeEvent", json => _text.Config(json, options));
                break;
            case StepStarted started:
                Line("resourcePreEvent", json => Metadata(json, started.Step));
                break;
            case StepSucceeded succeeded:
                Line("resOutputsEvent", json => Metadata(json, succeeded.Step));
                break;
            case StepFailed failed:
                Line("diagnosticEvent", json => Write(json, new Diagnostic(Severity.Error, failed.Step.Urn, failed.Message)));
                Line("resOpFailedEvent", json =>
                {
                    Metadata(json, failed.Step);
                    json.WriteNumber("status", 0);
                    json.WriteNumber("steps", 0);
                });
                break;
            case Diagnostic diagnostic:
                Line("diagnosticEvent", json => Write(json, diagnostic));
                break;
            case UpdateFinished finished:
                Line("summaryEvent", json => Write(json, finished));
                break;
        }
    }

    public ValueTask DisposeAsync()
    {
        _buffer.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Line(string name, Action<Utf8JsonWriter> write)
    {
        _buffer.SetLength(0);
        using (var json = new Utf8JsonWriter(_buffer, JsonText.Lines))
        {
            json.WriteStartObject();
            json.WriteNumber("sequence", ++_sequence);
            json.WriteNumber("timestamp", options.Time.GetUtcNow().ToUnixTimeSeconds());
            json.WriteStartObject(name);
            write(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        output.Write(Encoding.UTF8.GetString(_buffer.GetBuffer(), 0, (int)_buffer.Length) + "\n");
    }

    private void Metadata(Utf8JsonWriter json, Step step)
    {
        json.WriteStartObject("metadata");
        json.WriteString("op", OperationText.Name(step.Operation));
        json.WriteString("urn", step.Urn);
        json.WriteString("type", step.Type);
        State(json, "old", step.Old);
        State(json, "new", step.New);
        json.WriteTexts("keys", step.ReplaceReasons);
        json.WriteTexts("diffs", JsonText.ChangedProperties(step));
        JsonText.DetailedDiff(json, step, "diffKind");
        json.WriteString("provider", (step.New ?? step.Old)?.Provider ?? "");
        json.WriteEndObject();
        json.WriteFlag("planning", _planning);
    }

    private void State(Utf8JsonWriter json, string name, ResourceState? state)
    {
        if (state is null)
        {
            json.WriteNull(name);
            return;
        }
        json.WriteStartObject(name);
        json.WriteString("type", state.Type);
        json.WriteString("urn", state.Urn);
        json.WriteFlag("custom", state.Custom);
        json.WriteFlag("delete", state.Delete);
        json.WriteString("id", state.Id ?? "");
        json.WriteString("parent", state.Parent ?? "");
        json.WriteFlag("protect", state.Protect);
        json.WriteFlag("external", state.External);
        json.WriteFlag("retainOnDelete", state.RetainOnDelete);
        _text.Properties(json, "inputs", state.Inputs);
        _text.Properties(json, "outputs", SecretMask.Outputs(state));
        json.WriteString("provider", state.Provider ?? "");
        json.WriteTexts("initErrors", [.. state.InitErrors.Select(_text.Clean)]);
        json.WriteEndObject();
    }

    private void Write(Utf8JsonWriter json, Diagnostic diagnostic)
    {
        json.WriteText("urn", diagnostic.Urn);
        json.WriteString("message", _text.Clean(diagnostic.Message));
        json.WriteString("color", "never");
        json.WriteString("severity", JsonText.SeverityName(diagnostic.Severity));
        json.WriteFlag("ephemeral", diagnostic.Ephemeral);
    }

    private void Write(Utf8JsonWriter json, UpdateFinished finished)
    {
        json.WriteBoolean("maybeCorrupt", false);
        json.WriteNumber("durationSeconds", (int)Math.Ceiling(finished.Duration.TotalSeconds));
        JsonText.Changes(json, "resourceChanges", finished);
        json.WriteBoolean("isPreview", _planning);
        json.WriteString("result", finished.Succeeded ? "succeeded" : "failed");
    }
}
