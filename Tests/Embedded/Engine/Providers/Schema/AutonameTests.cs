using Embedded.Engine.Providers.Schema;
using Embedded.Engine.Values;
using static Infra.Tests.Embedded.Engine.Values.BriefValues;

namespace Infra.Tests.Embedded.Engine.Providers.Schema;

public class AutonameTests
{
    [Fact]
    public void Adds_seven_hexadecimal_digits_to_the_logical_name() =>
        Assert.Matches("^obs-grafana-[0-9a-f]{7}$", Name(Autoname.Apply(Map(), null, "obs-grafana")));

    [Fact]
    public void Keeps_a_given_name() => Assert.Equal("mine", Name(Autoname.Apply(Map(("name", "mine")), Map(("name", "x-0123456")), "x")));

    [Fact]
    public void Keeps_the_name_that_it_generated_earlier() =>
        Assert.Equal("x-0123abc", Name(Autoname.Apply(Map(), Map(("name", "x-0123abc")), "x")));

    [Fact]
    public void Does_not_keep_a_name_that_was_given_earlier() =>
        Assert.Matches("^x-[0-9a-f]{7}$", Name(Autoname.Apply(Map(), Map(("name", "mine")), "x")));

    [Fact]
    public void Shortens_a_long_logical_name()
    {
        var inputs = Autoname.Apply(Map(), null, new string('a', 40), maxLength: 20);
        Assert.Matches("^a{12}-[0-9a-f]{7}$", Name(inputs));
        Assert.Equal(Name(inputs), Name(Autoname.Apply(Map(), inputs, new string('a', 40), maxLength: 20)));
    }

    [Theory]
    [InlineData("x-0123abc", true)]
    [InlineData("x-0123abg", false)]
    [InlineData("prometheus-data", false)]
    public void Tells_generated_names_from_others(string name, bool generated) => Assert.Equal(generated, Autoname.LooksGenerated(name));

    private static string Name(PropertyMap inputs) => Assert.IsType<StringValue>(inputs["name"]).Value;
}
