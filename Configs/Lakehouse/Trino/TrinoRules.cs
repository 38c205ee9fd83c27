using Infra.Configs.Alloy.Queries;
using Infra.Configs.Rules;

namespace Infra.Configs.Lakehouse.Trino;

/// <summary>Names by which people ask for Trino's metrics, where Trino calls them otherwise, and rates that are looked at over months.</summary>
internal static class TrinoRules
{
    public const string CompletedRate = "service:trino_queries_completed:rate5m";
    public const string FailureRate = "service:trino_query_failures:rate5m";
    public const string ActiveNodes = "trino_cluster_ActiveWorkers";

    /// <summary>How long queries took, in seconds, as a histogram: by what Trino posts of them, else by what it logs.</summary>
    public const string QueryTime = "trino_execution_ExecutionTime";

    private const string By = "by (job, service)";
    private const string Job = """{job="trino"}""";

    /// <param name="scrapeInterval">How often metrics are scraped: a counter must not be copied less often, or its rate gets coarser.</param>
    public static IReadOnlyList<RecordingGroup> Groups(Duration scrapeInterval) => [new("trino", scrapeInterval, Rules)];

    // Trino counts every query that has ended as completed, failed ones among them: what people mean by completed is the rest, and by total all of them.
    private static IReadOnlyList<RecordingRule> Rules { get; } =
    [
        .. new[] { "bucket", "count", "sum" }.Select(part => new RecordingRule(
            $"{QueryTime}_{part}",
            $"{QueryDurations.Posted}_{part}{Job} or ({QueryDurations.Logged}_{part}{Job} unless on (job, service) {QueryDurations.Posted}_count{Job})")),
        new("trino_execution_QueuedQueries", TrinoMetrics.Queued + Job),
        new("trino_execution_CompletedQueries", $"{TrinoMetrics.Completed}{Job} - {TrinoMetrics.Failed}{Job}"),
        new("trino_execution_TotalQueries", TrinoMetrics.Completed + Job),
        // The coordinator is one of the active nodes. Releases before 477 know them by another name.
        new(ActiveNodes, TrinoMetrics.NodesIn("Active").Trim('(', ')')),
        new("trino_memory_ClusterMemoryPool_general_ReservedBytes", TrinoMetrics.PoolReserved + Job),
        new(CompletedRate, $"sum {By} (rate({TrinoMetrics.Completed}{Job}[5m]))"),
        new(FailureRate, TrinoMetrics.FailuresWithoutUserErrors(counter => $"sum {By} (rate({counter}{Job}[5m]))")),
    ];
}
