using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Configs;
using Infra.Configs.Lakehouse;
using Infra.Tests.Support;

namespace Infra.Tests.Stacks;

[Collection(ProcessEnvironment.Name)]
public sealed class LakehouseDemoTests
{
    private const string PostgresPassword = "lake$pass";
    private static readonly string[] Shown = ["command", "entrypoints", "envs", "ulimits"];
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task Is_made_as_the_golden_file_has_it()
    {
        var deployed = await DeployAsync();

        var list = new JsonObject();
        foreach (var service in ServiceNames.Lakehouse)
        {
            var container = deployed.Container(service);
            var description = new JsonObject
            {
                ["image"] = (string?)deployed.Resource("docker:index/remoteImage:RemoteImage", $"{service}-image")["name"],
                ["healthcheck"] = container["healthcheck"]!["tests"]!.DeepClone(),
                ["mounts"] = new JsonArray([.. container["mounts"]!.AsArray().Select(mount => mount!["target"]!.DeepClone())]),
                ["aliases"] = container["networksAdvanced"]![0]!["aliases"]!.DeepClone(),
                ["ports"] = container["ports"]?.DeepClone(),
                ["after"] = new JsonArray([.. container.DependsOn.Where(ServiceNames.Lakehouse.Contains).Select(name => JsonValue.Create(name))]),
            };
            foreach (var input in Shown)
                description[input] = container[input]?.DeepClone();
            list[service] = description;
        }

        Golden.Matches(list.ToJsonString(Indented) + "\n", "lakehouse-demo.golden.json");
    }

    [Fact]
    public async Task Shows_no_secret_to_who_inspects_containers()
    {
        var deployed = await DeployAsync();

        string[] secrets = [MockedStack.GeneratedPassword, PostgresPassword];
        Assert.All(deployed.Containers, container =>
        {
            foreach (var input in new[] { "command", "entrypoints", "envs", "labels", "healthcheck", "name" })
                Assert.DoesNotContain(secrets, secret => container[input]?.ToJsonString().Contains(secret) == true);
        });
    }

    [Fact]
    public async Task Is_watched_by_a_role_that_may_do_nothing_else()
    {
        var deployed = await DeployAsync();

        Assert.Contains("DATA_SOURCE_USER=phlo_watcher", deployed.Container("postgres-exporter")["envs"]!.AsArray().Select(variable => (string)variable!));
        Assert.Equal(MockedStack.GeneratedPassword, Upload(deployed, "postgres-exporter-secrets", "postgres-password"));
        Assert.Equal(MockedStack.GeneratedPassword, Upload(deployed, "postgres-secrets", "watcher-password"));
        Assert.Equal(PostgresPassword, Upload(deployed, "postgres-secrets", "postgres-password"));
    }

    [Fact]
    public async Task Lets_Prometheus_read_the_metrics_of_MinIO_by_a_token_of_its_own_key()
    {
        var generated = await DeployAsync();
        var given = await DeployAsync(("minioAccessKey", "root"), ("minioSecretKey", "a-key-of-ours"));

        Assert.Equal(MinioToken.Mint("minio", MockedStack.GeneratedPassword), Upload(generated, "prometheus-secrets", "minio-token"));
        Assert.Equal(MinioToken.Mint("root", "a-key-of-ours"), Upload(given, "prometheus-secrets", "minio-token"));
        Assert.Equal("a-key-of-ours", Upload(given, "minio-secrets", "minio-password"));
        Assert.Contains("MINIO_ROOT_USER=root", given.Container("minio")["envs"]!.AsArray().Select(variable => (string)variable!));
    }

    [Fact]
    public async Task Speaks_plainly_even_in_a_stack_with_TLS()
    {
        var deployed = await DeployAsync(("tls", "true"));

        Assert.All(ServiceNames.Lakehouse, service =>
            Assert.DoesNotContain("/etc/phlo/tls", deployed.Container(service)["mounts"]!.AsArray().Select(mount => (string)mount!["target"]!)));
        Assert.Contains(
            deployed.Container("postgres-exporter")["envs"]!.AsArray(), variable => ((string)variable!).StartsWith("DATA_SOURCE_URI=postgres:5432/lakehouse?sslmode=disable"));
    }

