using Infra.Configs.Alloy.Queries;
using Infra.Configs.Dashboards;
using static Infra.Configs.Dashboards.Query;

namespace Infra.Configs.Lakehouse.Trino;

/// <summary>The way from a slow or failed query to its log lines and its trace, by the query's id.</summary>
/// <remarks>
/// The tables are made of the queries that Trino posts (<c>QueryLogPipeline</c>), or of the line that it logs for each query that ends
/// (core/trino-main/src/main/java/io/trino/event/QueryMonitor.java). The id is kept beside every line that names one (<c>LogPipeline</c>). In a trace, spans have it as <c>trino.query_id</c>
/// (core/trino-main/src/main/java/io/trino/tracing/TrinoAttributes.java).
/// </remarks>
internal static class TrinoQueryPanels
{
    private const string Posted = $$"""{service="trino",container="{{QueryLogPipeline.Container}}"} |= "query completed" | logfmt error="error_code", elapsed="elapsed" """;
    private const string Logged = """{service="trino"} |= "TIMELINE: Query" | regexp `:: (?P<state>[A-Z]+)(?: \((?P<error>[A-Z0-9_]+)\))? :: elapsed (?P<elapsed>[0-9]+ms)`""";

    /// <summary>The query that the panels are about; typed, or taken over by a click on one.</summary>
    public static Variable QueryId { get; } = new("query_id", "Query id");

    public static IReadOnlyList<Panel> All() =>
    [
        Panels.Table(
            "Slowest queries", "The slowest queries of the time that is shown. A click on an id shows its log lines and its trace below.",
            LogTable($"topk(15, {Longest(Posted)} or {Longest(Logged)})")) with
        {
            Columns =
            [
                new Column("query_id", "Query") { Link = PanelLink.To("Its log lines and its trace", BoardUids.Trino, "var-query_id=${__value.raw}") },
                new Column("state", "State") { Words = [new ValueWord("FAILED", "failed", Colors.Bad), new ValueWord("FINISHED", "finished", Colors.Good)] },
                new Column("error", "Error"),
                new Column("Value #A", "Time") { Unit = Units.Seconds },
            ],
            LogsOf = LakehouseServices.Trino,
        },
        Panels.Table(
            "Failed queries by error", "How many queries ended with each of Trino's error codes in the time that is shown.",
            LogTable($"{ByError(Posted)} or {ByError(Logged)}")) with
        {
            Columns = [new Column("error", "Error"), new Column("Value #A", "Queries")],
            LogsOf = LakehouseServices.Trino,
        },
        Panels.Logs(
            "Log lines of the query", "What Trino has logged about the query whose id stands above; without an id, nothing. A line with a trace links to it.",
            """{service="trino"} | query_id="$query_id" | query_id!="" """.TrimEnd()) with
        {
            LogsOf = LakehouseServices.Trino,
        },
        Panels.Table(
            "Trace of the query", "The trace of the query whose id stands above, if it is one of those that are sampled. A click on it shows where its time went.",
            Traceql("""{span.trino.query_id="$query_id"}""")) with
        {
            Links = [AllTraces],
        },
        Panels.Table(
            "Traces of slow queries", "Queries that took longer than a second, among those that are sampled.",
            Traceql("""{resource.service.name="trino" && name="query" && duration>1s}""")) with
        {
            Links = [AllTraces],
        },
        Panels.Logs("Errors", "What Trino logs as an error or as fatal. What users get wrong is not among it.", """{service="trino",level=~"ERROR|FATAL"}""") with
        {
            LogsOf = LakehouseServices.Trino,
        },
    ];

    private static PanelLink AllTraces => PanelLink.To("Traces of Trino", BoardUids.Traces, "var-service=trino");

    private static string Longest(string queries) =>
        $"max by (query_id, state, error) (max_over_time({queries.TrimEnd()} | unwrap duration_seconds(elapsed) | __error__=\"\" [$__range]))";

    private static string ByError(string queries) => $"sum by (error) (count_over_time({queries.TrimEnd()} | error!=\"\" [$__range]))";

    private static Query LogTable(string expression) => Logql(expression) with { Result = QueryResult.Table };
}
