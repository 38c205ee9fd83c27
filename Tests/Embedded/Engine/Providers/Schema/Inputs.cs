using Embedded.Engine.Values;

namespace Infra.Tests.Embedded.Engine.Providers.Schema;

/// <summary>Writes inputs briefly: strings, numbers, flags, lists and maps as they are.</summary>
internal static class Inputs
{
    public static PropertyMap Map(params (string Name, object Value)[] values) =>
        PropertyMap.Of(values.Select(pair => KeyValuePair.Create(pair.Name, Value(pair.Value))));

    public static PropertyValue List(params object[] items) => PropertyValue.Of(items.Select(Value));

    public static PropertyValue Value(object value) => value switch
    {
        PropertyValue known => known,
        PropertyMap map => PropertyValue.Of(map),
        bool flag => PropertyValue.Of(flag),
        int number => PropertyValue.Of(number),
        string text => PropertyValue.Of(text),
        _ => throw new ArgumentException($"No value of type {value.GetType()}.", nameof(value)),
    };
}
