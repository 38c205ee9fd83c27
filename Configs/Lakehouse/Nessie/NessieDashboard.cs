using Infra.Configs.Dashboards;
using Infra.Configs.Tempo;
using static Infra.Configs.Dashboards.Query;
using static Infra.Configs.Lakehouse.Nessie.NessieMetrics;

namespace Infra.Configs.Lakehouse.Nessie;

/// <summary>What operators look at of Nessie.</summary>
internal static class NessieDashboard
{
    private const string Job = """{job="nessie"}""";
    private const string Errors = """{job="nessie",status=~"5.."}""";
    private const string Interval = "[$__rate_interval]";
    private const string Traces = "resource.service.name=~\"" + GeneratedMetrics.Nessie + "\"";

    /// <param name="hasTraces">Whether the stack has traces, of which the durations by endpoint are made.</param>
    public static Dashboard Board(bool hasTraces) => new(BoardUids.Nessie, "Nessie")
    {
        Description = "Requests, errors and durations of the catalog, its operations and caches, and its virtual machine.",
        Rows =
        [
            new Row("", Summary()),
            new Row("Requests", [.. Requested(), .. hasTraces ? ByTraces() : []]),
            new Row("Catalog", Catalog()),
            .. hasTraces ? [new Row("Traces", Traced())] : Array.Empty<Row>(),
            new Row("Logs", Logged()),
            new Row("Months", Months()) { Collapsed = true },
            new Row("Java virtual machine", Java()) { Collapsed = true },
        ],
    };

    private static IReadOnlyList<Panel> Summary() => Linked(
        Panels.Stat("Requests", "Requests per second.", PromqlNow($"sum({NessieRules.RequestRate}{Job})")) with { Unit = Units.RequestsPerSecond },
        Panels.Stat(
            "Errors", "The share of the requests of five minutes that failed in Nessie. What clients get wrong is not among it.",
            PromqlNow($"sum({NessieRules.ErrorRate}{Job}) / (sum({NessieRules.RequestRate}{Job}) > 0) or sum({NessieRules.RequestRate}{Job}) * 0")) with
        {
            Unit = Units.Share,
            Limits = Limits.Above(NessieAlerts.ErrorShare),
        },
        Panels.Stat("Mean duration", "How long a request took on average within the last minutes.", PromqlNow(Mean(""))) with
        {
            Unit = Units.Seconds,
            Limits = Limits.Above(NessieAlerts.RequestSeconds),
        },
        Panels.Stat(
            "95 % of operations", "One operation of the catalog in twenty took longer than this. It shows how fast the database is.",
            PromqlNow($"histogram_quantile(0.95, sum by (le) (rate({OperationTime}_bucket{Job}{Interval})))")) with
        {
            Unit = Units.Seconds,
            Limits = Limits.Above(NessieAlerts.OperationSeconds),
        },
        Panels.Stat("Commits", "Commits per minute.", PromqlNow($$"""60 * sum(rate({{Operations}}{job="nessie",method="commit"}{{Interval}}))""")) with { Unit = Units.PerMinute },
        Panels.Stat("Memory in use", "The share of the heap that is in use even after a collection.", PromqlNow($$"""max({{HeapAfterCollection}}{job="nessie",area="heap"})""")) with
        {
            Unit = Units.Share,
            Limits = Limits.Above(NessieAlerts.HeapShare),
        });

