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
    [InlineData("$5 {a}", "$5 {a}")]
    public void Puts_a_value_between_back_quotes_where_it_would_be_read_otherwise(string value, string written) =>
        Assert.EndsWith($"\n[section]\nkey = {written}\n", IniText.Render([new IniSection("section") { { "key", value } }]));

    [Fact]
    public void Leaves_out_what_has_no_value_and_sections_without_any() =>
        Assert.DoesNotContain("section", IniText.Render([new IniSection("section") { { "key", (string?)null } }]));

    [Theory]
    [InlineData("two\nlines")]
    [InlineData("a `quoted` word")]
    public void Refuses_what_cannot_be_written(string value) =>
        Assert.Throws<ArgumentException>(() => IniText.Render([new IniSection("section") { { "key", value } }]));

    [Fact]
    public void Writes_where_a_value_is_to_be_found() =>
        Assert.EndsWith("\nkey = $__file{/run/secrets/x}\n", IniText.Render([new IniSection("section") { { "key", new IniReference("/run/secrets/x") } }]));

    [Theory]
    [InlineData("$__file{/run/secrets/x}")]
    [InlineData("user-$__env{HOME}")]
    [InlineData("${HOME}")]
    public void Takes_no_text_for_a_reference(string value) =>
        Assert.Throws<ArgumentException>(() => new IniSection("section") { { "key", value } });
}
