using System.Text.Json.Nodes;
using Embedded.Engine.Providers.Schema;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Grafana.Alerting;

/// <summary>Moves properties into the fields of alerting's bodies and back, under the names that each side has for them.</summary>
internal static class AlertingFields
{
    public static IReadOnlyList<PropertyMap> Objects(this PropertyMap map, string name) => map.Get(name)?.Unwrapped is ListValue list
        ? [.. list.Items.Select(item => item.Unwrapped).OfType<MapValue>().Select(item => item.Properties)]
        : [];

    public static PropertyValue List(this IEnumerable<PropertyMap> items) => PropertyValue.Of(items.Select(PropertyValue.Of));

    /// <summary>The list with each object in it changed.</summary>
    public static PropertyMap Each(this PropertyMap map, string name, Func<PropertyMap, PropertyMap> change) => map.Get(name)?.Unwrapped is ListValue list
        ? map.Set(name, PropertyValue.Of(list.Items.Select(item => item.Unwrapped is MapValue value ? PropertyValue.Of(change(value.Properties)) : item)))
        : map;

    /// <summary>What is there and not empty, under the fields' names.</summary>
    public static JsonObject Given(this PropertyMap map, IEnumerable<(string Property, string Field)> names)
    {
        var body = new JsonObject();
        foreach (var (property, field) in names)
            if (map.Get(property)?.Unwrapped is { } value and not (NullValue or StringValue { Value: "" } or ListValue { Items.IsEmpty: true } or MapValue { Properties.Count: 0 }))
                body[field] = value.ToJson();
        return body;
    }

    /// <summary>What is there and not empty, under the properties' names.</summary>
    public static PropertyMap Shown(this JsonObject found, IEnumerable<(string Property, string Field)> names)
    {
        var shown = PropertyMap.Empty;
        foreach (var (property, field) in names)
            if (found[field].ToProperty() is var value and not (NullValue or StringValue { Value: "" } or ListValue { Items.IsEmpty: true } or MapValue { Properties.Count: 0 }))
                shown = shown.Set(property, value);
        return shown;
    }

    public static PropertyMap NormalizedDurations(this PropertyMap map, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (map.Text(name) is { } text)
                map = Durations.Normalized(text) is var normal and not "0s" ? map.Set(name, PropertyValue.Of(normal)) : map.Remove(name);
        return map;
    }
}
