using Embedded.Engine.State;

namespace Infra.Tests.Embedded.Engine.Storage;

public sealed class PropertyPathTextTests
{
    [Theory]
    [InlineData("root")]
    [InlineData("root.nested[0].name")]
    [InlineData("root[\"a.b\"][12]")]
    [InlineData("root[\"with \\\"quotes\\\"\"]")]
    public void A_path_is_written_as_it_was_read(string path) =>
        Assert.Equal(path, PropertyPathText.Format(PropertyPathText.Parse(path)));

    [Theory]
    [InlineData("")]
    [InlineData("a..b")]
    [InlineData("a[x]")]
    [InlineData("a[-1]")]
    [InlineData("a[\"b")]
    public void What_is_no_path_is_refused(string path) =>
        Assert.Throws<FormatException>(() => PropertyPathText.Parse(path));
}
