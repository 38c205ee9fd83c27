using Infra.Configs;
using Infra.Configs.Alerts;
using Infra.Configs.BlackboxExporter;
using Infra.Configs.Canary;
using Infra.Configs.Prometheus;
using Infra.Configs.Monitoring;
using Infra.Configs.Tls;
using Infra.Tests.Configs.Alerts;
using Infra.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace Infra.Tests.Configs.Prometheus;

public sealed class PrometheusFilesTests
{
    private static readonly PrometheusConfig Config = new()
    {
        ScrapeInterval = Duration.Seconds(15),
        EvaluationInterval = Duration.Seconds(30),
        ExternalLabels = new Dictionary<string, string> { ["stack"] = "dev", ["region"] = "7" },
        RuleFiles = [PrometheusFiles.AlertsFile, PrometheusFiles.RecordingRulesFile],
        Alertmanagers = ["alertmanager:9093"],
        AlertmanagerAccess = HttpAccess.To(new ClientTls()) with { User = "prometheus", PasswordFile = "/run/secrets/alertmanager-password" },
        ScrapeJobs =
        [
            new ScrapeJob("prometheus", "localhost:9090"),
            new ScrapeJob("trino", "trino:8080", "trino-worker:8080")
            {
                Access = new HttpAccess { Https = true, User = "prometheus", AuthorityFile = "/etc/prometheus/lakehouse-ca.pem" },
                DroppedMetrics = "trino_sql_planner_iterative_.*|io_airlift_http_client_.*",
                Labels = new Dictionary<string, string> { ["cluster"] = "adhoc" },
                Parameters = new Dictionary<string, IReadOnlyList<string>> { ["name[]"] = ["a", "b"] },
            },
            new ScrapeJob("minio", "minio:9000")
            {
                Name = "minio-bucket",
                MetricsPath = "/minio/v2/metrics/bucket",
                Access = new HttpAccess { BearerTokenFile = "/run/secrets/minio-token" },
            },
            new ScrapeJob("postgres", "postgres-exporter:9187") { OtherService = new MetricsOfAnother("dagster_.*", "dagster") },
            new ScrapeJob("alloy", "alloy:12345") { SpeaksOfOthers = "trino_execution_ExecutionTime_.*" },
            ReadinessProbes.Job("trino", "trino", ["trino:8080", "trino-worker:8080"], ReadinessProbes.TrinoPath, https: true, "blackbox-exporter:9115") with
            {
                Labels = new Dictionary<string, string> { ["cluster"] = "adhoc" },
            },
            CanaryProbes.SpanJob("tempo:3200", https: false, "blackbox-exporter:9115", Duration.Minutes(1)),
            new ScrapeJob("cadvisor", "cadvisor:8080") { OnlyContainers = true },
            new ScrapeJob("superset", "superset:8088")
            {
                MayLackContentType = true,
                Access = new HttpAccess { Headers = new Dictionary<string, string> { ["X-Tenant"] = "phlo" } },
            },
            new ScrapeJob("containers")
            {
                Discovery = new ContainerDiscovery
                {
                    DockerHost = "tcp://discovery-proxy:2375",
                    Networks = ["phlo_default", "phlo.net"],
                    KnownServices = ["trino", "minio"],
                    RefreshInterval = Duration.Seconds(15),
                },
                MayLackContentType = true,
            },
        ],
        Storage = new StorageSettings
        {
            Retention = Duration.Days(30),
            RetentionSize = new ByteSize(40, "GB"),
            OutOfOrderTimeWindow = Duration.Minutes(30),
            MaxExemplars = 100_000,
        },
        RemoteWrite = new RemoteWrite
        {
            Url = "https://mimir.example.com/api/v1/push",
            Headers = new Dictionary<string, string> { ["X-Scope-OrgID"] = "phlo" },
            MaxShards = 20,
            Access = new HttpAccess { User = "phlo", PasswordFile = "/run/secrets/remote-write-password", AuthorityFile = "/etc/prometheus/remote-write-ca.pem" },
        },
    };

    [Fact]
    public void Are_rendered_as_the_golden_file_has_them() => Golden.Matches(PrometheusFiles.RenderConfig(Config), "prometheus.golden.yml");

    [Fact]
    public void Have_for_a_packaged_Prometheus_only_what_it_knows()
    {
        var packaged = PrometheusFiles.RenderConfig(Config with { Release = PrometheusRelease.Packaged });

        Assert.All(Promtool.NewKeys, key => Assert.DoesNotContain($" {key}:", packaged));
        Assert.All(Promtool.NewKeys, key => Assert.Contains($" {key}:", PrometheusFiles.RenderConfig(Config)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Are_accepted_by_promtool(bool packaged)
    {
        using var folder = new TemporaryDirectory().Write(PrometheusFiles.Render(
            packaged ? Config with { Release = PrometheusRelease.Packaged } : Config,
            AlertRules.Groups(AlertSamples.Everything), "docs/runbooks", MonitoredProducts.RecordingGroups(AlertSamples.Everything)));

        Assert.Contains("SUCCESS", await Promtool.AcceptsAsync(folder));
    }

    [Fact]
    public void Name_job_and_service_alike_on_every_metric()
    {
        Assert.All(Jobs().Where(job => Has(job, "static_configs")), job =>
        {
            var labels = (YamlMappingNode)job["static_configs"][0]["labels"];
            var service = labels["service"].ToString();
            Assert.Equal(service, labels.Children.TryGetValue("job", out var label) ? label.ToString() : job["job_name"].ToString());
            // Two jobs of one service would otherwise write the same series.
            Assert.Equal(job["job_name"].ToString() != service, Has(labels, "metrics_path"));
        });
    }

    [Fact]
    public void Limit_every_job() => Assert.All(Jobs(), job => Assert.All(
        (string[])["sample_limit", "body_size_limit", "label_limit", "label_value_length_limit", "target_limit"], limit => Assert.True(Has(job, limit), limit)));

    [Fact]
    public void Verify_every_certificate() => Assert.DoesNotContain("insecure", PrometheusFiles.RenderConfig(Config));

    [Fact]
    public void Keep_a_timeout_no_longer_than_the_interval()
    {
        Assert.Contains("scrape_timeout: 5s", PrometheusFiles.RenderConfig(Config with { ScrapeInterval = Duration.Seconds(5) }));
        Assert.DoesNotContain("scrape_timeout", PrometheusFiles.RenderConfig(Config));
    }

    [Fact]
    public void Have_no_section_for_what_is_not_there()
    {
        var text = PrometheusFiles.RenderConfig(Config with { Alertmanagers = [], RemoteWrite = null, Storage = new StorageSettings() });

        Assert.All((string[])["alerting", "remote_write", "storage"], section => Assert.DoesNotContain(section, text));
    }

    private static YamlSequenceNode Jobs() => (YamlSequenceNode)Parse(PrometheusFiles.RenderConfig(Config))["scrape_configs"];

    private static bool Has(YamlNode node, string key) => ((YamlMappingNode)node).Children.ContainsKey(key);

    private static YamlNode Parse(string text)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        return yaml.Documents[0].RootNode;
    }
}