    private static IReadOnlyList<Panel> Requested() => Linked(
        Panels.TimeSeries(
            "Requests by endpoint", "Which endpoints are asked how often.",
            Promql($"sum by (method, uri) (rate({Requests}_count{Job}{Interval}))", "{{method}} {{uri}}")) with
        {
            Width = 12,
            Unit = Units.RequestsPerSecond,
        },
        Panels.TimeSeries(
            "Requests by status", "How requests end. 404 is usual where tables are looked for; 409 is a commit that has to be tried again; 5xx is Nessie's own failure.",
            Promql($"sum by (status) (rate({Requests}_count{Job}{Interval}))", "{{status}}")) with
        {
            Width = 12,
            Unit = Units.RequestsPerSecond,
            SeriesColors = new Dictionary<string, string> { ["/^2/"] = Colors.Good, ["/^5/"] = Colors.Bad },
        },
        Panels.TimeSeries(
            "Failed requests", "The share of the requests that failed in Nessie.",
            Promql(
                // Series with a status of 5xx exist from the first error on.
                $"(sum(rate({Requests}_count{Errors}{Interval})) or sum(rate({Requests}_count{Job}{Interval})) * 0) / (sum(rate({Requests}_count{Job}{Interval})) > 0)", "failed")) with
        {
            Unit = Units.Share,
            Minimum = 0,
            Limits = Limits.Above(NessieAlerts.ErrorShare),
        },
        Panels.TimeSeries(
            "Mean duration by endpoint", "How long requests take on average.",
            Promql(Mean("by (method, uri) "), "{{method}} {{uri}}")) with
        {
            Unit = Units.Seconds,
            Limits = Limits.Above(NessieAlerts.RequestSeconds),
        },
        Panels.TimeSeries(
            "Slowest request by endpoint", "The slowest request of the last minutes.",
            Promql($"max by (method, uri) ({SlowestRequest}{Job})", "{{method}} {{uri}}")) with
        {
            Unit = Units.Seconds,
        });

    // Nessie has no buckets of its own; those that are made of traces have the same name.
    private static IReadOnlyList<Panel> ByTraces() =>
    [
        Panels.TimeSeries(
            "95 % by endpoint, by traces", "One request in twenty takes longer. Nessie does not measure this; it is made of the requests that are traced.",
            Promql($$"""histogram_quantile(0.95, sum by (method, uri, le) (rate({{NessieRules.RequestBuckets}}{job="nessie"}{{Interval}})))""", "{{method}} {{uri}}")) with
        {
            Width = 24,
            Unit = Units.Seconds,
            LogsOf = LakehouseServices.Nessie,
            Links = [TracesLink],
        },
    ];

    private static IReadOnlyList<Panel> Catalog() => Linked(
        Panels.TimeSeries(
            "Operations", "What is done with the catalog: reading references and values, and committing.",
            Promql($"sum by (method) (rate({Operations}{Job}{Interval}))", "{{method}}")) with
        {
            Unit = Units.PerSecond,
        },
        Panels.TimeSeries(
            "Failed operations", "By what stopped them. A reference or a table that is not there, and a conflict of two commits, are usual.",
            Promql(
                $$"""sum by (method, exception) (rate({{Operations}}{job="nessie",result!="success"}{{Interval}})) or sum by (job) (rate({{Operations}}{job="nessie"}{{Interval}})) * 0""",
                "{{method}} {{exception}}")) with
        {
            Unit = Units.PerSecond,
        },
        Panels.TimeSeries(
            "Duration of operations", "Half of the operations take less, and so on.",
            [.. new[] { ("0.5", "50 %"), ("0.95", "95 %"), ("0.99", "99 %") }.Select(quantile =>
                Promql($"histogram_quantile({quantile.Item1}, sum by (le) (rate({OperationTime}_bucket{Job}{Interval})))", quantile.Item2))]) with
        {
            Unit = Units.Seconds,
            Limits = Limits.Above(NessieAlerts.OperationSeconds),
        },
        Panels.TimeSeries(
            "What the database takes", "95 % of each kind of request to the database take less.",
            Promql($"histogram_quantile(0.95, sum by (method, le) (rate({DatabaseTime}_bucket{Job}{Interval})))", "{{method}}")) with
        {
            Unit = Units.Seconds,
        },
        Panels.TimeSeries(
            "Found in caches", "The share of reads that a cache could answer. Much below before for the objects: the cache is too small.",
            Promql(
                $$"""sum by (cache) (rate({{CacheReads}}{job="nessie",result="hit"}{{Interval}})) / (sum by (cache) (rate({{CacheReads}}{{Job}}{{Interval}})) > 0)""", "{{cache}}")) with
        {
            Unit = Units.Share,
            Minimum = 0,
            Maximum = 1,
        },
        Panels.TimeSeries(
            "Evicted from caches", "Entries that a cache let go, and why. By size: there was no room.",
            Promql($"sum by (cache, cause) (rate({CacheEvictions}_count{Job}{Interval}))", "{{cache}} {{cause}}")) with
        {
            Unit = Units.PerSecond,
        });

