using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Infra.Configs.Lakehouse;
using Infra.Tests.Support;
using Pulumi;
using Pulumi.Docker;
using Pulumi.Utilities;

namespace Infra.Tests.Stacks;

/// <summary>How metrics are collected: what the settings of the lakehouse make of Prometheus and of the Postgres exporter.</summary>
[Collection(ProcessEnvironment.Name)]
public sealed class MetricsTests
{
    private static readonly (string Key, string Value)[] Credentials =
    [
        ("minioAccessKey", "watcher"), ("minioSecretKey", "geheim-1"),
        ("trinoScheme", "https"), ("trinoPassword", "geheim-2"),
        ("targets", """{"superset": {"addresses": "superset:8088", "user": "prometheus", "password": "geheim-3"}}"""),
        ("remoteWriteUrl", "https://mimir.example.com/api/v1/push"), ("remoteWriteToken", "geheim-4"),
    ];

    [Fact]
    public async Task What_targets_want_to_know_is_in_files_of_their_own_and_nowhere_else()
    {
        var deployed = await DeployAsync("dev", Credentials);

        var files = await SecretsAsync(deployed);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["minio-token"] = MinioToken.Mint("watcher", "geheim-1"),
                ["remote-write-token"] = "geheim-4",
                ["superset-password"] = "geheim-3",
                ["trino-password"] = "geheim-2",
            },
            files);
        var config = File(deployed, "prometheus-config", "prometheus.yml");
        Assert.All(files.Keys, file => Assert.Contains($"/run/secrets/{file}", config));
        Assert.All(deployed.Containers.Where(container => container.Name != "prometheus-secrets"), container =>
            Assert.DoesNotContain("geheim", container.Inputs.ToJsonString()));
    }

    [Fact]
    public async Task The_same_settings_give_the_same_resources_again()
    {
        var first = await DeployAsync("dev", Credentials);
        var second = await DeployAsync("dev", Credentials);

        Assert.All(first.Resources.Zip(second.Resources), pair => Assert.True(JsonNode.DeepEquals(pair.First.Inputs, pair.Second.Inputs), pair.First.Name));
    }

    [Fact]
    public async Task Prometheus_and_the_exporter_join_the_lakehouses_networks_and_stay_in()
    {
        var deployed = await DeployAsync("prod", ("lakehouseNetworks", "phlo_default, phlo_storage"));

        Assert.Equal(["phlo-prod-collection", "phlo-prod-storage", "phlo-prod-socket", "phlo_default", "phlo_storage"], Networks(deployed, "prometheus"));
        Assert.Equal(["phlo-prod-collection", "phlo_default", "phlo_storage"], Networks(deployed, "postgres-exporter"));
    }

    [Theory]
    [InlineData("lakehouseNetworks", "none")]
    [InlineData("remoteWriteUrl", "https://mimir.example.com/api/v1/push")]
    public async Task Prometheus_gets_out_where_what_it_speaks_to_is_outside(string key, string value)
    {
        var deployed = await DeployAsync("prod", ("lakehouseNetworks", "phlo_default"), (key, value));

        Assert.Contains("phlo-prod-egress", Networks(deployed, "prometheus"));
    }

    [Fact]
    public async Task Without_Postgres_there_is_no_exporter_and_nothing_that_it_would_need()
    {
        var deployed = await MockedStack.DeployAsync("dev", ("postgresEnabled", "false"));

        Assert.DoesNotContain(deployed.Resources, resource => resource.Name.Contains("postgres", StringComparison.Ordinal));
        Assert.DoesNotContain("postgres-exporter", File(deployed, "prometheus-config", "prometheus.yml"));
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task The_exporter_asks_Dagsters_tables_only_where_Dagster_is_watched(string enabled)
    {
        var deployed = await DeployAsync("dev", ("dagsterEnabled", enabled), ("dagsterSchema", "orchestration"));

        var command = deployed.Container("postgres-exporter")["command"]!.AsArray().Select(flag => (string)flag!).ToList();
        Assert.Equal(enabled == "true", command.Contains("--extend.query-path=/etc/postgres_exporter/queries.yml"));
        Assert.Contains("--config.file=/etc/postgres_exporter/postgres_exporter.yml", command);
        Assert.Equal(enabled == "true", deployed.Container("postgres-exporter-config").Inputs.ToJsonString().Contains("orchestration", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("demo", "database_wraparound", "postmaster", "stat_checkpointer")]
    [InlineData("external", "database_wraparound", "postmaster")]
    public async Task The_exporter_measures_checkpoints_of_a_Postgres_whose_release_is_known(string lakehouse, params string[] collectors)
    {
        var deployed = await DeployAsync("dev", ("lakehouse", lakehouse));

        var command = deployed.Container("postgres-exporter")["command"]!.AsArray().Select(flag => (string)flag!);
        Assert.Equal(collectors.Select(collector => $"--collector.{collector}"), command.Where(flag => flag.StartsWith("--collector.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Assets_are_held_against_the_age_that_the_settings_allow()
    {
        var deployed = await DeployAsync("dev", ("assetFreshness", """{"raw/entries": "90m"}"""));

        Assert.Contains("asset_key=\"raw/entries\"}) > 5400", File(deployed, "prometheus-config", "rules/alerts.yml"));
    }

    [Theory]
    [InlineData("true", "dagster|minio|nessie|postgres|trino")]
    [InlineData("false", "dagster|minio|postgres|trino")]
    public async Task Phlos_labels_lead_to_no_target_that_is_scraped_already_or_has_no_metrics(string nessie, string left)
    {
        var deployed = await DeployAsync("dev", ("nessieEnabled", nessie));

        var dropped = Regex.Match(File(deployed, "prometheus-config", "prometheus.yml"), "action: drop\n        regex: ([a-z|-]+)\n").Groups[1].Value.Split('|');
        Assert.Equal(left.Split('|'), dropped.Intersect(LakehouseServices.All).Order(StringComparer.Ordinal));
        // Nor does a container speak for a service of the stack.
        Assert.Subset(dropped.ToHashSet(), new HashSet<string> { "prometheus", "alertmanager", "loki", "node", "postgres", "canary" });
    }

    [Fact]
    public async Task The_lakehouses_authority_is_what_its_certificates_are_checked_against()
    {
        var authority = Certificate();
        var deployed = await DeployAsync("dev", ("lakehouseAuthority", authority), ("trinoScheme", "https"), ("postgresSslMode", "verify-full"));

        Assert.Equal(authority, File(deployed, "prometheus-config", "lakehouse-ca.pem"));
        Assert.Contains("ca_file: /etc/prometheus/lakehouse-ca.pem", File(deployed, "prometheus-config", "prometheus.yml"));
        Assert.Equal(authority, File(deployed, "postgres-exporter-config", "database-ca.pem"));
        Assert.Contains(
            "DATA_SOURCE_URI=postgres:5432/lakehouse?sslmode=verify-full&connect_timeout=5&sslrootcert=/etc/postgres_exporter/database-ca.pem",
            deployed.Container("postgres-exporter")["envs"]!.AsArray().Select(variable => (string?)variable));
    }

    [Theory]
    [InlineData("require")]
    [InlineData("verify-full")]
    public async Task Somebody_elses_Postgres_is_not_held_against_the_stacks_own_authority(string sslMode)
    {
        var deployed = await DeployAsync("prod", ("postgresSslMode", sslMode));

        var source = deployed.Container("postgres-exporter")["envs"]!.AsArray().Select(variable => (string)variable!).Single(variable => variable.StartsWith("DATA_SOURCE_URI="));
        Assert.Contains($"sslmode={sslMode}&", source);
        Assert.DoesNotContain("sslrootcert", source);
    }

    [Fact]
    public async Task Retention_stands_in_the_configuration_or_in_flags_as_the_image_has_it()
    {
        var published = await DeployAsync("dev", ("prometheusRetentionSize", "2GB"));
        var packaged = await DeployAsync("sandbox");

        Assert.Contains("size: 2GB", File(published, "prometheus-config", "prometheus.yml"));
        Assert.DoesNotContain("retention", published.Container("prometheus")["command"]!.ToJsonString());
        Assert.DoesNotContain("retention", File(packaged, "prometheus-config", "prometheus.yml"));
        Assert.Contains("--storage.tsdb.retention.time=6h", packaged.Container("prometheus")["command"]!.ToJsonString());
    }

    private static Task<MockedStack> DeployAsync(string stack, params (string Key, string Value)[] settings) =>
        MockedStack.DeployAsync(stack, stack == "sandbox" ? settings : [("postgresPassword", "xK4-pw9Lq2vT"), .. settings.Reverse().DistinctBy(setting => setting.Key)], ["postgresPassword"]);

    private static async Task<Dictionary<string, string>> SecretsAsync(MockedStack deployed)
    {
        var files = new Dictionary<string, string>();
        foreach (var upload in await OutputUtilities.GetValueAsync(((ContainerArgs)deployed.Container("prometheus-secrets").Args!).Uploads.ToOutput()))
        {
            var content = upload.Content!.ToOutput();
            Assert.True(await Output.IsSecretAsync(content));
            files.Add(Path.GetFileName((await OutputUtilities.GetValueAsync(upload.File.ToOutput()))!), (await OutputUtilities.GetValueAsync(content))!);
        }

        return files;
    }

    private static string File(MockedStack deployed, string carrier, string name) =>
        (string)Assert.Single(deployed.Container(carrier)["uploads"]!.AsArray(), upload => ((string)upload!["file"]!).EndsWith($"/{name}", StringComparison.Ordinal))!["content"]!;

    private static IEnumerable<string?> Networks(MockedStack stack, string service) =>
        stack.Container(service)["networksAdvanced"]!.AsArray().Select(network => (string?)network!["name"]);

    private static string Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=lakehouse", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2036, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return certificate.ExportCertificatePem() + "\n";
    }
}
