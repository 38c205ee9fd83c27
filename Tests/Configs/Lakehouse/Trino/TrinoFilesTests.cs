using Infra.Configs.Lakehouse;
using Infra.Configs.Lakehouse.Trino;
using Infra.Tests.Support;

namespace Infra.Tests.Configs.Lakehouse.Trino;

public sealed class TrinoFilesTests
{
    private static readonly TrinoConfig Config = new(8080, "nessie:19120", "minio:9000", "minio", new DemoTracing("http://alloy:4317", 12.5m));
    private static readonly PropertyFacts Facts = PropertyFacts.Read("trino-483.facts.txt");

    [Fact]
    public void Are_rendered_as_the_golden_files_have_them()
    {
        Golden.Matches(TrinoFiles.RenderConfig(Config), "config.golden.properties");
        Golden.Matches(TrinoFiles.RenderCatalog(Config), "iceberg.golden.properties");
    }

    [Fact]
    public void Have_only_names_that_Trino_knows()
    {
        Facts.Know(TrinoFiles.RenderConfig(Config));
        Facts.Know(TrinoFiles.RenderCatalog(Config));
    }

    [Fact]
    public void Have_nothing_of_traces_where_nobody_takes_them()
    {
        var config = TrinoFiles.RenderConfig(Config with { Tracing = null });

        Assert.DoesNotContain("tracing", config);
        Assert.DoesNotContain("otel", config);
    }

    [Fact]
    public void Take_the_secret_key_from_the_environment() =>
        Assert.Contains($"\ns3.aws-secret-key=${{ENV:{TrinoFiles.SecretKeyVariable}}}\n", TrinoFiles.RenderCatalog(Config));
}
