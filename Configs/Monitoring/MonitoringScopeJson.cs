using System.Text.Json;
using System.Text.Json.Serialization;

namespace Infra.Configs.Monitoring;

/// <summary>
/// The scope as JSON: it lies beside Prometheus' configuration, where the tools find what the deployed stack has, without an engine
/// or its state.
/// </summary>
internal static class MonitoringScopeJson
{
    /// <summary>The file's name.</summary>
    public const string File = "monitoring.json";

    public static string Render(MonitoringScope scope) => JsonSerializer.Serialize(scope, MonitoringScopeContext.Default.MonitoringScope) + "\n";

    /// <exception cref="FormatException">The text is no scope.</exception>
    public static MonitoringScope Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, MonitoringScopeContext.Default.MonitoringScope) ?? throw new FormatException($"{File} is empty.");
        }
        catch (JsonException wrong)
        {
            throw new FormatException($"{File} was written by another version of this project: {wrong.Message} Run ./infra up.", wrong);
        }
    }
}

// Generated: looking types up at run time would take longer than everything else that is rendered.
[JsonSourceGenerationOptions(
    WriteIndented = true, IgnoreReadOnlyProperties = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(DurationConverter), typeof(NameSetConverter)])]
[JsonSerializable(typeof(MonitoringScope))]
internal sealed partial class MonitoringScopeContext : JsonSerializerContext;

/// <summary>A duration as its text.</summary>
internal sealed class DurationConverter : JsonConverter<Duration>
{
    public override Duration Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Duration.TryParse(reader.GetString() ?? "") ?? throw new JsonException($"'{reader.GetString()}' is no duration.");

    public override void Write(Utf8JsonWriter writer, Duration value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

/// <summary>A set of names as a list, in order: the same stack has the same text.</summary>
internal sealed class NameSetConverter : JsonConverter<IReadOnlySet<string>>
{
    public override IReadOnlySet<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var names = new HashSet<string>();
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
            names.Add(reader.GetString()!);
        return names;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlySet<string> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var name in value.Order(StringComparer.Ordinal))
            writer.WriteStringValue(name);
        writer.WriteEndArray();
    }
}
