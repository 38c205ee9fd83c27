using System.Globalization;
using Embedded.Engine.Providers.Schema;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Docker;

/// <summary>Reads inputs the way Terraform does: what is empty counts as not given.</summary>
internal static class InputReading
{
    public static string? Text(this PropertyMap map, string name) => map.Get(name)?.Unwrapped switch
    {
        StringValue { Value.Length: > 0 } text => text.Value,
        NumberValue number => number.Value.ToString(CultureInfo.InvariantCulture),
        BoolValue flag => flag.Value ? "true" : "false",
        _ => null,
    };

    public static bool Flag(this PropertyMap map, string name, bool otherwise = false) => map.Get(name)?.Unwrapped switch
    {
        BoolValue flag => flag.Value,
        StringValue { Value: "true" } => true,
        StringValue { Value: "false" } => false,
        _ => otherwise,
    };

    public static long? Whole(this PropertyMap map, string name) => map.Get(name)?.Unwrapped switch
    {
        NumberValue number => (long)number.Value,
        StringValue text when long.TryParse(text.Value, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    /// <summary>Like <see cref="Whole"/>, zero counting as not given.</summary>
    public static long? Amount(this PropertyMap map, string name) => map.Whole(name) is { } value and not 0 ? value : null;

    public static List<string>? Texts(this PropertyMap map, string name) => map.Get(name)?.Unwrapped is ListValue { Items.Length: > 0 } list
        ? [.. list.Items.Select(item => item.Unwrapped).OfType<StringValue>().Select(item => item.Value)]
        : null;

    public static IReadOnlyList<PropertyMap> Objects(this PropertyMap map, string name) => map.Get(name)?.Unwrapped is ListValue list
        ? [.. list.Items.Select(item => item.Unwrapped).OfType<MapValue>().Select(item => item.Properties)]
        : [];

    public static PropertyMap? Object(this PropertyMap map, string name) => (map.Get(name)?.Unwrapped as MapValue)?.Properties;

    public static Dictionary<string, string>? Pairs(this PropertyMap map, string name) => map.Object(name) is { Count: > 0 } pairs
        ? pairs.Where(pair => !pair.Key.StartsWith(SchemaCheck.ReservedPrefix, StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key, pair => pairs.Text(pair.Key) ?? "", StringComparer.Ordinal)
        : null;

    /// <summary>A list of <c>{label, value}</c> as the map that Docker takes.</summary>
    public static Dictionary<string, string>? Labels(this PropertyMap map, string name = "labels")
    {
        var labels = map.Objects(name);
        if (labels.Count == 0)
            return null;
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var label in labels)
            if (label.Text("label") is { } key)
                result[key] = label.Text("value") ?? "";
        return result;
    }
}
