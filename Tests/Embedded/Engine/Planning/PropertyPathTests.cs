using Embedded.Engine.Planning;
using Embedded.Engine.Values;

namespace Infra.Tests.Embedded.Engine.Planning;

public class PropertyPathTests
{
    [Theory]
    [InlineData("a", "a", true)]
    [InlineData("a", "a.b[0]", true)]
    [InlineData("a.b", "a", false)]
    [InlineData("a[0].b", "a[0].b.c", true)]
    [InlineData("a[0].b", "a[1].b", false)]
    [InlineData("a[*].b", "a[7].b", true)]
    [InlineData("a.*.b", "a.x.b", true)]
    [InlineData("*", "anything[3]", true)]
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
