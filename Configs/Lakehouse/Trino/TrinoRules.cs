using Infra.Configs.Rules;

namespace Infra.Configs.Lakehouse.Trino;

/// <summary>Names by which people ask for Trino's metrics, where Trino calls them otherwise.</summary>
internal static class TrinoRules
{
    private const string TrinoQueries = "trino_execution_name_QueryManager_";
    private const string TrinoPool = "trino_memory_type_ClusterMemoryPool_name_general_";

    /// <param name="scrapeInterval">How often metrics are scraped: a counter must not be copied less often, or its rate gets coarser.</param>
    public static IReadOnlyList<RecordingGroup> Groups(Duration scrapeInterval) => [new("trino", scrapeInterval, Rules)];

    // Trino counts every query that has ended as completed, failed ones among them: what people mean by completed is the rest, and by total all of them.
    private static IReadOnlyList<RecordingRule> Rules { get; } =
    [
        new("trino_execution_QueuedQueries", $"{TrinoQueries}QueuedQueries"),
        new("trino_execution_CompletedQueries", $"{TrinoQueries}CompletedQueries - {TrinoQueries}FailedQueries"),
        new("trino_execution_TotalQueries", $"{TrinoQueries}CompletedQueries"),
        // The coordinator is one of the active nodes. Releases before 477 know them by the other name.
        new("trino_cluster_ActiveWorkers", "trino_node_name_CoordinatorNodeManager_ActiveNodeCount or trino_metadata_name_DiscoveryNodeManager_ActiveNodeCount"),
        new("trino_memory_ClusterMemoryPool_general_ReservedBytes", $"{TrinoPool}ReservedDistributedBytes"),
    ];
}
