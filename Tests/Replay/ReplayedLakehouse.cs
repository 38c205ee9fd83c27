using System.Globalization;
using System.Text.Json;
using Infra.Configs;
using Infra.Tests.Support;

namespace Infra.Tests.Replay;

/// <summary>
/// The recordings replayed: the real Prometheus scrapes them as it would a stack with everything, and has evaluated the rules over
/// them several times.
/// </summary>
internal sealed class ReplayedLakehouse : IAsyncDisposable
{
    /// <summary>Enough for a rate, and as many samples as five minutes of a stack have.</summary>
    private const int Scrapes = 20;

    /// <summary>Enough for rules on rules on rules, and for a rate of what the first ones record.</summary>
    private const int Evaluations = 4;

    private readonly ExporterDouble _exporters;
    private readonly RunningPrometheus _prometheus;
    private readonly IReadOnlyDictionary<string, Duration> _intervals;

    private ReplayedLakehouse(ExporterDouble exporters, RunningPrometheus prometheus, IReadOnlyDictionary<string, Duration> intervals) =>
        (_exporters, _prometheus, _intervals) = (exporters, prometheus, intervals);

    /// <param name="alertGroups">A rule file of alerts.</param>
    /// <param name="recordingRules">A rule file of recording rules.</param>
    /// <param name="lakehouses">How many lakehouses there are; if several, the label <c>lakehouse</c> tells them apart.</param>
    public static Task<ReplayedLakehouse> StartAsync(string alertGroups, string recordingRules, int lakehouses = 1) =>
        StartAsync([alertGroups, recordingRules], lakehouses);

    /// <param name="ruleFiles">Rule files of Prometheus.</param>
    /// <param name="lakehouses">How many lakehouses there are; if several, the label <c>lakehouse</c> tells them apart.</param>
    public static async Task<ReplayedLakehouse> StartAsync(IReadOnlyList<string> ruleFiles, int lakehouses = 1)
    {
        var folder = new TemporaryDirectory();
        var intervals = new Dictionary<string, Duration>();
        var names = new List<string>();
        foreach (var file in ruleFiles)
        {
            var (yaml, had) = ReplayConfig.Hurried(file);
            names.Add($"rules-{names.Count}.yml");
            folder.Write(names[^1], yaml);
            // Groups of the same name in two files are two groups.
            foreach (var (group, interval) in had)
                intervals[Key(names[^1], group)] = interval;
        }

        var config = new ReplayConfig(lakehouses);
        var exporters = new ExporterDouble(config.Products);
        try
        {
            folder.Write("prometheus.yml", config.Render(exporters.Url, names));
            var replay = new ReplayedLakehouse(exporters, await RunningPrometheus.StartAsync(folder, "prometheus.yml"), intervals);
            await exporters.ScrapedAsync(Scrapes, TestContext.Current.CancellationToken);
            await replay.EvaluatedAsync(Evaluations);
            return replay;
        }
        catch
        {
            exporters.Dispose();
            throw;
        }
    }

    /// <summary>The series that an expression has now. An expression that Prometheus does not understand fails the test.</summary>
    public async Task<IReadOnlyList<ReplaySeries>> QueryAsync(string expression)
    {
        var data = await _prometheus.GetAsync($"/api/v1/query?query={Uri.EscapeDataString(expression)}");
        var result = data.GetProperty("result");
        return data.GetProperty("resultType").GetString() == "scalar"
            ? [new ReplaySeries(new Dictionary<string, string>(), Value(result))]
            : [.. result.EnumerateArray().Select(series => new ReplaySeries(Labels(series.GetProperty("metric")), Value(series.GetProperty("value"))))];
    }

    /// <summary>Those that have no series, or nothing but series without a number.</summary>
    public async Task<IReadOnlyList<ReplayQuery>> WithoutDataAsync(IEnumerable<ReplayQuery> queries)
    {
        var without = new List<ReplayQuery>();
        foreach (var query in queries)
        {
            if ((await QueryAsync(query.Expression)).All(series => double.IsNaN(series.Value)))
                without.Add(query);
        }

        return without;
    }

    /// <summary>What Prometheus could not do with rules: one line for each, and none if all went well.</summary>
    public async Task<IReadOnlyList<string>> RuleErrorsAsync() =>
    [
        .. from owner in await GroupsAsync()
           from rule in owner.GetProperty("rules").EnumerateArray()
           where rule.GetProperty("health").GetString() != "ok"
           select $"{owner.GetProperty("name").GetString()}: {rule.GetProperty("name").GetString()}: {Text(rule, "lastError") ?? "not evaluated"}",
    ];

