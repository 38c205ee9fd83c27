using Infra.Configs.Lakehouse;
using Infra.Configs.Lakehouse.Nessie;
using Infra.Tests.Support;

namespace Infra.Tests.Configs.Lakehouse.Nessie;

public sealed class NessiePropertiesTests
{
    private static readonly NessieConfig Config = new("postgres:5432/lakehouse", "lake", "minio:9000", "minio", new DemoTracing("http://alloy:4317", 12.5m));
    private static readonly PropertyFacts Facts = PropertyFacts.Read("nessie-0.108.4.facts.txt");

    [Fact]
    public void Are_rendered_as_the_golden_file_has_them() => Golden.Matches(NessieProperties.Render(Config), "nessie.golden.properties");

    [Fact]
    public void Have_only_names_that_Nessie_knows()
    {
        Facts.Know(NessieProperties.Render(Config));
        Facts.Know(NessieProperties.RenderSecrets("first", "second"));
    }

    [Fact]
    public void Have_nothing_of_traces_where_nobody_takes_them() => Assert.DoesNotContain("otel", NessieProperties.Render(Config with { Tracing = null }));

    [Fact]
    public void Have_the_secrets_apart()
    {
        var secrets = NessieProperties.RenderSecrets("first-secret", "second-secret");

        Assert.Contains("\nquarkus.datasource.postgresql.password=first-secret\n", secrets);
        Assert.Contains("\nnessie.catalog.secrets.access-key.secret=second-secret\n", secrets);
        Assert.DoesNotContain("password", NessieProperties.Render(Config));
    }
}
