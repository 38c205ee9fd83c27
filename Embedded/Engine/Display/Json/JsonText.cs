using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Embedded.Engine.Planning;
using Embedded.Engine.Providers;
using Embedded.Engine.State;
using Embedded.Engine.Values;

namespace Embedded.Engine.Display;

/// <summary>Steps and values in the names and forms of Pulumi's own JSON, every secret as <c>[secret]</c>.</summary>
internal sealed class JsonText(SecretMask secrets)
{
    private const string UnknownSentinel = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    private const string Signature = "4dabf18193072939515e22adb298388d";
    private const string ReferenceSignature = "5cf8f73096256a8f31e491e813e4eb8e";

    public static readonly JsonWriterOptions Lines = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    public static readonly JsonWriterOptions Document = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true, IndentSize = 4 };

    public string Clean(string text) => secrets.Apply(text);

    public void Config(Utf8JsonWriter json, DisplayOptions options)
    {
        json.WriteStartObject("config");
        foreach (var (key, value) in options.Config)
            json.WriteString(key, options.SecretConfigKeys.Contains(key) ? SecretMask.Replacement : Clean(value));
        json.WriteEndObject();
    }

    public void Properties(Utf8JsonWriter json, string name, PropertyMap properties)
    {
        json.WritePropertyName(name);
        Value(json, PropertyValue.Of(properties));
    }

    /// <summary>Each changed path with the kind of its change, under the name that the form has for that kind.</summary>
    public static void DetailedDiff(Utf8JsonWriter json, Step step, string kindName)
    {
        if (step.Diff.IsEmpty)
        {
            json.WriteNull("detailedDiff");
            return;
        }
        json.WriteStartObject("detailedDiff");
        foreach (var (path, kind) in step.Diff)
        {
            json.WriteStartObject(path);
            json.WriteString(kindName, Kind(kind));
            json.WriteBoolean("inputDiff", true);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    /// <summary>The resource as the checkpoint has it.</summary>
    public void State(Utf8JsonWriter json, string name, ResourceState state)
    {
        json.WriteStartObject(name);
        json.WriteString("urn", state.Urn);
        json.WriteBoolean("custom", state.Custom);
        json.WriteFlag("delete", state.Delete);
        json.WriteText("id", state.Id);
        json.WriteString("type", state.Type);
        if (state.Inputs.Count > 0)
            Properties(json, "inputs", state.Inputs);
        if (state.Outputs.Count > 0)
            Properties(json, "outputs", SecretMask.Outputs(state));
        json.WriteText("parent", state.Parent);
        json.WriteFlag("protect", state.Protect);
        json.WriteFlag("external", state.External);
        json.WriteTexts("dependencies", state.Dependencies);
        json.WriteTexts("initErrors", [.. state.InitErrors.Select(Clean)]);
        json.WriteText("provider", state.Provider);
        json.WriteFlag("pendingReplacement", state.PendingReplacement);
        json.WriteTexts("additionalSecretOutputs", state.AdditionalSecretOutputs);
        json.WriteFlag("retainOnDelete", state.RetainOnDelete);
        json.WriteTexts("ignoreChanges", state.IgnoreChanges);
        json.WriteTexts("replaceOnChanges", state.ReplaceOnChanges);
        json.WriteEndObject();
    }

    /// <summary>The counts per operation, in Pulumi's words.</summary>
    public static void Changes(Utf8JsonWriter json, string name, UpdateFinished finished)
    {
        json.WriteStartObject(name);
        var replaced = finished.Changes.ContainsKey(StepOperation.Replace);
        foreach (var (operation, count) in finished.Changes)
        {
            // As in Pulumi, a replacement is one change, not the steps that it takes.
            if (count > 0 && !(replaced && operation is (StepOperation.CreateReplacement or StepOperation.DeleteReplaced)))
                json.WriteNumber(OperationText.Name(operation), count);
        }
        json.WriteEndObject();
    }

    public static string SeverityName(Severity severity) => severity switch
    {
        Severity.Debug => "debug",
        Severity.Warning => "warning",
        Severity.Error => "error",
        _ => "info",
    };

    public static ImmutableArray<string> ChangedProperties(Step step) =>
        [.. step.Diff.Keys.Select(PropertyPath.Root).Distinct(StringComparer.Ordinal)];

    private void Value(Utf8JsonWriter json, PropertyValue value)
    {
        switch (value)
        {
            case SecretValue:
                json.WriteStringValue(SecretMask.Replacement);
                break;
            case UnknownValue:
                json.WriteStringValue(UnknownSentinel);
                break;
            case BoolValue flag:
                json.WriteBooleanValue(flag.Value);
                break;
            case NumberValue number:
                json.WriteRawValue(number.Value.ToString("R", CultureInfo.InvariantCulture));
                break;
            case StringValue text:
                json.WriteStringValue(Clean(text.Value));
                break;
            case ListValue list:
                json.WriteStartArray();
                foreach (var item in list.Items)
                    Value(json, item);
                json.WriteEndArray();
                break;
            case MapValue map:
                json.WriteStartObject();
                foreach (var (name, item) in map.Properties)
                {
                    json.WritePropertyName(Clean(name));
                    Value(json, item);
                }
                json.WriteEndObject();
                break;
            case ResourceReferenceValue reference:
                json.WriteStartObject();
                json.WriteString(Signature, ReferenceSignature);
                json.WriteString("urn", reference.Urn);
                if (reference.Id is { } id)
                {
                    json.WritePropertyName("id");
                    Value(json, id);
                }
                json.WriteEndObject();
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }

    private static string Kind(DiffKind kind) => kind switch
    {
        DiffKind.Add => "add",
        DiffKind.AddReplace => "add-replace",
        DiffKind.Delete => "delete",
        DiffKind.DeleteReplace => "delete-replace",
        DiffKind.UpdateReplace => "update-replace",
        _ => "update",
    };
}