    /// <summary>Targets that could not be scraped: one line for each.</summary>
    public async Task<IReadOnlyList<string>> TargetErrorsAsync() =>
    [
        .. (await _prometheus.GetAsync("/api/v1/targets")).GetProperty("activeTargets").EnumerateArray()
            .Where(target => target.GetProperty("health").GetString() != "up")
            .Select(target => $"{target.GetProperty("scrapeUrl").GetString()}: {Text(target, "lastError")}"),
        .. _exporters.Unknown.Distinct(StringComparer.Ordinal).Select(address => $"{address}: the double has no recording for it"),
    ];

    /// <summary>What each group of rules costs: the shortest of several evaluations, since this machine does other things too.</summary>
    public async Task<IReadOnlyList<GroupCost>> RuleCostAsync(int evaluations = 10)
    {
        var shortest = new Dictionary<string, GroupCost>();
        for (var round = 0; round < evaluations; round++)
        {
            await EvaluatedAsync(1);
            foreach (var group in await GroupsAsync())
            {
                var key = Key(Path.GetFileName(group.GetProperty("file").GetString()!), group.GetProperty("name").GetString()!);
                var cost = new GroupCost(
                    group.GetProperty("name").GetString()!, group.GetProperty("rules").GetArrayLength(), _intervals[key],
                    TimeSpan.FromSeconds(group.GetProperty("evaluationTime").GetDouble()));
                if (!shortest.TryGetValue(key, out var other) || cost.Evaluation < other.Evaluation)
                    shortest[key] = cost;
            }
        }

        return [.. shortest.Values.OrderBy(cost => cost.Group, StringComparer.Ordinal)];
    }

    /// <summary>What each target brings. The same with each run.</summary>
    public async Task<IReadOnlyList<TargetSeries>> SeriesAsync()
    {
        var kept = await QueryAsync("scrape_samples_post_metric_relabeling");
        var scraped = (await QueryAsync("scrape_samples_scraped")).ToDictionary(series => TargetOf(series.Labels), series => series.Value);
        return
        [
            .. kept.Select(series => new TargetSeries(
                    LakehouseOf(series.Labels), JobOf(series.Labels), (int)scraped[TargetOf(series.Labels)], (int)series.Value))
                .OrderBy(target => target.Lakehouse is null).ThenBy(target => target.Lakehouse, StringComparer.Ordinal).ThenBy(target => target.Job, StringComparer.Ordinal),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        await _prometheus.DisposeAsync();
        _exporters.Dispose();
    }

    // A group that is evaluated has another time of its last evaluation.
    private async Task EvaluatedAsync(int times)
    {
        for (var time = 0; time < times; time++)
        {
            var before = (await GroupsAsync()).Select(LastEvaluation).ToList();
            await Eventually.SucceedsAsync(async () =>
                Assert.All((await GroupsAsync()).Select(LastEvaluation).Zip(before), pair => Assert.NotEqual(pair.Second, pair.First)));
        }

        static string LastEvaluation(JsonElement group) => group.GetProperty("lastEvaluation").GetString()!;
    }

    private async Task<IReadOnlyList<JsonElement>> GroupsAsync() =>
        [.. (await _prometheus.GetAsync("/api/v1/rules")).GetProperty("groups").EnumerateArray()];

    private static string Key(string file, string group) => $"{file};{group}";

    // Prometheus' own jobs of one service are told apart by their path.
    private static string JobOf(IReadOnlyDictionary<string, string> labels) =>
        labels.GetValueOrDefault("job", ReplayTargets.GeneratedByTempo) + (labels.TryGetValue("metrics_path", out var path) ? $" {path}" : "");

    private static string TargetOf(IReadOnlyDictionary<string, string> labels) => $"{labels["instance"]} {JobOf(labels)}";

    private static string? LakehouseOf(IReadOnlyDictionary<string, string> labels) =>
        labels.TryGetValue(ReplayConfig.LakehouseLabel, out var lakehouse) ? lakehouse
        : ReplayTargets.All.Any(target => target.OfLakehouse && target.Job.Service == labels.GetValueOrDefault("job")) ? "lakehouse"
        : null;

    private static Dictionary<string, string> Labels(JsonElement metric) => metric.EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString()!);

    private static double Value(JsonElement pair) => pair[1].GetString() switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        { } number => double.Parse(number, CultureInfo.InvariantCulture),
        null => double.NaN,
    };

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var text) ? text.GetString() : null;
}
