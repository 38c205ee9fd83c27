using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Infra.Configs.Alerts;
using Infra.Configs.Alloy.Queries;
using Infra.Configs.Availability;
using Infra.Configs.Canary;
using Infra.Configs.Contract;
using Infra.Configs.Monitoring;
using Infra.Configs.Prometheus;
using Infra.Configs.Rules;
using Infra.Configs;
using Infra.Stacks;
using Infra.Tests.Configs.Alerts;
using Infra.Tests.Support.Recordings;
using Infra.Tests.Support;

namespace Infra.Tests.Replay;

/// <summary>
/// Exporters that were broken into, in the real Prometheus: they serve every name that an expression asks for, with the labels of others,
/// and can change nothing but what is said of themselves.
/// </summary>
[Trait(AttackTrait.Name, AttackTrait.Value)]
public sealed class HostileExporterTests
{
    private const string Nessie = "nessie";
    private const string Superset = "superset";

    private static readonly string[] Intruders = [Nessie, Superset, ServiceNames.Alloy];

    private static readonly string OfIntruders = $$"""{job=~"{{string.Join('|', Intruders)}}"}""";

    private static readonly Duration Second = Duration.Seconds(1);

    // Their recordings answer, unchanged from scrape to scrape.
    private static readonly string[] Honest = ["postgres-exporter", "node-exporter", "trino", "minio-cluster", "alertmanager", "loki", "tempo"];

