using Embedded.Engine.Providers.Schema;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Grafana;

/// <summary>The texts in a resource's inputs that its schema calls secret, which no message may hold.</summary>
internal static class SecretTexts
{
    public static IEnumerable<string> Of(ResourceSchema schema, PropertyMap inputs) =>
        inputs.SelectMany(pair => Of(schema.Input(pair.Key), pair.Value));

    private static IEnumerable<string> Of(PropertySchema? schema, PropertyValue value) => (schema, value.Unwrapped) switch
    {
        (null, _) => [],
        ({ Secret: true }, var secret) => All(secret),
        (_, ListValue list) => list.Items.SelectMany(item => Of(schema.Element, item)),
        ({ Kind: PropertyKind.Object }, MapValue map) => map.Properties.SelectMany(pair => Of(schema.Property(pair.Key), pair.Value)),
        (_, MapValue map) => map.Properties.Values.SelectMany(item => Of(schema.Element, item)),
        _ => [],
    };

    /// <summary>Every text in it; of one that is JSON, those in that as well.</summary>
    private static IEnumerable<string> All(PropertyValue value) => value.Unwrapped switch
    {
        StringValue text when JsonText.ParseObject(text.Value) is { } json => All(json.ToProperty()).Append(text.Value),
        StringValue text => [text.Value],
        ListValue list => list.Items.SelectMany(All),
        MapValue map => map.Properties.Values.SelectMany(All),
        _ => [],
    };
}
