using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Grafana;

/// <summary>JSON between Grafana, which takes and gives it, and properties, which hold it as values or as text.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const double LargestWhole = 1L << 53;

    /// <exception cref="JsonException">The text is no JSON.</exception>
    public static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (ArgumentException failure)
        {
            throw new JsonException("a name occurs twice in an object", failure);
        }
    }

    public static JsonObject? ParseObject(string? text)
    {
        try
        {
            return string.IsNullOrEmpty(text) ? null : Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// The text as Go writes it, which is how the official provider keeps it in the state: names sorted, no space, one
    /// spelling for each number, and the characters that HTML gives a meaning escaped.
    /// </summary>
    public static string Write(JsonNode? node) => (Sorted(node)?.ToJsonString(Compact) ?? "null")
        .Replace("<", "\\u003c", StringComparison.Ordinal)
        .Replace(">", "\\u003e", StringComparison.Ordinal)
        .Replace("&", "\\u0026", StringComparison.Ordinal);

    /// <summary>One spelling for all texts of the same content; what is no JSON stays as it is.</summary>
    public static string Normalized(string text)
    {
        try
        {
            return Write(Parse(text));
        }
        catch (JsonException)
        {
            return text;
        }
    }

    public static PropertyValue ToProperty(this JsonNode? node) => node switch
    {
        JsonObject map => PropertyValue.Of(PropertyMap.Of(map.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToProperty())))),
        JsonArray list => PropertyValue.Of(list.Select(item => item.ToProperty())),
        JsonValue value => value.GetValueKind() switch
        {
            JsonValueKind.True => PropertyValue.True,
            JsonValueKind.False => PropertyValue.False,
            JsonValueKind.Number => PropertyValue.Of(value.Deserialize<double>()),
            JsonValueKind.String => PropertyValue.Of(value.GetValue<string>()),
            _ => PropertyValue.Null,
        },
        _ => PropertyValue.Null,
    };

    public static JsonNode? ToJson(this PropertyValue? value) => value?.Unwrapped switch
    {
        StringValue text => JsonValue.Create(text.Value),
        NumberValue number => Number(number.Value),
        BoolValue flag => JsonValue.Create(flag.Value),
        ListValue list => new JsonArray([.. list.Items.Select(item => item.ToJson())]),
        MapValue map => map.Properties.ToJson(),
        _ => null,
    };

    public static JsonObject ToJson(this PropertyMap map) =>
        new(map.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToJson())));

    public static string? Text(this JsonNode? node, string name) =>
        (node as JsonObject)?[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    public static long? Whole(this JsonNode? node, string name) =>
        (node as JsonObject)?[name] is JsonValue value && value.GetValueKind() == JsonValueKind.Number ? (long)value.Deserialize<double>() : null;

    public static bool Flag(this JsonNode? node, string name) =>
        (node as JsonObject)?[name] is JsonValue value && value.GetValueKind() == JsonValueKind.True;

    /// <summary>The objects of a list; empty where there is none.</summary>
    public static IEnumerable<JsonObject> Objects(this JsonNode? node, string? name = null) =>
        ((name is null ? node : (node as JsonObject)?[name]) as JsonArray ?? []).OfType<JsonObject>();

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => KeyValuePair.Create(pair.Key, Sorted(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => Number(value.Deserialize<double>()),
        _ => node?.DeepClone(),
    };

    private static JsonValue Number(double number) => Math.Truncate(number) == number && Math.Abs(number) < LargestWhole
        ? JsonValue.Create((long)number)
        : JsonValue.Create(number);

    /// <summary>The number as text, for ids.</summary>
    public static string Id(this long number) => number.ToString(CultureInfo.InvariantCulture);
}
