using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Schema;

/// <summary>Reads checked inputs: what is absent, or not known yet, comes as null or empty.</summary>
internal static class InputReading
{
    public static string? Text(this PropertyMap map, string name) => (map.Get(name)?.Unwrapped as StringValue)?.Value;

    public static double? Number(this PropertyMap map, string name) => (map.Get(name)?.Unwrapped as NumberValue)?.Value;

    public static bool? Flag(this PropertyMap map, string name) => (map.Get(name)?.Unwrapped as BoolValue)?.Value;

    public static PropertyMap? Object(this PropertyMap map, string name) => (map.Get(name)?.Unwrapped as MapValue)?.Properties;

    public static IReadOnlyList<string> Texts(this PropertyMap map, string name) =>
        map.Get(name)?.Unwrapped is ListValue list
            ? [.. list.Items.Select(item => item.Unwrapped).OfType<StringValue>().Select(item => item.Value)]
            : [];

    /// <summary>The same values, and this one where none of that name is there.</summary>
    public static PropertyMap Fallback(this PropertyMap map, string name, PropertyValue value) =>
        map.Get(name) is { } given && given.Unwrapped is not NullValue ? map : map.Set(name, value);
}
