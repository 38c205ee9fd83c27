using Embedded.Engine.Providers.Schema;
using Embedded.Engine.Providers.Schema.Tables;
using Embedded.Engine.Values;
using static Infra.Tests.Embedded.Engine.Values.BriefValues;

namespace Infra.Tests.Embedded.Engine.Providers.Schema;

public class SchemaCheckTests
{
    private static readonly ResourceSchema Container = DockerSchemas.Find("docker:index/container:Container")!;

    [Fact]
    public void Fills_in_the_defaults_also_of_nested_objects()
    {
        var result = SchemaCheck.Run(Container, Map(("image", "sha256:1"), ("ports", List(Map(("internal", 80))))));
        Assert.Empty(result.Failures);
        Assert.Equal(PropertyValue.True, result.Inputs["mustRun"]);
        Assert.Equal(PropertyValue.Of("bridge"), result.Inputs["networkMode"]);
        Assert.Equal(PropertyValue.Of(60), result.Inputs["waitTimeout"]);
        Assert.Equal(List(Map(("internal", 80), ("ip", "0.0.0.0"), ("protocol", "tcp"))), result.Inputs["ports"]);
    }

    [Fact]
    public void Reports_every_mistake_with_its_path_and_what_was_expected()
    {
        var result = SchemaCheck.Run(Container, Map(
            ("envs", "A=1"), ("Image", "x"), ("label", List()), ("ports", List(Map(("internal", 80)), Map(("external", "many"))))));
        Assert.Equal(
            [
                "Image: is no property of docker:index/container:Container; did you mean 'image'?",
                "envs: expected a list, found the string \"A=1\"",
                "image: is required (a string) and was not given; set it",
                "label: is no property of docker:index/container:Container; did you mean 'labels'?",
                "ports[1].external: expected a whole number, found the string \"many\"",
                "ports[1].internal: is required (a whole number) and was not given; set it",
            ],
            result.Failures.Select(failure => $"{failure.Property}: {failure.Reason}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Converts_between_scalars_where_nothing_is_lost()
    {
        var inputs = SchemaCheck.Run(Container, Map(("image", 5), ("memory", "64"), ("wait", "true"))).Inputs;
        Assert.Equal(PropertyValue.Of("5"), inputs["image"]);
        Assert.Equal(PropertyValue.Of(64), inputs["memory"]);
        Assert.Equal(PropertyValue.True, inputs["wait"]);
    }

    [Fact]
    public void Lets_unknown_values_pass_and_takes_nulls_for_not_given()
    {
        var result = SchemaCheck.Run(Container, Map(
            ("image", PropertyValue.Unknown), ("envs", List(PropertyValue.Unknown)), ("hostname", PropertyValue.Null), ("wait", PropertyValue.Null)));
        Assert.Empty(result.Failures);
        Assert.Equal(PropertyValue.Unknown, result.Inputs["image"]);
        Assert.False(result.Inputs.ContainsKey("hostname"));
        Assert.Equal(PropertyValue.False, result.Inputs["wait"]);
    }

    [Fact]
    public void Ignores_the_notes_of_the_official_providers() =>
        Assert.Equal(
            SchemaCheck.Run(Container, Map(("image", "x"))),
            SchemaCheck.Run(Container, Map(("image", "x"), ("__defaults", List("wait")))), Same);

    [Fact]
    public void Shows_no_value_of_a_secret_property()
    {
        var schema = TlsSchemas.Find("tls:index/certRequest:CertRequest")!;
        var failure = Assert.Single(SchemaCheck.Run(schema, Map(("privateKeyPem", List("very secret")))).Failures);
        Assert.DoesNotContain("very secret", failure.Reason, StringComparison.Ordinal);
        Assert.Equal("privateKeyPem", failure.Property);
    }

    private static bool Same(global::Embedded.Engine.Providers.CheckResult a, global::Embedded.Engine.Providers.CheckResult b) =>
        a.Inputs.Equals(b.Inputs) && a.Failures.SequenceEqual(b.Failures);
}
