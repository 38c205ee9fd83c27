using Embedded.Engine.Protocol;
using Embedded.Engine.Values;
using Google.Protobuf.WellKnownTypes;

namespace Infra.Tests.Embedded.Engine.Protocol;

public class StructConverterTests
{
    private const string Unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

    [Fact]
    public void Plain_values_travel_both_ways()
    {
        var struct1 = Struct.Parser.ParseJson("""{"b":true,"n":1.5,"s":"x","l":["a",null],"m":{"k":"v"}}""");

        var properties = StructConverter.FromStruct(struct1);

        Assert.Equal(
            PropertyMap.Of(
                ("b", PropertyValue.True),
                ("n", PropertyValue.Of(1.5)),
                ("s", PropertyValue.Of("x")),
                ("l", PropertyValue.Of([PropertyValue.Of("a"), PropertyValue.Null])),
                ("m", PropertyValue.Of(PropertyMap.Of(("k", PropertyValue.Of("v")))))),
            properties);
        Assert.Equal(struct1, StructConverter.ToStruct(properties, secrets: true, references: true, unknowns: true));
    }

    [Fact]
    public void What_is_null_is_not_there() =>
        Assert.Empty(StructConverter.FromStruct(Struct.Parser.ParseJson("""{"gone":null}""")));

    [Fact]
    public void Secrets_unknowns_and_references_have_signatures()
    {
        var travelling = Struct.Parser.ParseJson($$"""
            {
              "secret": {"4dabf18193072939515e22adb298388d":"1b47061264138c4ac30d75fd1eb44270","value":"x"},
              "unknown": "{{Unknown}}",
              "reference": {"4dabf18193072939515e22adb298388d":"5cf8f73096256a8f31e491e813e4eb8e","urn":"urn:a","id":"1","packageVersion":"5.1.0"}
            }
            """);

        var properties = StructConverter.FromStruct(travelling);

        Assert.Equal(PropertyValue.Secret(PropertyValue.Of("x")), properties["secret"]);
        Assert.Equal(PropertyValue.Unknown, properties["unknown"]);
        Assert.Equal(new ResourceReferenceValue("urn:a", PropertyValue.Of("1"), "5.1.0"), properties["reference"]);
        Assert.Equal(travelling, StructConverter.ToStruct(properties, secrets: true, references: true, unknowns: true));
    }

    [Fact]
    public void Who_knows_neither_gets_the_plain_value_and_the_id_and_nothing_unknown()
    {
        var properties = PropertyMap.Of(
            ("secret", PropertyValue.Secret(PropertyValue.Of("x"))),
            ("custom", new ResourceReferenceValue("urn:a", PropertyValue.Of("1"), "")),
            ("component", new ResourceReferenceValue("urn:b", null, "")),
            ("partly", PropertyValue.Of([PropertyValue.Unknown])));

        var travelling = StructConverter.ToStruct(properties, secrets: false, references: false, unknowns: false);

        Assert.Equal(Struct.Parser.ParseJson("""{"secret":"x","custom":"1","component":"urn:b"}"""), travelling);
    }

    [Fact]
    public void An_unknown_secret_is_simply_unknown()
    {
        var travelling = StructConverter.ToStruct(
            PropertyMap.Of(("a", PropertyValue.Secret(PropertyValue.Unknown))), secrets: true, references: true, unknowns: true);

        Assert.Equal(Unknown, travelling.Fields["a"].StringValue);
    }

    [Theory]
    [InlineData("""{"value":"x","secret":true}""", true)]
    [InlineData("""{"value":"x"}""", false)]
    public void An_output_value_becomes_its_value(string members, bool secret)
    {
        var output = Struct.Parser.ParseJson(members);
        output.Fields[StructConverter.SignatureKey] = Value.ForString(StructConverter.OutputValue);

        var value = StructConverter.FromValue(Value.ForStruct(output));

        Assert.Equal(secret ? PropertyValue.Secret(PropertyValue.Of("x")) : PropertyValue.Of("x"), value);
    }

    [Fact]
    public void An_asset_stays_the_map_that_it_is()
    {
        var asset = Struct.Parser.ParseJson(
            """{"a":{"4dabf18193072939515e22adb298388d":"c44067f5952c0a294b673a41bacd8c17","text":"x","hash":"0"}}""");

        Assert.Equal(asset, StructConverter.ToStruct(StructConverter.FromStruct(asset), secrets: true, references: true, unknowns: true));
    }
}
