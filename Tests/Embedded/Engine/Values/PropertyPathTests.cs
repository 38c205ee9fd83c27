using Embedded.Engine.Values;

namespace Infra.Tests.Embedded.Engine.Values;

public sealed class PropertyPathTests
{
    [Theory]
    [InlineData("root")]
    [InlineData("root.nested[0].name")]
    [InlineData("root[\"a.b\"][12]")]
    [InlineData("root[\"with \\\"quotes\\\".\"]")]
    [InlineData("[\"a.b\\\\\"].c")]
    [InlineData("root.*.name")]
    public void A_path_is_written_as_it_was_read(string path) => Assert.Equal(path, PropertyPath.Parse(path).ToString());

    [Theory]
    [InlineData("")]
    [InlineData(".a")]
    [InlineData("a.")]
    [InlineData("a..b")]
    [InlineData("a[x]")]
    [InlineData("a[-1]")]
    [InlineData("a[0")]
    [InlineData("a[")]
    [InlineData("a[\"b")]
    [InlineData("a[\"b\"")]
    public void What_is_no_path_is_refused(string path) => Assert.Throws<FormatException>(() => PropertyPath.Parse(path));

    [Theory]
    [InlineData("ports[0].internal", "ports")]
    [InlineData("[\"a.b\"].c", "a.b")]
    [InlineData("name", "name")]
    public void The_root_is_the_first_name(string path, string root) => Assert.Equal(root, PropertyPath.Root(path));

    [Theory]
    [InlineData("a", "a", true)]
    [InlineData("a", "a.b[0]", true)]
    [InlineData("a.b", "a", false)]
    [InlineData("a[0].b", "a[0].b.c", true)]
    [InlineData("a[0].b", "a[1].b", false)]
    [InlineData("a[*].b", "a[7].b", true)]
    [InlineData("a.*.b", "a.x.b", true)]
    [InlineData("*", "anything[3]", true)]
    [InlineData("a.[0]", "a[0].b", true)]
    [InlineData("labels[\"a.b\"]", "labels[\"a.b\"]", true)]
    [InlineData("#initerror", "#initerror", true)]
    public void Contains_what_it_names_and_what_is_inside(string path, string other, bool contained) =>
        Assert.Equal(contained, PropertyPath.Parse(path).Contains(PropertyPath.Parse(other)));

    [Fact]
    public void Resets_one_place_in_a_list()
    {
        var result = PropertyPath.Parse("a[1].b").Reset(Nested("new0", "new1"), Nested("old0", "old1"));

        Assert.Equal(Nested("new0", "old1"), result);
    }

    [Fact]
    public void Resets_every_place_a_wildcard_stands_for() =>
        Assert.Equal(Nested("old0", "old1"), PropertyPath.Parse("a[*].b").Reset(Nested("new0", "new1"), Nested("old0", "old1")));

    [Fact]
    public void Takes_away_what_was_not_there()
    {
        var target = PropertyMap.Of(("a", PropertyValue.True), ("b", PropertyValue.True));

        Assert.Equal(PropertyMap.Of(("a", PropertyValue.True)), PropertyPath.Parse("b").Reset(target, PropertyMap.Empty));
    }

    [Fact]
    public void Names_that_are_not_plain_are_quoted() =>
        Assert.Equal("labels[\"a.b\"].c[2]", PropertyPath.Append(PropertyPath.Append(PropertyPath.Append("labels", "a.b"), "c"), 2));

    private static PropertyMap Nested(params string[] values) => PropertyMap.Of(
        ("a", PropertyValue.Of(values.Select(value => PropertyValue.Of(PropertyMap.Of(("b", PropertyValue.Of(value))))))));
}
