using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Embedded.Engine.Values;

namespace Embedded.Engine.State;

/// <summary>A resource as the checkpoint writes it: fields in the CLI's order, those of no content left out.</summary>
internal static class ResourceJson
{
    /// <param name="at">Told the place of the property map that is written next.</param>
    public static void Write(Utf8JsonWriter writer, ResourceState resource, ISecretWriter secrets, Action<string> at)
    {
        writer.WriteStartObject();
        writer.WriteString("urn", resource.Urn);
        writer.WriteBoolean("custom", resource.Custom);
        writer.WriteFlag("delete", resource.Delete);
        writer.WriteText("id", resource.Id);
        writer.WriteString("type", resource.Type);
        Properties(writer, "inputs", resource.Inputs, resource, secrets, at);
        Properties(writer, "outputs", resource.Outputs, resource, secrets, at);
        writer.WriteText("parent", resource.Parent);
        writer.WriteFlag("protect", resource.Protect);
        writer.WriteFlag("external", resource.External);
        writer.WriteTexts("dependencies", resource.Dependencies);
        writer.WriteTexts("initErrors", resource.InitErrors);
        writer.WriteText("provider", resource.Provider);
        PropertyDependencies(writer, resource.PropertyDependencies);
        writer.WriteFlag("pendingReplacement", resource.PendingReplacement);
        writer.WriteTexts("additionalSecretOutputs", resource.AdditionalSecretOutputs);
        writer.WriteTexts("aliases", resource.Aliases);
        Timeouts(writer, resource.CustomTimeouts);
        writer.WriteText("importID", resource.ImportId);
        writer.WriteFlag("retainOnDelete", resource.RetainOnDelete);
        writer.WriteText("deletedWith", resource.DeletedWith);
        writer.WriteTexts("replaceWith", resource.ReplaceWith);
        Time(writer, "created", resource.Created);
        Time(writer, "modified", resource.Modified);
        writer.WriteTexts("ignoreChanges", resource.IgnoreChanges);
        Paths(writer, "hideDiff", resource.HideDiff);
        writer.WriteTexts("replaceOnChanges", resource.ReplaceOnChanges);
        if (resource.ReplacementTrigger is not null)
        {
            at($"{resource.Urn} trigger");
            writer.WritePropertyName("replacementTrigger");
            PropertyJson.Write(writer, resource.ReplacementTrigger, secrets);
        }
        Others(writer, resource.OtherFields);
        writer.WriteEndObject();
    }

    public static ResourceState Read(JsonElement element, ISecretReader secrets, Action<string> at)
    {
        if (element.ValueKind is not JsonValueKind.Object)
            throw new CheckpointFormatException($"has {PropertyJson.Describe(element)} among its resources; expected objects");
        var resource = new ResourceState { Urn = Required(element, "urn"), Type = Required(element, "type") };
        if (!resource.Urn.StartsWith("urn:pulumi:", StringComparison.Ordinal))
            throw new CheckpointFormatException($"has a resource with the URN '{resource.Urn}'; expected 'urn:pulumi:…'");
        List<JsonProperty>? others = null;
        foreach (var field in element.EnumerateObject())
        {
            var value = field.Value;
            switch (field.Name)
            {
                case "urn" or "type": break;
                case "custom": resource = resource with { Custom = value.GetBoolean() }; break;
                case "delete": resource = resource with { Delete = value.GetBoolean() }; break;
                case "id": resource = resource with { Id = value.GetString() }; break;
                case "inputs":
                    at($"{resource.Urn} inputs");
                    resource = resource with { Inputs = PropertyJson.ReadMap(value, secrets, resource.Urn + " inputs") };
                    break;
                case "outputs":
                    at($"{resource.Urn} outputs");
                    resource = resource with { Outputs = PropertyJson.ReadMap(value, secrets, resource.Urn + " outputs") };
                    break;
                case "parent": resource = resource with { Parent = value.GetString() }; break;
                case "protect": resource = resource with { Protect = value.GetBoolean() }; break;
                case "external": resource = resource with { External = value.GetBoolean() }; break;
                case "dependencies": resource = resource with { Dependencies = Strings(value) }; break;
                case "initErrors": resource = resource with { InitErrors = Strings(value) }; break;
                case "provider": resource = resource with { Provider = value.GetString() }; break;
                case "propertyDependencies":
                    resource = resource with
                    {
                        PropertyDependencies = value.EnumerateObject().ToImmutableSortedDictionary(
                            pair => pair.Name, pair => Strings(pair.Value), StringComparer.Ordinal),
                    };
                    break;
                case "pendingReplacement": resource = resource with { PendingReplacement = value.GetBoolean() }; break;
                case "additionalSecretOutputs": resource = resource with { AdditionalSecretOutputs = Strings(value) }; break;
                case "aliases": resource = resource with { Aliases = Strings(value) }; break;
                case "customTimeouts":
                    resource = resource with
                    {
                        CustomTimeouts = new CustomTimeouts(
                            Seconds(value, "create"), Seconds(value, "update"), Seconds(value, "delete")),
                    };
                    break;
                case "importID": resource = resource with { ImportId = value.GetString() }; break;
                case "retainOnDelete": resource = resource with { RetainOnDelete = value.GetBoolean() }; break;
                case "deletedWith": resource = resource with { DeletedWith = value.GetString() }; break;
                case "replaceWith": resource = resource with { ReplaceWith = Strings(value) }; break;
                case "created": resource = resource with { Created = ReadTime(value) }; break;
                case "modified": resource = resource with { Modified = ReadTime(value) }; break;
                case "ignoreChanges": resource = resource with { IgnoreChanges = Strings(value) }; break;
                case "hideDiff": resource = resource with { HideDiff = ReadPaths(value) }; break;
                case "replaceOnChanges": resource = resource with { ReplaceOnChanges = Strings(value) }; break;
                case "replacementTrigger":
                    at($"{resource.Urn} trigger");
                    resource = resource with { ReplacementTrigger = PropertyJson.Read(value, secrets) };
                    break;
                default: (others ??= []).Add(field); break;
            }
        }
        return others is null ? resource : resource with { OtherFields = ObjectOf(others) };
    }

