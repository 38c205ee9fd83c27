using System.Text.Json;
using Infra.Configs;
using Infra.Configs.Alerts;
using Infra.Configs.Availability;
using Infra.Configs.BlackboxExporter;
using Infra.Configs.Canary;
using Infra.Configs.Prometheus;
using Infra.Configs.Monitoring;
using Infra.Tests.Support;

namespace Infra.Tests.Configs.Canary;

/// <summary>
/// The real Prometheus and the real blackbox exporter with the rendered jobs and rules; doubles in the place of Nessie and Loki, and a disk
/// that fills up.
/// </summary>
public sealed class RunningWatchdogTests
{
    private const string Found = """{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"3"]}]}}""";
    private const string NotFound = """{"status":"success","data":{"resultType":"vector","result":[]}}""";
    private const string Watchdog = AlertRules.WatchdogName;

    [Fact]
    public async Task Fires_while_the_line_is_found_and_a_service_that_answers_and_cannot_work_is_down()
    {
        using var lakehouse = new HttpDouble();
        lakehouse.Answers("/loki/api/v1/query", 200, Found);
        lakehouse.Answers("/q/metrics", 200, "up_and_running 1\n");
        lakehouse.Answers(ReadinessProbes.NessiePath, 200, "{\"status\":\"UP\"}");
        using var folder = new TemporaryDirectory().Write(Config(
        [
            ReadinessProbes.Module("nessie", "nessie", ReadinessProbes.NessiePath, HttpAccess.Plain), CanaryProbes.LogProbe(HttpAccess.Plain),
        ]));
        await using var exporter = await ServerProcess.StartAsync(
            "prometheus-blackbox-exporter", address => [$"--config.file={folder.File(BlackboxFiles.ConfigFile)}", $"--web.listen-address={address}"], "/-/healthy");
        folder.Write(Files(
            new CanaryScope(Interval, Log: true),
            new ScrapeJob("nessie", lakehouse.Address) { MetricsPath = "/q/metrics" },
            ReadinessProbes.Job("nessie", "nessie", [lakehouse.Address], ReadinessProbes.NessiePath, https: false, exporter.Address),
            CanaryProbes.LogJob(lakehouse.Address, https: false, exporter.Address, Interval)));
        await using var prometheus = await StartAsync(folder);

        await UntilAsync(prometheus, $"{AvailabilityRules.Up}{{service=\"nessie\"}} == 1");
        await UntilAsync(prometheus, Watchdog, fires: true);
        var ups = await QueryAsync(prometheus, "up");

        Assert.Equal(
            [("blackbox-exporter", "/loki/api/v1/query"), ("blackbox-exporter", "/q/health/ready"), ("nessie", "")],
            ups.Select(up => (Label(up, "service"), Label(up, "metrics_path"))).Order());

        lakehouse.Answers(ReadinessProbes.NessiePath, 503, "{\"status\":\"DOWN\"}");
        await UntilAsync(prometheus, $"{AvailabilityRules.Up}{{job=\"nessie\",service=\"nessie\"}} == 0");
        await UntilAsync(prometheus, "ALERTS{alertname=\"NessieDown\",alertstate=\"firing\"}");
        await UntilAsync(prometheus, "up{service=\"nessie\"} == 1");

        lakehouse.Answers("/loki/api/v1/query", 200, NotFound);
        await UntilAsync(prometheus, "ALERTS{alertname=\"CanaryLogMissing\",alertstate=\"pending\"}");
    }

