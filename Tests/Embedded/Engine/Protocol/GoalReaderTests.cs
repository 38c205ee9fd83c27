using Embedded.Engine.Planning;
using Embedded.Engine.Protocol;

namespace Infra.Tests.Embedded.Engine.Protocol;

public class GoalReaderTests
{
    [Theory]
    [InlineData("30s", 30)]
    [InlineData("5m", 300)]
    [InlineData("1h30m", 5400)]
    [InlineData("1.5s", 1.5)]
    [InlineData("250ms", 0.25)]
    [InlineData("45", 45)]
    public void Timeouts_are_Go_durations(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), GoalReader.ReadDuration(text));

    [Fact]
    public void No_timeout_is_none() => Assert.Null(GoalReader.ReadDuration(""));

    [Theory]
    [InlineData("soon")]
    [InlineData("5 minutes")]
    [InlineData("m")]
    public void A_timeout_that_is_none_is_refused(string text)
    {
        var exception = Assert.Throws<RegistrationException>(() => GoalReader.ReadDuration(text));

        Assert.Equal($"The timeout \"{text}\" is not a duration. Write it like 30s, 5m or 1h30m.", exception.Message);
    }

    [Fact]
    public void A_path_that_is_none_is_refused_with_its_option()
    {
        var exception = Assert.Throws<RegistrationException>(() => GoalReader.Paths("ignoreChanges", ["labels[x]"]));

        Assert.Equal(
            "The option ignoreChanges: 'labels[x]' is no property path: expected [0], [*] or [\"name\"] at position 7.", exception.Message);
    }
}
