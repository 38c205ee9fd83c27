using Infra.Configs.Alloy;
using Infra.Tests.Configs.Alloy.Support;

namespace Infra.Tests.Configs.Alloy.Logs;

public sealed class ContainerDiscoveryTests
{
    private const string Meta = Relabeling.Meta;

    [Theory]
    [InlineData("pg", "postgres", null, "postgres", "postgres")]
    [InlineData("phlo-dev-prometheus", null, "prometheus", "prometheus", "other")]
    [InlineData("phlo-dev-loki", "ignored", "loki", "loki", "other")]
    [InlineData("lonely", null, null, "lonely", "other")]
    public void Names_a_service_by_the_best_name_that_it_has(string container, string? compose, string? component, string expected, string product)
    {
        var labels = Relabel(container, ("label_com_docker_compose_service", compose), ("label_phlo_component", component));

        Assert.Equal(
            new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                [$"{Meta}id"] = "abc",
                ["cascade_component"] = expected,
                ["component"] = expected,
                ["container"] = container,
                ["job"] = expected,
                ["product"] = product,
                ["service"] = expected,
            },
            labels);
    }

    [Theory]
    [InlineData("label_phlo_role", "configuration")]
    [InlineData("label_phlo_logs_enabled", "false")]
    public void Leaves_out_carriers_of_files_and_who_wants_to_be_left_out(string label, string value) => Assert.Null(Relabel("x", (label, value)));

    [Theory]
    [InlineData("label_phlo_role", "service")]
    [InlineData("label_phlo_logs_enabled", "true")]
    public void Keeps_everybody_else(string label, string value) => Assert.NotNull(Relabel("x", (label, value)));

    [Theory]
    [InlineData("dagster-webserver", "dagster")]
    [InlineData("dagster", "dagster")]
    [InlineData("lake_dagster_daemon", "dagster")]
    [InlineData("dagster-postgres", "postgres")]
    [InlineData("nessie-postgres", "postgres")]
    [InlineData("lake-postgres", "postgres")]
    [InlineData("postgres-primary", "postgres")]
    [InlineData("pg-1", "postgres")]
    [InlineData("postgresql_replica_2", "postgres")]
    [InlineData("postgres-exporter", "other")]
    [InlineData("dagster-postgres-exporter", "other")]
    [InlineData("postgrest", "other")]
    [InlineData("trino", "trino")]
    [InlineData("trino-worker-2", "trino")]
    [InlineData("trino-proxy", "other")]
    [InlineData("trinity", "other")]
    [InlineData("dagster-minio", "minio")]
    [InlineData("minio-3", "minio")]
    [InlineData("nessie-catalog", "nessie")]
    [InlineData("nessie-ui", "other")]
    public void Knows_a_product_by_the_name_of_its_service(string service, string product) =>
        Assert.Equal(product, Relabel("x", ("label_com_docker_compose_service", service))!["product"]);

    [Theory]
    [InlineData("db", "label_org_opencontainers_image_title", "PostgreSQL", "postgres")]
    [InlineData("db", "label_org_opencontainers_image_ref_name", "postgresql", "postgres")]
    [InlineData("query", "label_org_opencontainers_image_source", "https://github.com/trinodb/trino", "trino")]
    [InlineData("catalog", "label_org_opencontainers_image_source", "https://github.com/projectnessie/nessie", "nessie")]
    [InlineData("metrics", "label_org_opencontainers_image_source", "https://github.com/prometheus-community/postgres_exporter", "other")]
    [InlineData("etl", "label_dagster_run_id", "5f7c2c1e-8c4b-4a39-9f0e-0a8f1f6a2b11", "dagster")]
    [InlineData("trino", "label_phlo_logs_product", "other", "other")]
    [InlineData("warehouse", "label_phlo_logs_product", "postgres", "postgres")]
    [InlineData("trino", "label_phlo_logs_product", "a typing error", "trino")]
    public void What_an_image_or_a_label_says_counts_more_than_the_name(string service, string label, string value, string product) =>
        Assert.Equal(product, Relabel("x", ("label_com_docker_compose_service", service), (label, value))!["product"]);

    [Theory]
    [InlineData("dagster-step-1f2e3d4c-0000-0000-0000-000000000000", null)]
    [InlineData("dagster-run-1f2e3d4c", null)]
    [InlineData("brave_curie", "5f7c2c1e-8c4b-4a39-9f0e-0a8f1f6a2b11")]
    public void Runs_and_steps_of_Dagsters_in_containers_of_their_own_are_one_service(string container, string? run)
    {
        var labels = Relabel(container, ("label_dagster_run_id", run), ("label_dagster_job_name", "ingest"))!;

        Assert.Equal("dagster", labels["component"]);
        Assert.Equal("dagster", labels["cascade_component"]);
        Assert.Equal("dagster", labels["product"]);
        Assert.Equal(container, labels["container"]);
        Assert.Equal(run, labels.GetValueOrDefault("run_id"));
    }

    [Fact]
    public void Looks_often_and_at_those_that_do_not_run_too()
    {
        var docker = Read().Single(block => block.Name == "discovery.docker");
        var filter = Assert.Single(docker.Blocks);

        Assert.Equal("2s", docker.Text("refresh_interval"));
        Assert.Equal("tcp://socket-proxy:2375", docker.Text("host"));
        Assert.Equal("status", filter.Text("name"));
        Assert.Equal(["created", "exited", "paused", "restarting", "running"], ((List<object>)filter.Attributes["values"]).Cast<string>());
    }

    private static SortedDictionary<string, string>? Relabel(string container, params (string Label, string? Value)[] labels) => Relabeling.Of(Read(), container, labels);

    private static IReadOnlyList<ReadBlock> Read() => AlloyReader.Read(AlloyFiles.Render(SampleConfigs.Prod)[AlloyFiles.ConfigFile]);
}