    [Fact]
    public async Task Sends_a_part_of_its_traces_to_Alloy()
    {
        var usual = await DeployAsync();
        var chosen = await DeployAsync(("demoTracePercentage", "12.5"));

        Assert.Contains("\notel.exporter.endpoint=http://alloy:4317\notel.tracing.sampling-ratio=0.5\n", TrinoConfig(usual));
        Assert.Contains("\nquarkus.otel.exporter.otlp.traces.endpoint=http://alloy:4317\n", NessieConfig(usual));
        Assert.Contains("\notel.tracing.sampling-ratio=0.125\n", TrinoConfig(chosen));
        Assert.Contains("\nquarkus.otel.traces.sampler.arg=0.125\n", NessieConfig(chosen));
    }

    [Theory]
    [InlineData("demoTracePercentage", "0")]
    [InlineData("tls", "true")]
    public async Task Sends_no_traces_where_nobody_wants_them_or_who_takes_them_wants_a_credential(string setting, string value)
    {
        var deployed = await DeployAsync((setting, value));

        Assert.DoesNotContain("otel", TrinoConfig(deployed));
        Assert.DoesNotContain("otel", NessieConfig(deployed));
    }

    [Fact]
    public async Task Posts_its_queries_to_Alloy()
    {
        Assert.Contains("\nhttp-event-listener.connect-ingest-uri=http://alloy:3500/loki/api/v1/raw\n", QueryLog(await DeployAsync()));
        Assert.DoesNotContain("store-path", QueryLog(await DeployAsync()));
        Assert.Contains("\nevent-listener.config-files=/etc/phlo/trino/http-event-listener.properties\n", TrinoConfig(await DeployAsync()));
        Assert.DoesNotContain("event-listener", TrinoConfig(await DeployAsync(("queryLog", "false"))));
    }

    [Fact]
    public async Task Shows_a_certificate_of_its_own_to_Alloy_in_a_stack_with_TLS()
    {
        var deployed = await DeployAsync(("tls", "true"));

        Assert.Contains("\nhttp-event-listener.connect-ingest-uri=https://alloy:3500/loki/api/v1/raw\n", QueryLog(deployed));
        Assert.Contains("\nhttp-event-listener.http-client.key-store-path=/run/secrets/query-log.pem\n", QueryLog(deployed));
        // What Alloy trusts is the certificate that Trino shows, and nothing else.
        var trusted = Upload(deployed, "alloy-secrets", "query-log-client.pem")!;
        Assert.StartsWith(trusted, Upload(deployed, "trino-secrets", "query-log.pem"));
        Assert.NotEqual(trusted, Upload(deployed, "trino-secrets", "query-log-ca.pem"));
    }

    [Fact]
    public async Task Is_a_Postgres_alone_where_images_are_made_on_the_spot()
    {
        var deployed = await MockedStack.DeployAsync("sandbox", ("lakehouse", "demo"));

        Assert.Equal(["postgres"], deployed.Containers.Select(container => container.Name).Where(ServiceNames.Lakehouse.Contains));
        Assert.Contains("DATA_SOURCE_USER=lake", deployed.Container("postgres-exporter")["envs"]!.AsArray().Select(variable => (string)variable!));
    }

    [Fact]
    public async Task Is_not_there_unless_it_is_asked_for()
    {
        var deployed = await MockedStack.DeployAsync("dev", ("postgresPassword", PostgresPassword));

        Assert.DoesNotContain(deployed.Containers, container => ServiceNames.Lakehouse.Contains(container.Name));
    }

    private static Task<MockedStack> DeployAsync(params (string Key, string Value)[] settings) =>
        MockedStack.DeployAsync("dev", [("lakehouse", "demo"), ("postgresPassword", PostgresPassword), .. settings]);

    private static string TrinoConfig(MockedStack stack) => Upload(stack, "trino-config", "config.properties")!;

    private static string QueryLog(MockedStack stack) => Upload(stack, "trino-config", "http-event-listener.properties")!;

    private static string NessieConfig(MockedStack stack) => Upload(stack, "nessie-config", "application.properties")!;

    private static string? Upload(MockedStack stack, string carrier, string file) => (string?)Assert.Single(
        stack.Container(carrier)["uploads"]!.AsArray(), upload => ((string)upload!["file"]!).EndsWith($"/{file}"))!["content"];
}
