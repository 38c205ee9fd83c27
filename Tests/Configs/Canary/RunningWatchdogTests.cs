using System.Text.Json;
using Infra.Configs;
using Infra.Configs.Alerts;
using Infra.Configs.Availability;
using Infra.Configs.BlackboxExporter;
using Infra.Configs.Canary;
using Infra.Configs.Prometheus;
using Infra.Configs.Rules;
using Infra.Tests.Support;

namespace Infra.Tests.Configs.Canary;

/// <summary>The real Prometheus and the real blackbox exporter with the rendered jobs and rules, and doubles in the place of Nessie and Loki.</summary>
public sealed class RunningWatchdogTests
{
    private const string Found = """{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"3"]}]}}""";
    private const string NotFound = """{"status":"success","data":{"resultType":"vector","result":[]}}""";
    private const string WatchdogFires = "ALERTS{alertname=\"Watchdog\",alertstate=\"firing\"}";

    [Fact]
    public async Task Fires_while_the_line_is_found_and_a_service_that_answers_and_cannot_work_is_down()
    {
        using var double_ = new HttpDouble();
        double_.Answers("/loki/api/v1/query", 200, Found);
        double_.Answers("/q/metrics", 200, "up_and_running 1\n");
        double_.Answers(ReadinessProbes.NessiePath, 200, "{\"status\":\"UP\"}");
        using var folder = new TemporaryDirectory().Write(Config(
        [
            ReadinessProbes.Module("nessie", "nessie", ReadinessProbes.NessiePath, HttpAccess.Plain), CanaryProbes.LogProbe(HttpAccess.Plain),
        ]));
        await using var exporter = await ServerProcess.StartAsync(
            "prometheus-blackbox-exporter", address => [$"--config.file={folder.File(BlackboxFiles.ConfigFile)}", $"--web.listen-address={address}"], "/-/healthy");
        folder.Write(Files(double_.Address, exporter.Address));
        await using var prometheus = await ServerProcess.StartAsync(
            "prometheus",
            address => [$"--config.file={folder.File(PrometheusFiles.ConfigFile)}", $"--storage.tsdb.path={folder.File("data")}", $"--web.listen-address={address}", "--enable-feature=extra-scrape-metrics"],
            "/-/ready");

        await UntilAsync(prometheus, $"{AvailabilityRules.Up}{{service=\"nessie\"}} == 1");
        await UntilAsync(prometheus, WatchdogFires);
        var ups = await QueryAsync(prometheus, "up");

        Assert.Equal(
            [("blackbox-exporter", "/loki/api/v1/query"), ("blackbox-exporter", "/q/health/ready"), ("nessie", "")],
            ups.Select(up => (Label(up, "service"), Label(up, "metrics_path"))).Order());

        double_.Answers(ReadinessProbes.NessiePath, 503, "{\"status\":\"DOWN\"}");
        await UntilAsync(prometheus, $"{AvailabilityRules.Up}{{job=\"nessie\",service=\"nessie\"}} == 0");
        await UntilAsync(prometheus, "ALERTS{alertname=\"NessieDown\",alertstate=\"firing\"}");
        await UntilAsync(prometheus, "up{service=\"nessie\"} == 1");

        double_.Answers("/loki/api/v1/query", 200, NotFound);
        await UntilAsync(prometheus, "ALERTS{alertname=\"CanaryLogMissing\",alertstate=\"pending\"}");
    }

    private static IReadOnlyDictionary<string, string> Files(string service, string exporter)
    {
        var scope = new AlertScope
        {
            PendingPeriod = Duration.Seconds(1),
            Services = new HashSet<string> { "nessie" },
            Canary = new CanaryScope(Duration.Seconds(1), Log: true),
        };
        return PrometheusFiles.Render(
            new PrometheusConfig
            {
                ScrapeInterval = Duration.Seconds(1),
                EvaluationInterval = Duration.Seconds(1),
                ExternalLabels = new Dictionary<string, string>(),
                RuleFiles = [PrometheusFiles.AlertsFile, PrometheusFiles.RecordingRulesFile],
                Alertmanagers = [],
                ScrapeJobs =
                [
                    new ScrapeJob("nessie", service) { MetricsPath = "/q/metrics" },
                    ReadinessProbes.Job("nessie", "nessie", [service], ReadinessProbes.NessiePath, https: false, exporter),
                    CanaryProbes.LogJob(service, https: false, exporter, Duration.Seconds(1)),
                ],
                Release = PrometheusRelease.Packaged,
            },
            AlertRules.Groups(scope), "docs/runbooks", RecordingRules.Groups(Duration.Seconds(1), Duration.Seconds(1)));
    }

    private static Dictionary<string, string> Config(IEnumerable<ProbeModule> modules) => new() { [BlackboxFiles.ConfigFile] = BlackboxFiles.RenderConfig(modules) };

    private static Task UntilAsync(ServerProcess prometheus, string query) =>
        Eventually.SucceedsAsync(async () => Assert.True((await QueryAsync(prometheus, query)).Count > 0, $"{query} has no result"));

    private static async Task<IReadOnlyList<JsonElement>> QueryAsync(ServerProcess prometheus, string query)
    {
        using var http = new HttpClient();
        var answer = await http.GetStringAsync(new Uri($"http://{prometheus.Address}/api/v1/query?query={Uri.EscapeDataString(query)}"), TestContext.Current.CancellationToken);
        using var document = JsonDocument.Parse(answer);
        return [.. document.RootElement.GetProperty("data").GetProperty("result").EnumerateArray().Select(sample => sample.GetProperty("metric").Clone())];
    }

    private static string Label(JsonElement metric, string name) => metric.TryGetProperty(name, out var value) ? value.GetString()! : "";
}
