using Infra.Configs.Dashboards;
using static Infra.Configs.Dashboards.Query;
using static Infra.Configs.Lakehouse.Trino.TrinoMetrics;

namespace Infra.Configs.Lakehouse.Trino;

/// <summary>What operators look at of Trino.</summary>
internal static class TrinoDashboard
{
    private const string Job = """{job="trino"}""";
    private const string Interval = "[$__rate_interval]";

    public static Dashboard Board { get; } = new(BoardUids.Trino, "Trino")
    {
        Description = "Queries, their durations and failures, memory and nodes of Trino; and the way from a slow query to its log lines and its trace.",
        Variables = [TrinoQueryPanels.QueryId],
        Rows =
        [
            new Row("", Summary()),
            new Row("Queries", QueryPanels()),
            new Row("Memory and nodes", MemoryPanels()),
            new Row("Work", WorkPanels()),
            new Row("From a query to its trace", TrinoQueryPanels.All()),
            new Row("Months", MonthPanels()) { Collapsed = true },
            new Row("Java virtual machine", JavaPanels()) { Collapsed = true },
        ],
    };

    private static IReadOnlyList<Panel> Summary() => Linked(
        Panels.Stat("Running", "Queries that run now.", PromqlNow($"sum({Running}{Job})")),
        Panels.Stat("Queued", "Queries that wait for a place to run. For a moment that is usual.", PromqlNow($"sum({Queued}{Job})")),
        Panels.Stat(
            "Failing", "The share of the queries of five minutes that failed, without those that whoever asked got wrong.",
            PromqlNow($"sum({TrinoRules.FailureRate}{Job}) / (sum({TrinoRules.CompletedRate}{Job}) > 0) or sum({TrinoRules.CompletedRate}{Job}) * 0")) with
        {
            Unit = Units.Share,
            Limits = Limits.Above(TrinoAlerts.FailureShare),
        },
        Panels.Stat(
            "95 % take less than", "The execution time that one query in twenty exceeds. Trino decays it over five minutes.",
            PromqlNow($$"""max({{ExecutionTime}}{job="trino",quantile="0.95"}) / 1000""")) with
        {
            Unit = Units.Seconds,
            Limits = Limits.Above(TrinoAlerts.SlowSeconds),
        },
        Panels.Stat("Memory in use", "The share of the memory of all nodes that queries hold.", PromqlNow($"sum({PoolReserved}{Job}) / (sum({PoolTotal}{Job}) > 0)")) with
        {
            Unit = Units.Share,
            Limits = Limits.Above(TrinoAlerts.MemoryShare),
        },
        Panels.Stat("Active nodes", "Nodes that take work. The coordinator is one of them.", PromqlNow($"max({NodesIn("Active")})")) with
        {
            Limits = Limits.Under(null, 1),
        });

    private static IReadOnlyList<Panel> QueryPanels() => Linked(
        Panels.TimeSeries(
            "Queries at once", "Running queries, those among them that stand still, and those that wait. A queue that grows while few run is stuck.",
            Promql($"sum({Running}{Job})", "running"),
            Promql($"sum({Blocked}{Job})", "blocked"),
            Promql($"sum({Queued}{Job})", "queued")),
        Panels.TimeSeries(
            "Ended queries", "How many queries end in a minute, well or not.",
            Promql($"60 * (sum(rate({Completed}{Job}{Interval})) - sum(rate({Failed}{Job}{Interval})))", "succeeded"),
            Promql($"60 * sum(rate({Failed}{Job}{Interval}))", "failed")) with
        {
            Unit = Units.PerMinute,
            Stacked = true,
            SeriesColors = new Dictionary<string, string> { ["succeeded"] = Colors.Good, ["failed"] = Colors.Bad },
        },
        Panels.TimeSeries(
            "Failed queries by kind", "Who has to answer for it: the user, Trino itself, a catalog or store behind it, or its size. Only the last three raise an alert.",
            Promql($"60 * sum(rate({UserErrors}{Job}{Interval}))", "user"),
            Promql($"60 * sum(rate({InternalFailures}{Job}{Interval}))", "internal"),
            Promql($"60 * sum(rate({ExternalFailures}{Job}{Interval}))", "external"),
            Promql($"60 * sum(rate({ResourceFailures}{Job}{Interval}))", "resources")) with
        {
            Unit = Units.PerMinute,
            Stacked = true,
            SeriesColors = new Dictionary<string, string> { ["user"] = Colors.Neutral },
        },
        Panels.TimeSeries(
            "Execution time", "How long queries run, without waiting: half of them, nine in ten, and so on take less. Trino decays it over five minutes.",
            Quantiles(ExecutionTime)) with
        {
            Unit = Units.Seconds,
            Limits = Limits.Above(TrinoAlerts.SlowSeconds),
        },
        Panels.TimeSeries(
            "Waiting time", "How long queries wait for a place to run. Long for many: too much at once, or resource groups that are too narrow.",
            Quantiles(QueuedTime)) with
        {
            Unit = Units.Seconds,
            Limits = Limits.Above(TrinoAlerts.QueuedSeconds),
        },
        Panels.TimeSeries(
            "Time from submission to end", "Waiting included, by the queries that Trino posts, or by the lines that it logs, which do not tell failed ones apart; and the mean of the execution alone.",
            Promql($$"""histogram_quantile(0.95, sum by (le) (rate({{TrinoRules.QueryTime}}_bucket{job="trino"}{{Interval}})))""", "95 % take less than"),
            Promql($$"""histogram_quantile(0.95, sum by (le) (rate({{TrinoRules.QueryTime}}_bucket{job="trino",state="FAILED"}{{Interval}})))""", "95 % of the failed take less than"),
            Promql($"sum(rate({ExecutionTimeInAll}_sum{Job}{Interval})) / (sum(rate({ExecutionTimeInAll}_count{Job}{Interval})) > 0) / 1000", "mean execution")) with
        {
            Unit = Units.Seconds,
            Limits = Limits.Above(TrinoAlerts.SlowSeconds),
        });