    // Prometheus goes on to answer and to evaluate: an alert that always fires would not stop.
    [Fact]
    public async Task Stops_when_the_disk_is_full_and_comes_back_with_room()
    {
        Assert.SkipUnless(Environment.UserName == "root" && ToolProcess.Exists("mount"), "needs root, to mount a small file system");
        using var folder = new TemporaryDirectory().Write(Files(new CanaryScope(Interval)));
        var data = Directory.CreateDirectory(folder.File("data")).FullName;
        var mounted = await ToolProcess.RunAsync("mount", ["-t", "tmpfs", "-o", "size=8m", "tmpfs", data]);
        Assert.SkipUnless(mounted.ExitCode == 0, $"needs the right to mount a small file system: {mounted.Error}");
        try
        {
            await using var prometheus = await StartAsync(folder);
            await UntilAsync(prometheus, Watchdog, fires: true);

            // Prometheus maps this file, which has holes: it would end if it wrote into one of them while there is no room.
            var queries = Path.Combine(data, "queries.active");
            (await ToolProcess.RunAsync("dd", [$"if={queries}", $"of={queries}", "conv=notrunc", "bs=4k"])).ShouldSucceed("dd");
            var ballast = Path.Combine(data, "ballast");
            // It has to fail: there is less room than that.
            await ToolProcess.RunAsync("dd", ["if=/dev/zero", $"of={ballast}", "bs=4k", "count=4096"]);
            await UntilAsync(prometheus, Watchdog, fires: false);
            Assert.Single(await QueryAsync(prometheus, "vector(1)"));

            File.Delete(ballast);
            await UntilAsync(prometheus, Watchdog, fires: true);
        }
        finally
        {
            (await ToolProcess.RunAsync("umount", ["--lazy", data])).ShouldSucceed("umount");
        }
    }

    private static readonly Duration Interval = Duration.Seconds(1);

    private static Task<ServerProcess> StartAsync(TemporaryDirectory folder) => ServerProcess.StartAsync(
        "prometheus",
        address => [$"--config.file={folder.File(PrometheusFiles.ConfigFile)}", $"--storage.tsdb.path={folder.File("data")}", $"--web.listen-address={address}", "--enable-feature=extra-scrape-metrics"],
        "/-/ready");

    private static IReadOnlyDictionary<string, string> Files(CanaryScope canary, params IReadOnlyList<ScrapeJob> jobs)
    {
        var scope = new MonitoringScope { PendingPeriod = Interval, ScrapeInterval = Interval, Services = new HashSet<string> { "nessie" }, Canary = canary };
        return PrometheusFiles.Render(
            new PrometheusConfig
            {
                ScrapeInterval = Interval,
                EvaluationInterval = Interval,
                ExternalLabels = new Dictionary<string, string>(),
                RuleFiles = [PrometheusFiles.AlertsFile, PrometheusFiles.RecordingRulesFile],
                Alertmanagers = [],
                ScrapeJobs = jobs,
                Release = PrometheusRelease.Packaged,
            },
            AlertRules.Groups(scope), "docs/runbooks", MonitoredProducts.RecordingGroups(scope));
    }

    private static Dictionary<string, string> Config(IEnumerable<ProbeModule> modules) => new() { [BlackboxFiles.ConfigFile] = BlackboxFiles.RenderConfig(modules) };

    private static Task UntilAsync(ServerProcess prometheus, string query) =>
        Eventually.SucceedsAsync(async () => Assert.True((await QueryAsync(prometheus, query)).Count > 0, $"{query} has no result"));

    // As it is sent to Alertmanager, whether or not it can be written.
    private static Task UntilAsync(ServerProcess prometheus, string alert, bool fires) => Eventually.SucceedsAsync(async () =>
    {
        using var http = new HttpClient();
        using var document = JsonDocument.Parse(await http.GetStringAsync(new Uri($"http://{prometheus.Address}/api/v1/alerts"), TestContext.Current.CancellationToken));
        var firing = document.RootElement.GetProperty("data").GetProperty("alerts").EnumerateArray()
            .Where(candidate => candidate.GetProperty("state").GetString() == "firing").Select(candidate => candidate.GetProperty("labels").GetProperty("alertname").GetString());
        Assert.Equal(fires, firing.Contains(alert));
    });

    private static async Task<IReadOnlyList<JsonElement>> QueryAsync(ServerProcess prometheus, string query)
    {
        using var http = new HttpClient();
        var answer = await http.GetStringAsync(new Uri($"http://{prometheus.Address}/api/v1/query?query={Uri.EscapeDataString(query)}"), TestContext.Current.CancellationToken);
        using var document = JsonDocument.Parse(answer);
        return [.. document.RootElement.GetProperty("data").GetProperty("result").EnumerateArray().Select(sample => sample.GetProperty("metric").Clone())];
    }

    private static string Label(JsonElement metric, string name) => metric.TryGetProperty(name, out var value) ? value.GetString()! : "";
}
