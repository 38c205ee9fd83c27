using Infra.Configs.Availability;
using Infra.Configs.Canary;

namespace Infra.Configs.Rules;

/// <summary>
/// The names by which people ask for a lakehouse's metrics, where the products call them otherwise; and what is computed
/// from several of them.
/// </summary>
internal static class RecordingRules
{
    private const string TrinoQueries = "trino_execution_name_QueryManager_";
    private const string TrinoPool = "trino_memory_type_ClusterMemoryPool_name_general_";

    /// <param name="scrapeInterval">How often metrics are scraped: a counter must not be copied less often, or its rate gets coarser.</param>
    /// <param name="canaryInterval">How often the canary is written.</param>
    public static IReadOnlyList<RecordingGroup> Groups(Duration scrapeInterval, Duration canaryInterval) =>
    [
        AvailabilityRules.Group,
        CanaryRules.Group(canaryInterval),
        new RecordingGroup("trino", scrapeInterval, Trino),
        new RecordingGroup("nessie", scrapeInterval, Nessie),
        new RecordingGroup("minio", scrapeInterval, Minio),
        new RecordingGroup("dagster", null, Dagster),
    ];

    // Trino counts every query that has ended as completed, failed ones among them: what people mean by completed is the rest,
    // and by total all of them.
    private static IReadOnlyList<RecordingRule> Trino { get; } =
    [
        new("trino_execution_QueuedQueries", $"{TrinoQueries}QueuedQueries"),
        new("trino_execution_CompletedQueries", $"{TrinoQueries}CompletedQueries - {TrinoQueries}FailedQueries"),
        new("trino_execution_TotalQueries", $"{TrinoQueries}CompletedQueries"),
        // The coordinator is one of the active nodes. Releases before 477 know them by the other name.
        new("trino_cluster_ActiveWorkers", "trino_node_name_CoordinatorNodeManager_ActiveNodeCount or trino_metadata_name_DiscoveryNodeManager_ActiveNodeCount"),
        new("trino_memory_ClusterMemoryPool_general_ReservedBytes", $"{TrinoPool}ReservedDistributedBytes"),
    ];

    private static IReadOnlyList<RecordingRule> Nessie { get; } =
    [
        new("nessie_catalog_operations_total", "nessie_versionstore_request_total"),
    ];

    private static IReadOnlyList<RecordingRule> Minio { get; } =
    [
        new("minio_s3_requests_incoming_bytes", "minio_s3_traffic_received_bytes"),
        new("minio_s3_requests_outgoing_bytes", "minio_s3_traffic_sent_bytes"),
    ];

    private static IReadOnlyList<RecordingRule> Dagster { get; } =
    [
        new(
            "job_name:dagster_run_failures:ratio_1h",
            """sum by (job, service, job_name) (dagster_recent_runs_count{status="FAILURE",window="1h"}) / """
            + """sum by (job, service, job_name) (dagster_recent_runs_count{status=~"SUCCESS|FAILURE",window="1h"})"""),
        new(
            "service:dagster_run_failures:ratio_1h",
            """sum by (job, service) (dagster_recent_runs_count{status="FAILURE",window="1h"}) / """
            + """sum by (job, service) (dagster_recent_runs_count{status=~"SUCCESS|FAILURE",window="1h"})"""),
        new("asset_key:dagster_asset_age:seconds", "time() - max by (job, service, asset_key) (dagster_asset_last_materialization_timestamp_seconds)"),
        new("daemon_type:dagster_daemon_heartbeat_age:seconds", "time() - max by (job, service, daemon_type) (dagster_daemon_last_heartbeat_timestamp_seconds)"),
    ];
}