    private static IReadOnlyList<Panel> MemoryPanels() => Linked(
        Panels.TimeSeries(
            "Memory", "What queries hold of the memory of all nodes. Near the limit queries wait for memory, then they are killed.",
            Promql($"sum({PoolReserved}{Job})", "held"),
            Promql($"sum({PoolTotal}{Job})", "limit")) with
        {
            Unit = Units.Bytes,
            Minimum = 0,
            SeriesColors = new Dictionary<string, string> { ["limit"] = Colors.Bad },
        },
        Panels.TimeSeries(
            "Short of memory", "Queries and tasks that were killed within 10 minutes, nodes without memory left, and ended queries that still hold some. All should be 0.",
            Promql($"sum(delta({QueriesKilled}{Job}[10m]))", "killed queries"),
            Promql($"sum(delta({TasksKilled}{Job}[10m]))", "killed tasks"),
            Promql($"sum({BlockedNodes}{Job})", "blocked nodes"),
            Promql($"sum({LeakedQueries}{Job})", "leaked queries")) with
        {
            Minimum = 0,
            Limits = Limits.Above(1),
        },
        Panels.TimeSeries(
            "Nodes", "Nodes by state. The coordinator counts as active.",
            [.. new[] { "Active", "Inactive", "Draining", "Drained", "ShuttingDown" }.Select(state => Promql($"max({NodesIn(state)})", StateName(state)))]) with
        {
            Decimals = 0,
        });

    private static IReadOnlyList<Panel> WorkPanels() => Linked(
        Panels.TimeSeries("Rows read", "Rows that ended queries have read from their sources.", Promql($"sum(rate({InputRows}{Job}{Interval}))", "rows per second")),
        Panels.TimeSeries("Bytes read", "Bytes that ended queries have read from their sources.", Promql($"sum(rate({InputBytes}{Job}{Interval}))", "read")) with
        {
            Unit = Units.BytesPerSecond,
        },
        Panels.TimeSeries(
            "Processors", "How many processors ended queries have kept busy, in whole seconds of each query.", Promql($"sum(rate({CpuSeconds}{Job}{Interval}))", "busy")) with
        {
            Unit = Units.Processors,
        });

    private static IReadOnlyList<Panel> MonthPanels() => Linked(
        Panels.TimeSeries(
            "Ended queries by the hour", "How many queries ended in an hour, over whatever time the board shows.",
            Promql($$"""3600 * avg_over_time({{TrinoRules.CompletedRate}}{job="trino"}[1h])""", "ended")) with
        {
            Width = 12,
        },
        Panels.TimeSeries(
            "Failing queries by the hour", "The share of an hour's queries that failed, without those that whoever asked got wrong.",
            Promql(
                $$"""avg_over_time({{TrinoRules.FailureRate}}{job="trino"}[1h]) / (avg_over_time({{TrinoRules.CompletedRate}}{job="trino"}[1h]) > 0)""", "failed")) with
        {
            Width = 12,
            Unit = Units.Share,
            Limits = Limits.Above(TrinoAlerts.FailureShare),
        });

    // All but the collections are there only where Trino is told to serve its platform's beans.
    private static IReadOnlyList<Panel> JavaPanels() => Linked(
        Panels.TimeSeries(
            "Heap", "The heap of each node. Only where Trino is told to serve its platform's metrics, see docs/lakehouse.md.",
            Promql(HeapUsed + Job, "{{instance}} used"), Promql(HeapMax + Job, "{{instance}} limit")) with
        {
            Unit = Units.Bytes,
            Minimum = 0,
        },
        Panels.TimeSeries(
            "Garbage collection", "The share of the time that Trino stands still to free memory. Above a tenth for long: it needs more memory.",
            Promql($"rate({MinorCollections}_sum{Job}{Interval})", "{{instance}} minor"), Promql($"rate({MajorCollections}_sum{Job}{Interval})", "{{instance}} major")) with
        {
            Unit = Units.Share,
            Minimum = 0,
        },
        Panels.TimeSeries("Processor load", "The share of its processors that Trino keeps busy.", Promql(ProcessLoad + Job, "{{instance}}")) with { Unit = Units.Share, Minimum = 0, Maximum = 1 },
        Panels.TimeSeries("Threads", "Threads of each node. A number that grows without end is a leak.", Promql(Threads + Job, "{{instance}}")) with { Width = 12 },
        Panels.TimeSeries(
            "Open files", "The share of the files that each node may have open. Near the whole, queries fail.", Promql($"{OpenFiles}{Job} / {MaxFiles}{Job}", "{{instance}}")) with
        {
            Width = 12,
            Unit = Units.Share,
            Minimum = 0,
        });

    // Milliseconds become seconds.
    private static IReadOnlyList<Query> Quantiles(string summary) =>
    [
        .. new[] { ("0.5", "50 %"), ("0.9", "90 %"), ("0.95", "95 %"), ("0.99", "99 %") }
            .Select(quantile => Promql($$"""max({{summary}}{job="trino",quantile="{{quantile.Item1}}"}) / 1000""", quantile.Item2)),
    ];

    private static string StateName(string state) => state == "ShuttingDown" ? "shutting down" : state.ToLowerInvariant();

    private static IReadOnlyList<Panel> Linked(params IReadOnlyList<Panel> panels) => [.. panels.Select(panel => panel with { LogsOf = LakehouseServices.Trino })];
}
