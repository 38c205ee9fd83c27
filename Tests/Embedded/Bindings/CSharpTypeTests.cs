using Embedded.Bindings.CSharp;

namespace Infra.Tests.Embedded.Bindings;

public class CSharpTypeTests
{
    [Theory]
    [InlineData("System.String", "string")]
    [InlineData("Pulumi.Output<System.Nullable<System.Int32>>", "Output<int?>")]
    [InlineData("Pulumi.InputList<Pulumi.Docker.Inputs.ContainerPortArgs>", "InputList<Inputs.ContainerPortArgs>")]
    [InlineData(
        "Pulumi.Output<System.Collections.Immutable.ImmutableDictionary<System.String, System.Object>>", "Output<ImmutableDictionary<string, object>>")]
    [InlineData(
        "Pulumi.Output<System.Collections.Immutable.ImmutableArray<Pulumiverse.Grafana.Alerting.Outputs.RuleGroupRule>>",
        "Output<ImmutableArray<Outputs.RuleGroupRule>>")]
    public void A_type_of_the_listing_is_written_as_csharp_has_it(string listed, string written) =>
        Assert.Equal(written, CSharpType.Parse(listed).ToString());

    [Fact]
    public void Knows_the_generated_class_that_it_leads_to() =>
        Assert.Equal(
            "Pulumi.Docker.Outputs.ContainerPort",
            CSharpType.Parse("Pulumi.Output<System.Collections.Immutable.ImmutableArray<Pulumi.Docker.Outputs.ContainerPort>>").Class);
}
