using Infra.Configs.Yaml;
using YamlDotNet.Serialization;

namespace Infra.Tests.Configs.Yaml;

public sealed class YamlTextTests
{
    [Fact]
    public void Keeps_the_order_and_leaves_out_what_has_no_value() =>
        Assert.EndsWith("b: 1\na:\n  - x: z\n", YamlText.Render(new YamlMap
        {
            { "b", 1 },
            { "nothing", null },
            { "empty", new List<string>() },
            { "a", new List<YamlMap> { new() { { "x", "z" } } } },
        }));

    [Fact]
    public void Writes_large_numbers_and_fractions_as_such_and_an_empty_list_that_is_meant() =>
        Assert.EndsWith("large: 5000000000\nshare: 0.9\nnone: []\n", YamlText.Render(new YamlMap
        {
            { "large", 5_000_000_000L },
            { "share", 0.9m },
            { "none", YamlList.Empty },
        }));

    [Theory]
    [InlineData("true")]
    [InlineData("no")]
    [InlineData("9090")]
    [InlineData("1.5")]
    [InlineData("1e3")]
    [InlineData("~")]
    [InlineData("")]
    public void Quotes_a_string_that_would_be_read_as_something_else(string text) =>
        Assert.EndsWith($"key: \"{text}\"\n", YamlText.Render(new YamlMap { { "key", text } }));

    [Theory]
    [InlineData("severity=\"critical\"")]
    [InlineData("{{ $labels.service }} is down: really")]
    [InlineData("# not a comment")]
    [InlineData("two\nlines\n")]
    [InlineData("- not a list")]
    [InlineData("tab\tand ünïcode")]
    public void Gives_back_any_string_unchanged(string text)
    {
        var yaml = YamlText.Render(new YamlMap { { "key", text } });

        Assert.Equal(text, new DeserializerBuilder().Build().Deserialize<Dictionary<string, string>>(yaml)["key"]);
    }

    [Fact]
    public void Sorts_labels_by_name() =>
        Assert.EndsWith("a: \"1\"\nb: \"2\"\n", YamlText.Render(YamlMap.Sorted([new("b", "2"), new("a", "1")])));
}
