using Infra.Configs;
using Infra.Configs.Alerts;
using Infra.Configs.Prometheus;
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
        RuleFiles = [PrometheusFiles.AlertsFile],
        Alertmanagers = ["alertmanager:9093"],
        ScrapeJobs =
        [
            new ScrapeJob("prometheus", "localhost:9090"),
            new ScrapeJob("minio", "minio:9000") { MetricsPath = "/minio/v2/metrics/cluster" },
        ],
    };

    [Fact]
    public void Are_rendered_as_the_golden_file_has_them() => Golden.Matches(PrometheusFiles.RenderConfig(Config), "prometheus.golden.yml");

    [Fact]
    public async Task Are_accepted_by_promtool()
    {
        using var folder = new TemporaryDirectory().Write(PrometheusFiles.Render(Config, AlertRules.Groups(Duration.Minutes(1)), "docs/runbooks"));

        var output = await ToolProcess.AcceptsInAsync(folder.Path, "promtool", "check", "config", PrometheusFiles.ConfigFile);

        Assert.Contains("3 rules found", output);
    }

    [Fact]
    public void Name_job_and_service_alike()
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(PrometheusFiles.RenderConfig(Config)));
        var jobs = (YamlSequenceNode)yaml.Documents[0].RootNode["scrape_configs"];

        Assert.Equal(["prometheus", "minio"], jobs.Select(job => job["job_name"].ToString()));
        Assert.All(jobs, job => Assert.Equal(job["job_name"], job["static_configs"][0]["labels"]["service"]));
    }

    [Fact]
    public void Have_no_section_for_alerting_without_an_Alertmanager() =>
        Assert.DoesNotContain("alerting", PrometheusFiles.RenderConfig(Config with { Alertmanagers = [] }));
}