    private static IReadOnlyList<Panel> Traced() =>
    [
        Panels.Table("Slow requests", "Requests that took longer than half a second, among those that are traced.", Traceql($"{{{Traces} && kind=server && duration>500ms}}")) with { Links = [TracesLink] },
        Panels.Table("Failed requests, traced", "Requests that failed, among those that are traced.", Traceql($"{{{Traces} && status=error}}")) with { Links = [TracesLink] },
    ];

    private static IReadOnlyList<Panel> Logged() => Linked(
        Panels.Logs("Logged errors", "What Nessie logs as an error or as fatal.", """{service="nessie",level=~"ERROR|FATAL"}"""),
        Panels.Logs(
            "Logged failures of requests", "Requests in the access log that ended with a status of 5xx, and the exceptions behind them, which Nessie logs as warnings.",
            """{service="nessie"} |~ `HTTP/[0-9.]+" 5[0-9][0-9] |returned as HTTP/5`"""));

    private static IReadOnlyList<Panel> Months() => Linked(
        Panels.TimeSeries("Requests by the hour", "How many requests came in an hour.", Promql($$"""3600 * avg_over_time({{NessieRules.RequestRate}}{job="nessie"}[1h])""", "requests")) with { Width = 12 },
        Panels.TimeSeries(
            "Failed requests by the hour", "The share of an hour's requests that failed in Nessie.",
            Promql($$"""avg_over_time({{NessieRules.ErrorRate}}{job="nessie"}[1h]) / (avg_over_time({{NessieRules.RequestRate}}{job="nessie"}[1h]) > 0)""", "failed")) with
        {
            Width = 12,
            Unit = Units.Share,
            Limits = Limits.Above(NessieAlerts.ErrorShare),
        });

    private static IReadOnlyList<Panel> Java() => Linked(
        Panels.TimeSeries(
            "Heap", "The heap of each Nessie. It falls at each collection; what is left then counts.",
            Promql($$"""sum by (instance) ({{MemoryUsed}}{job="nessie",area="heap"})""", "{{instance}} used"),
            Promql($$"""max by (instance) ({{MemoryMax}}{job="nessie",area="heap"})""", "{{instance}} largest area")) with
        {
            Unit = Units.Bytes,
            Minimum = 0,
        },
        Panels.TimeSeries(
            "Garbage collection", "The share of the time that goes into freeing memory, and that in which Nessie stands still for it.",
            Promql(CollectionOverhead + Job, "{{instance}} collecting"),
            Promql($"sum by (instance) (rate({CollectionPauses}_sum{Job}{Interval}))", "{{instance}} standing still")) with
        {
            Unit = Units.Share,
            Minimum = 0,
            Limits = Limits.Above(NessieAlerts.CollectionShare),
        },
        Panels.TimeSeries("Processor load", "The share of the machine's processors that Nessie keeps busy.", Promql(ProcessLoad + Job, "{{instance}}")) with { Unit = Units.Share, Minimum = 0 },
        Panels.TimeSeries("Threads", "Threads by state. Many that are blocked wait for each other, or for the database.", Promql($"sum by (state) ({ThreadStates}{Job})", "{{state}}")),
        Panels.TimeSeries("Requests at once", "Requests that Nessie works on.", Promql($"sum by (instance) ({ActiveRequests}{Job})", "{{instance}}")),
        Panels.TimeSeries("Open files", "The share of the files that Nessie may have open.", Promql($"{OpenFiles}{Job} / {MaxFiles}{Job}", "{{instance}}")) with
        {
            Unit = Units.Share,
            Minimum = 0,
            Limits = Limits.Above(NessieAlerts.FileShare),
        });

    private static PanelLink TracesLink => PanelLink.To("All services", BoardUids.Traces);

    private static string Mean(string by) => $"sum {by}(rate({Requests}_sum{Job}{Interval})) / (sum {by}(rate({Requests}_count{Job}{Interval})) > 0)";

    private static IReadOnlyList<Panel> Linked(params IReadOnlyList<Panel> panels) => [.. panels.Select(panel => panel with { LogsOf = LakehouseServices.Nessie })];
}
