using System.Reflection;
using Infra.Tests.Support;

namespace Infra.Tests.Embedded.Sdk;

public class ApiListingTests
{
    [Theory]
    [InlineData("Pulumi")]
    [InlineData("Pulumi.Docker")]
    [InlineData("Pulumi.Random")]
    [InlineData("Pulumi.Tls")]
    [InlineData("Pulumiverse.Grafana")]
    public void Nothing_is_public_that_the_official_assembly_does_not_have(string assembly)
    {
        ReferenceFolder.SkipUnlessPresent();
        var own = ApiLister.List(Assembly.Load(assembly));
        Assert.NotEmpty(own);
        Assert.Empty(own.Except(File.ReadLines(ReferenceFolder.Of($"api/{assembly}.txt"))));
    }

    [Theory]
    [InlineData("Pulumi.Docker")]
    [InlineData("Pulumi.Random")]
    [InlineData("Pulumi.Tls")]
    [InlineData("Pulumiverse.Grafana")]
    public void A_generated_class_has_everything_that_the_official_one_has(string assembly)
    {
        ReferenceFolder.SkipUnlessPresent();
        var own = ApiLister.List(Assembly.Load(assembly));
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
