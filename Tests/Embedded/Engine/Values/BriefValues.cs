using Embedded.Engine.Values;

namespace Infra.Tests.Embedded.Engine.Values;

/// <summary>Property values of C# values: strings, numbers, flags, lists and maps as they are.</summary>
internal static class BriefValues
{
    public static PropertyMap Map(params (string Name, object Value)[] properties) =>
        PropertyMap.Of(properties.Select(property => KeyValuePair.Create(property.Name, Value(property.Value))));

    public static PropertyValue List(params object[] items) => PropertyValue.Of(items.Select(Value));

    public static PropertyValue Value(object value) => value switch
    {
        PropertyValue property => property,
        PropertyMap map => PropertyValue.Of(map),
        string text => PropertyValue.Of(text),
        bool flag => PropertyValue.Of(flag),
        int number => PropertyValue.Of((double)number),
        long number => PropertyValue.Of((double)number),
        double number => PropertyValue.Of(number),
        System.Collections.IEnumerable items => PropertyValue.Of(items.Cast<object>().Select(Value)),
        _ => throw new ArgumentException($"No property value is made of a {value.GetType()}.", nameof(value)),
    };
}
