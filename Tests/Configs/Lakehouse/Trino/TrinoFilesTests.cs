using Infra.Configs.Lakehouse;
using Infra.Configs.Lakehouse.Trino;
using Infra.Tests.Support;

namespace Infra.Tests.Configs.Lakehouse.Trino;

public sealed class TrinoFilesTests
{
    private const string Folder = "/etc/phlo/trino";
    private static readonly DemoQueryLog QueryLog = new("https://alloy:3500/loki/api/v1/raw") { Files = new QueryLogFiles("/run/secrets/query-log.pem", "/run/secrets/query-log-ca.pem") };
    private static readonly TrinoConfig Config = new(8080, "nessie:19120", "minio:9000", "minio", new DemoTracing("http://alloy:4317", 12.5m), QueryLog);
    private static readonly PropertyFacts Facts = PropertyFacts.Read("trino-483.facts.txt");

    [Fact]
    public void Are_rendered_as_the_golden_files_have_them()
    {
        Golden.Matches(TrinoFiles.RenderConfig(Config, Folder), "config.golden.properties");
        Golden.Matches(TrinoFiles.RenderQueryLog(QueryLog), "http-event-listener.golden.properties");
        Golden.Matches(TrinoFiles.RenderCatalog(Config), "iceberg.golden.properties");
    }

    [Fact]
    public void Have_only_names_that_Trino_knows()
    {
        Facts.Know(TrinoFiles.RenderConfig(Config, Folder));
        Facts.Know(TrinoFiles.RenderCatalog(Config));
        Facts.Know(TrinoFiles.RenderQueryLog(QueryLog));
    }

    [Fact]
    public void Have_nothing_of_traces_where_nobody_takes_them()
    {
        var config = TrinoFiles.RenderConfig(Config with { Tracing = null }, Folder);

        Assert.DoesNotContain("tracing", config);
        Assert.DoesNotContain("otel", config);
    }

    [Fact]
    public void Take_the_secret_key_from_the_environment() =>
        Assert.Contains($"\ns3.aws-secret-key=${{ENV:{TrinoFiles.SecretKeyVariable}}}\n", TrinoFiles.RenderCatalog(Config));

    [Fact]
    public void Post_no_queries_where_nobody_takes_them() =>
        Assert.DoesNotContain("event-listener", TrinoFiles.RenderConfig(Config with { QueryLog = null }, Folder));

    [Fact]
    public void Try_to_post_a_query_for_as_long_as_a_restart_of_Alloy_takes_and_no_longer()
    {
        var text = TrinoFiles.RenderQueryLog(QueryLog);

        // 1, 2, 4, 8 and 16 seconds between six attempts.
        Assert.Contains("\nhttp-event-listener.connect-retry-count=5\n", text);
        Assert.Contains("\nhttp-event-listener.connect-max-delay=16s\n", text);
        // Its default is five minutes, for which a query would be kept in Trino's memory.
        Assert.Contains("\nhttp-event-listener.http-client.request-timeout=10s\n", text);
    }
}