    // Beside a Prometheus whose exporters are all honest.
    [Fact]
    public async Task Foreign_names_change_nothing_of_others()
    {
        using var exporters = Exporters();
        var (alerts, recordings) = (AlertRules.Groups(AlertSamples.Everything), MonitoredProducts.RecordingGroups(AlertSamples.Everything));
        using var honestFolder = Folder(exporters, hostile: false, alerts, recordings);
        using var hostileFolder = Folder(exporters, hostile: true, alerts, recordings);
        await using var honest = await StartAsync(honestFolder);
        await using var hostile = await StartAsync(hostileFolder);
        await SettledAsync(honest, hostile: false);
        await SettledAsync(hostile, hostile: true);

        Assert.Contains("series service:phlo_up:bool job=postgres,service=postgres, 1", await StateAsync(honest));
        await Eventually.SucceedsAsync(async () =>
        {
            var (without, with) = (await StateAsync(honest), await StateAsync(hostile));
            Assert.Equal("", string.Join('\n', with.Except(without).Select(entry => $"only with intruders: {entry}").Concat(without.Except(with).Select(entry => $"not with intruders: {entry}"))));
        });
        // What is left of the intruders is their own: Prometheus says whether they answer, and of which stack their alerts are.
        Assert.Equal(Intruders.Order(), (await QueryAsync(hostile, $"up{OfIntruders} == 1")).Select(up => up.Metric.GetProperty("job").GetString()).Order());
        Assert.Empty(await QueryAsync(hostile, $$"""{__name__=~"probe_.*|traces_.*|phlo_canary_.*|slo:.*",instance!="",{{OfIntruders[1..]}}"""));
        Assert.Empty(await QueryAsync(hostile, $$"""{__name__=~"ALERTS.*",alertname=~"|PostgresDown|Watchdog",{{OfIntruders[1..]}}"""));
        Assert.Empty(await QueryAsync(hostile, $$"""{stack!="",{{OfIntruders[1..]}}"""));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_heartbeat_goes_on_and_stops_with_the_canary_alone(bool written)
    {
        using var exporters = Exporters();
        var scope = AlertSamples.Everything with { Canary = new CanaryScope(Duration.Minutes(1)) };
        using var folder = Folder(exporters, hostile: true, AlertRules.Groups(scope), [written ? CanaryRules.Group(Second) : AvailabilityRules.Group]);
        await using var prometheus = await StartAsync(folder);
        await SettledAsync(prometheus, hostile: true);

        var heartbeats = (await StateAsync(prometheus)).Where(entry => entry.StartsWith($"alert {AlertRules.WatchdogName} ", StringComparison.Ordinal));

        Assert.Equal(written ? 1 : 0, heartbeats.Count());
    }

    private static HttpDouble Exporters()
    {
        var exporters = new HttpDouble();
        foreach (var product in Honest)
            exporters.Answers($"/{product}", 200, Lines(Recording.Complete(product)));
        exporters.Answers("/harmless", 200, "intruder_is_hostile 0\n");
        foreach (var intruder in Intruders)
            exporters.Answers($"/hostile-{intruder}", 200, Page(intruder));
        return exporters;
    }

    private static string Lines(Recording recording)
    {
        var text = new StringBuilder();
        foreach (var sample in recording.Samples)
        {
            var labels = string.Join(',', sample.Labels.Select(label => $"{label.Key}={JsonSerializer.Serialize(label.Value)}"));
            text.Append(CultureInfo.InvariantCulture, $"{sample.Name}{{{labels}}} {(double.IsFinite(sample.Value) ? sample.Value : 0)}\n");
        }

        return text.ToString();
    }

    // Every name that an alert, a rule or a panel asks for, and those that Prometheus writes itself. What is made of Trino's lines is Alloy's
    // to say: of that it can say anything.
    private static string Page(string intruder)
    {
        string[] labels =
        [
            "",
            """job="trino",service="trino",instance="trino:8080",stack="other",severity="critical",component="trino",alertname="PostgresDown",alertstate="firing",slo="trino-query-success",signal="log",certificate="trino",name="trino",client="trino",server="minio",method="commit",le="+Inf" """,
            """job="canary",service="canary",signal="span",stack="other",alertname="Watchdog",severity="none",component="alerting",span_kind="SPAN_KIND_SERVER",span_name="GET /",le="10" """,
        ];
        string[] values = ["0", "9e15", "1"];
        var text = new StringBuilder("intruder_is_hostile 1\n");
        var names = MetricContract.Of(AlertSamples.Everything).Names.Concat(["up", "ALERTS", "ALERTS_FOR_STATE", "scrape_duration_seconds", "scrape_series_added"]);
        foreach (var name in names.Distinct().Where(name => intruder != ServiceNames.Alloy || !Regex.IsMatch(name, $"^{QueryDurations.MetricNames}$")))
        {
            foreach (var (set, value) in labels.Zip(values))
                text.Append(CultureInfo.InvariantCulture, $"{name}{{{set.TrimEnd()}}} {value}\n");
        }

        return text.ToString();
    }

    private static TemporaryDirectory Folder(HttpDouble exporters, bool hostile, IReadOnlyList<AlertGroup> alerts, IReadOnlyList<RecordingGroup> recordings)
    {
        var own = OwnScrapes.All.ToDictionary(scrape => scrape.Service, scrape => scrape.Job);
        ScrapeJob Of(string product, string path) => (own.GetValueOrDefault(product) ?? new ScrapeJob(product.Split('-')[0])) with { Targets = [exporters.Address], MetricsPath = $"/{path}" };
        ScrapeJob Intruder(string product) => Of(product, hostile ? $"hostile-{product}" : "harmless") with { MayLackContentType = product == Superset };

        var folder = new TemporaryDirectory();
        folder.Write(PrometheusFiles.ConfigFile, PrometheusFiles.RenderConfig(new PrometheusConfig
        {
            ScrapeInterval = Second,
            EvaluationInterval = Second,
            ExternalLabels = new Dictionary<string, string> { ["stack"] = "dev" },
            RuleFiles = [PrometheusFiles.AlertsFile, PrometheusFiles.RecordingRulesFile],
            Alertmanagers = [],
            ScrapeJobs = [.. Honest.Select(product => Of(product, product)), .. Intruders.Select(Intruder)],
            Release = PrometheusRelease.Packaged,
        }));
        folder.Write(PrometheusFiles.AlertsFile, ReplayConfig.Hurried(AlertRulesYaml.Render(alerts, "https://runbooks.example.com")).Yaml);
        folder.Write(PrometheusFiles.RecordingRulesFile, ReplayConfig.Hurried(RecordingRulesYaml.Render(recordings)).Yaml);
        return folder;
    }

    private static Task<ServerProcess> StartAsync(TemporaryDirectory folder) => ServerProcess.StartAsync(
        RunningPrometheus.Program,
        address => [$"--config.file={folder.File(PrometheusFiles.ConfigFile)}", $"--storage.tsdb.path={folder.File("data")}", $"--web.listen-address={address}", "--enable-feature=extra-scrape-metrics"],
        "/-/ready");

    // Every target has been scraped, and then every rule evaluated with those on which others build.
    private static async Task SettledAsync(ServerProcess prometheus, bool hostile)
    {
        await Eventually.SucceedsAsync(async () =>
        {
            Assert.Equal(Intruders.Length, (await QueryAsync(prometheus, $"intruder_is_hostile == {(hostile ? 1 : 0)}")).Count);
            Assert.All((await GetAsync(prometheus, "targets")).GetProperty("activeTargets").EnumerateArray(), target => Assert.Equal("up", target.GetProperty("health").GetString()));
        });
        for (var round = 0; round < 6; round++)
        {
            var evaluated = await EvaluationsAsync(prometheus);
            await Eventually.SucceedsAsync(async () => Assert.All((await EvaluationsAsync(prometheus)).Zip(evaluated), pair => Assert.NotEqual(pair.Second, pair.First)));
        }
    }

    private static async Task<IReadOnlyList<string>> EvaluationsAsync(ServerProcess prometheus) =>
        [.. (await GetAsync(prometheus, "rules")).GetProperty("groups").EnumerateArray().Select(group => group.GetProperty("lastEvaluation").GetString()!)];

    // Alerts that are pending or fire, and series that rules record: a line each, without what is about the intruders themselves. How long
    // scrapes take is nobody's doing.
    private static async Task<SortedSet<string>> StateAsync(ServerProcess prometheus)
    {
        var alerts = (await GetAsync(prometheus, "alerts")).GetProperty("alerts").EnumerateArray()
            .Select(alert => Text(alert.GetProperty("labels")))
            .Where(labels => !labels.Contains("PrometheusScrapeSlow", StringComparison.Ordinal))
            .Select(labels => $"alert {labels}");
        var recorded = string.Join('|', MonitoredProducts.RecordingGroups(AlertSamples.Everything).SelectMany(group => group.Rules).Select(rule => rule.Name).Distinct());
        var series = (await QueryAsync(prometheus, $$"""{__name__=~"{{recorded}}"}"""))
            .Select(sample => $"series {Text(sample.Metric)}" + (sample.Metric.GetProperty("__name__").GetString() == AvailabilityRules.Up ? $" {sample.Value}" : ""));
        return new SortedSet<string>(alerts.Concat(series).Where(entry => !Intruders.Any(intruder => IsAbout(entry, intruder))), StringComparer.Ordinal);
    }

    // The name first, then the labels.
    private static string Text(JsonElement labels)
    {
        var pairs = labels.EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString()!);
        var name = pairs.GetValueOrDefault("alertname") ?? pairs.GetValueOrDefault("__name__", "");
        return $"{name} {string.Join(',', pairs.Where(pair => pair.Key is not ("alertname" or "__name__")).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"))},";
    }

    // An alert is about its component, a series about its service.
    private static bool IsAbout(string entry, string service)
    {
        var label = entry.StartsWith("alert ", StringComparison.Ordinal) ? "component" : "service";
        return entry.Contains($" {label}={service},", StringComparison.Ordinal) || entry.Contains($",{label}={service},", StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<(JsonElement Metric, string Value)>> QueryAsync(ServerProcess prometheus, string query) =>
    [
        .. (await GetAsync(prometheus, $"query?query={Uri.EscapeDataString(query)}")).GetProperty("result").EnumerateArray()
            .Select(sample => (sample.GetProperty("metric"), sample.GetProperty("value")[1].GetString()!)),
    ];

    private static async Task<JsonElement> GetAsync(ServerProcess prometheus, string path)
    {
        using var http = new HttpClient();
        using var document = JsonDocument.Parse(await http.GetStringAsync(new Uri($"http://{prometheus.Address}/api/v1/{path}"), TestContext.Current.CancellationToken));
        return document.RootElement.GetProperty("data").Clone();
    }
}
