using Infra.Configs.Lakehouse;

namespace Infra.Tests.Configs.Lakehouse;

public sealed class PropertiesTextTests
{
    private const string Header = "# Written by phlo-observability. Changes made here are lost with the next update.\n";

    [Fact]
    public void Has_a_line_for_each_property_in_the_given_order() =>
        Assert.Equal(Header + "b=2\na=1\n", PropertiesText.Render(("b", "2"), ("a", "1")));

    [Theory]
    [InlineData("http://minio:9000/", "http://minio:9000/")]
    [InlineData("a=b#c!d", "a=b#c!d")]
    [InlineData(@"back\slash", @"back\\slash")]
    [InlineData(" space", @"\ space")]
    [InlineData(@"\ both", @"\\ both")]
    [InlineData("${ENV:KEY}", "${ENV:KEY}")]
    public void Escapes_what_a_reader_would_take_for_something_else(string value, string written) =>
        Assert.Equal($"{Header}key={written}\n", PropertiesText.Render(("key", value)));

    [Fact]
    public void Keeps_a_secret_from_being_an_expression() =>
        Assert.Equal($"{Header}key=pa\\\\${{ss}}word\n", PropertiesText.Render(("key", PropertiesText.Literal("pa${ss}word"))));
}
