using Infra.Stacks.Settings;

namespace Infra.Tests.Stacks.Settings;

public sealed class NearestNameTests
{
    private static readonly string[] Names = ["prometheusPort", "prometheusRetention", "postgresPort", "images"];

    [Theory]
    [InlineData("promtheusPort", "prometheusPort")]
    [InlineData("prometheusport", "prometheusPort")]
    [InlineData("retention", null)]
    [InlineData("image", "images")]
    [InlineData("grafanaUrl", null)]
    public void Is_what_was_meant_or_nothing(string typed, string? meant) => Assert.Equal(meant, NearestName.Of(typed, Names));
}
