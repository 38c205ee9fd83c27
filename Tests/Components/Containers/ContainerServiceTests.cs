using System.Globalization;
using Infra.Components.Containers;

namespace Infra.Tests.Components.Containers;

public sealed class ContainerServiceTests
{
    [Theory]
    [InlineData("0.5", "0.5")]
    [InlineData("0.25", "0.25")]
    [InlineData("1", "1.0")]
    [InlineData("1.05", "1.05")]
    [InlineData("2.50", "2.5")]
    [InlineData("10", "10.")]
    [InlineData("10.5", "10.5")]
    [InlineData("16", "16.0")]
    [InlineData("100", "100.")]
    public void Spells_processors_as_the_official_provider_reads_them_back(string processors, string spelled) =>
        Assert.Equal(spelled, ContainerService.Cpus(decimal.Parse(processors, CultureInfo.InvariantCulture)));
}