    /// <summary>A JSON object of just those fields.</summary>
    public static string ObjectOf(IEnumerable<JsonProperty> fields) =>
        "{" + string.Join(',', fields.Select(field =>
            $"\"{JsonEncodedText.Encode(field.Name)}\":{field.Value.GetRawText()}")) + "}";

    /// <summary>Writes the fields of a JSON object into the object that is being written.</summary>
    public static void Others(Utf8JsonWriter writer, string? fields)
    {
        if (fields is null)
            return;
        using var document = JsonDocument.Parse(fields, PropertyJson.Reading);
        foreach (var field in document.RootElement.EnumerateObject())
        {
            writer.WritePropertyName(field.Name);
            field.Value.WriteTo(writer);
        }
    }

    private static string Required(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
        && value.GetString() is { Length: > 0 } text
            ? text
            : throw new CheckpointFormatException($"has a resource without '{name}'");

    private static void Time(Utf8JsonWriter writer, string name, DateTimeOffset? value)
    {
        if (value is { } time)
            writer.WriteString(name, Format(time));
    }

    private static void Properties(
        Utf8JsonWriter writer, string name, PropertyMap properties, ResourceState resource, ISecretWriter secrets,
        Action<string> at)
    {
        if (properties.Count == 0)
            return;
        at($"{resource.Urn} {name}");
        writer.WritePropertyName(name);
        PropertyJson.Write(writer, properties, secrets);
    }

    private static void PropertyDependencies(
        Utf8JsonWriter writer, ImmutableSortedDictionary<string, ImmutableArray<string>> dependencies)
    {
        if (dependencies.IsEmpty)
            return;
        writer.WriteStartObject("propertyDependencies");
        foreach (var (property, urns) in dependencies)
        {
            writer.WriteStartArray(property);
            foreach (var urn in urns.IsDefault ? [] : urns)
                writer.WriteStringValue(urn);
            writer.WriteEndArray();
        }
        writer.WriteEndObject();
    }

    private static void Timeouts(Utf8JsonWriter writer, CustomTimeouts? timeouts)
    {
        if (timeouts is null)
            return;
        writer.WriteStartObject("customTimeouts");
        Write("create", timeouts.Create);
        Write("update", timeouts.Update);
        Write("delete", timeouts.Delete);
        writer.WriteEndObject();

        void Write(string name, TimeSpan? time)
        {
            if (time is { } value)
                writer.WriteNumber(name, value.TotalSeconds);
        }
    }

    private static TimeSpan? Seconds(JsonElement timeouts, string name) =>
        timeouts.ValueKind is JsonValueKind.Object && timeouts.TryGetProperty(name, out var value)
            ? TimeSpan.FromSeconds(value.GetDouble())
            : null;

    /// <summary>The CLI writes a property path as the list of its steps; <see cref="ResourceState"/> has it as text.</summary>
    private static void Paths(Utf8JsonWriter writer, string name, ImmutableArray<string> paths)
    {
        if (paths.IsDefaultOrEmpty)
            return;
        writer.WriteStartArray(name);
        foreach (var path in paths)
        {
            writer.WriteStartArray();
            foreach (var step in PropertyPath.Parse(path).Steps)
            {
                if (step.Index is { } index)
                    writer.WriteNumberValue(index);
                else
                    writer.WriteStringValue(step.Name);
            }
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
    }

    private static ImmutableArray<string> ReadPaths(JsonElement value) => value.ValueKind is not JsonValueKind.Array
        ? []
        : [.. value.EnumerateArray().Select(path => path.ValueKind is JsonValueKind.String
            ? path.GetString()!
            : PropertyPath.Of(path.EnumerateArray().Select(step => step.ValueKind is JsonValueKind.Number
                ? new PropertyPathStep(null, step.GetInt32())
                : new PropertyPathStep(step.GetString(), null))).ToString())];

    private static ImmutableArray<string> Strings(JsonElement value) => value.ValueKind is JsonValueKind.Null
        ? []
        : [.. value.EnumerateArray().Select(item => item.GetString() ?? "")];

    public static DateTimeOffset? ReadTime(JsonElement value) =>
        DateTimeOffset.TryParse(
            value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;

    /// <summary>RFC 3339 with no more digits than needed.</summary>
    public static string Format(DateTimeOffset time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
