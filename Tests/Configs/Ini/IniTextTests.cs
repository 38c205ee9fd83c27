using Infra.Configs.Ini;

namespace Infra.Tests.Configs.Ini;

public sealed class IniTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("two words", "two words")]
    [InlineData("", "``")]
    [InlineData(" padded ", "` padded `")]
    [InlineData("a#b", "`a#b`")]
    [InlineData("a;b", "`a;b`")]
    [InlineData("\"quoted\"", "`\"quoted\"`")]
    [InlineData("$__file{/run/secrets/x}", "$__file{/run/secrets/x}")]
    public void Puts_a_value_between_back_quotes_where_it_would_be_read_otherwise(string value, string written) =>
        Assert.EndsWith($"\n[section]\nkey = {written}\n", IniText.Render([new IniSection("section") { { "key", value } }]));

    [Fact]
    public void Leaves_out_what_has_no_value_and_sections_without_any() =>
        Assert.DoesNotContain("section", IniText.Render([new IniSection("section") { { "key", null } }]));

    [Theory]
    [InlineData("two\nlines")]
    [InlineData("a `quoted` word")]
    public void Refuses_what_cannot_be_written(string value) =>
        Assert.Throws<ArgumentException>(() => IniText.Render([new IniSection("section") { { "key", value } }]));
}
