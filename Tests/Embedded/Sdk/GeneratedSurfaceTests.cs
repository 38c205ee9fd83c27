using Infra.Tests.Support;

namespace Infra.Tests.Embedded.Sdk;

/// <summary>What <see cref="PublicSurfaceTests"/> asks, the other way round: whether something of a generated class is missing.</summary>
public sealed class GeneratedSurfaceTests
{
    [Theory]
    [InlineData("Pulumi.Docker")]
    [InlineData("Pulumi.Random")]
    [InlineData("Pulumi.Tls")]
    [InlineData("Pulumiverse.Grafana")]
    public void A_generated_class_has_everything_that_the_official_one_has(string assembly)
    {
        ReferenceFolder.SkipUnlessPresent();
        var own = SurfaceListing.Of(Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll")).ToHashSet(StringComparer.Ordinal);
        var classes = own.Where(line => line.Contains(" class", StringComparison.Ordinal)).Select(line => line.Split(' ')[0]).ToHashSet();
        var missing = File.ReadLines(ReferenceFolder.Of($"api/{assembly}.txt"))
            .Where(line => !own.Contains(line) && classes.Contains(Owner(line)));
        // A method for tools that turn programs into Terraform's language; it takes Terraform's own engine.
        Assert.Equal([$"{assembly}.Provider.TerraformConfig() -> Pulumi.Output<{assembly}.ProviderTerraformConfigResult>"], missing);
    }

    /// <summary>The class that a line of the listing belongs to.</summary>
    private static string Owner(string line)
    {
        var member = line.Split(['(', ' ', '<'], 2)[0];
        return member.LastIndexOf('.') is var dot and > 0 ? member[..dot] : member;
    }
}
