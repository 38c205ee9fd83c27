using System.Globalization;
using Infra.Configs.Dashboards;
using Infra.Configs.Monitoring;
using static Infra.Configs.Dashboards.Query;

namespace Infra.Configs.Prometheus;

/// <summary>What the stack takes in and keeps, who brings most of it, and for how long there is room.</summary>
internal static class StackCost
{
    private const int Day = 24 * 3600;
    private const string Size = $$"""{{StackRules.PrometheusSize}}{job="prometheus"}""";

    public static IReadOnlyList<Panel> Summary(MonitoringScope scope)
    {
        List<Panel> stats = [.. OfMetrics, .. scope.HasLogs ? OfLogs(scope) : [], .. scope.HasTraces ? OfTraces(scope) : []];
        List<Panel> producers = [TopJobs, .. scope.HasLogs ? new[] { TopLogs } : [], .. scope.HasTraces ? new[] { TopTraces } : []];
        // As many as there are, in whole lines: four, six or eight values, and one to three rankings.
        var width = stats.Count == 6 ? 4 : 6;
        return [.. stats.Select(panel => panel with { Width = width }), .. producers.Select(panel => panel with { Width = GridLayout.Columns / producers.Count })];
    }

    /// <summary>The same over weeks, from what was computed meanwhile.</summary>
    public static IReadOnlyList<Panel> Weeks(MonitoringScope scope)
    {
        List<Panel> panels =
        [
            Panels.TimeSeries("Samples by job, over weeks", "Samples that each job brings with a scrape. Choose a time range of up to 30 days.",
                Promql($$"""sum by (job) ({{StackRules.Samples}})""", "{{job}}")) with
            { LogsOf = ServiceNames.Prometheus },
            Panels.TimeSeries("Prometheus' store, over weeks", "What it takes of its disk, and its limit if there is one. Choose a time range of up to 30 days.",
                Promql($"sum({Size})", "size"),
                Promql("""sum(prometheus_tsdb_retention_limit_bytes{job="prometheus"} > 0)""", "limit")) with
            { Unit = Units.Bytes, LogsOf = ServiceNames.Prometheus },
        ];
        if (scope.HasLogs)
        {
            panels.Add(Panels.TimeSeries("Logs, over weeks", "Bytes of log lines that Loki takes in a second. Choose a time range of up to 30 days.",
                Promql($$"""sum({{StackRules.LokiReceived}}{job="loki"})""", "received")) with
            { Unit = Units.BytesPerSecond, LogsOf = ServiceNames.Loki });
        }

        if (scope.HasTraces)
        {
            panels.Add(Panels.TimeSeries("Traces, over weeks", "Bytes of spans that Tempo takes in a second. Choose a time range of up to 30 days.",
                Promql($$"""sum({{StackRules.TempoReceived}}{job="tempo"})""", "received")) with
            { Unit = Units.BytesPerSecond, LogsOf = ServiceNames.Tempo });
        }

        var width = panels.Count == 3 ? 8 : 12;
        return [.. panels.Select(panel => panel with { Width = width })];
    }

    private static IReadOnlyList<Panel> OfMetrics { get; } =
    [
        Panels.Stat("Series", "Series that Prometheus has in memory, about 3 kB each.", Promql("""sum(prometheus_tsdb_head_series{job="prometheus"})""")) with
        { LogsOf = ServiceNames.Prometheus },
        Panels.Stat("Samples a second", "Samples that Prometheus takes in a second.",
            Promql("""sum(rate(prometheus_tsdb_head_samples_appended_total{job="prometheus"}[$__rate_interval]))""")) with
        { LogsOf = ServiceNames.Prometheus },
        Panels.Stat("Metrics on disk", "What Prometheus' store takes of its disk: blocks, and what is not in a block yet.", Promql($"sum({Size})")) with
        { Unit = Units.Bytes, LogsOf = ServiceNames.Prometheus },
        Panels.Stat("Metrics reach their limit in", "At the rate of the last day, the time until Prometheus' store has the size at which it deletes the oldest samples.",
            PromqlNow($$"""min(((prometheus_tsdb_retention_limit_bytes{job="prometheus"} > 0) - on (job, service) group_left () {{Size}}) / on (job, service) group_left () ({{StackRules.PrometheusGrowth}}{job="prometheus"} > 0))""")) with
        { MayBeEmpty = "while what is stored does not grow", Unit = Units.Duration, Limits = Limits.Under(3 * Day), NoValue = "no limit, or none near", LogsOf = ServiceNames.Prometheus },
    ];

    private static IReadOnlyList<Panel> OfLogs(MonitoringScope scope) =>
    [
        Panels.Stat("Logs a day", "Bytes of log lines that Loki takes in a day, at the rate of now.",
            Promql($$"""sum({{StackRules.LokiReceived}}{job="loki"}) * {{Day}}""")) with
        { Unit = Units.Bytes, LogsOf = ServiceNames.Loki },
        Panels.Stat("Logs at full retention", Kept(scope.LokiRetention, "logs"),
            PromqlNow($$"""sum({{StackRules.LokiStored}}{job="loki"}) * {{Seconds(scope.LokiRetention)}}""")) with
        { Unit = Units.Bytes, LogsOf = ServiceNames.Loki },
    ];

    private static IReadOnlyList<Panel> OfTraces(MonitoringScope scope) =>
    [
        Panels.Stat("Traces a day", "Bytes of spans that Tempo takes in a day, at the rate of now.",
            Promql($$"""sum({{StackRules.TempoReceived}}{job="tempo"}) * {{Day}}""")) with
        { Unit = Units.Bytes, LogsOf = ServiceNames.Tempo },
        Panels.Stat("Traces at full retention", Kept(scope.TempoRetention, "traces"),
            PromqlNow($$"""sum({{StackRules.TempoStored}}{job="tempo"}) * {{Seconds(scope.TempoRetention)}}""")) with
        { Unit = Units.Bytes, LogsOf = ServiceNames.Tempo },
    ];

    private static Panel TopJobs { get; } = Panels.Bars(
        "Samples by job", "Which jobs bring most samples with a scrape. Each is a series in Prometheus' memory.",
        PromqlNow("topk(10, sum by (job) (scrape_samples_post_metric_relabeling))", "{{job}}")) with
    { LogsOf = ServiceNames.Prometheus };

    private static Panel TopLogs { get; } = Panels.Bars(
        "Log bytes by service", "Which services have written most in the time range.",
        Logql("""topk(10, sum by (service) (bytes_over_time({service=~".+"}[$__range])))""", "{{service}}") with { Result = QueryResult.Instant }) with
    { Unit = Units.Bytes, LogsOf = ServiceNames.Loki };

    private static Panel TopTraces { get; } = Panels.Bars(
        "Span bytes by service", "Which services have sent most in the time range.",
        PromqlNow("""topk(10, sum by (service) (increase(traces_spanmetrics_size_total{service!=""}[$__range])))""", "{{service}}")) with
    { Unit = Units.Bytes, Links = [PanelLink.To("Traces in this time", BoardUids.Traces)] };

    // Without a retention that is known, what a day adds.
    private static string Kept(Duration? retention, string what) => retention is { } time
        ? $"What {what} will take once they have been kept for {time}, at the rate of the last six hours."
        : $"What a day of {what} takes, at the rate of the last six hours.";

    private static string Seconds(Duration? retention) => (retention?.TotalSeconds ?? Day).ToString(CultureInfo.InvariantCulture);
}
