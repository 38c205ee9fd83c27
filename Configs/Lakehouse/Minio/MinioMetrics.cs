using Infra.Configs.Contract;

namespace Infra.Configs.Lakehouse.Minio;

/// <summary>
/// What is relied on of MinIO's metrics, version 2: <c>/cluster</c> has what concerns the whole, <c>/bucket</c> what concerns
/// buckets. A cluster's nodes all give the same answer about the whole.
/// </summary>
internal static class MinioMetrics
{
    public const string HealthStatus = "minio_cluster_health_status";
    public const string ErasureSetOnlineDrives = "minio_cluster_health_erasure_set_online_drives";
    public const string ErasureSetHealingDrives = "minio_cluster_health_erasure_set_healing_drives";
    public const string ErasureSetWriteQuorum = "minio_cluster_health_erasure_set_write_quorum";
    public const string DrivesOffline = "minio_cluster_drive_offline_total";
    public const string DrivesOnline = "minio_cluster_drive_online_total";
    public const string NodesOffline = "minio_cluster_nodes_offline_total";
    public const string NodesOnline = "minio_cluster_nodes_online_total";
    public const string FreeBytes = "minio_cluster_capacity_usable_free_bytes";
    public const string TotalBytes = "minio_cluster_capacity_usable_total_bytes";

    public const string Requests = "minio_s3_requests_total";
    public const string ClientErrors = "minio_s3_requests_4xx_errors_total";
    public const string ServerErrors = "minio_s3_requests_5xx_errors_total";
    public const string InFlight = "minio_s3_requests_inflight_total";
    public const string Waiting = "minio_s3_requests_waiting_total";
    public const string RejectedAuth = "minio_s3_requests_rejected_auth_total";
    public const string RejectedHeader = "minio_s3_requests_rejected_header_total";
    public const string RejectedInvalid = "minio_s3_requests_rejected_invalid_total";
    public const string RejectedTimestamp = "minio_s3_requests_rejected_timestamp_total";
    public const string ReceivedBytes = "minio_s3_traffic_received_bytes";
    public const string SentBytes = "minio_s3_traffic_sent_bytes";

    /// <summary>How many requests had their first byte within <c>le</c> seconds.</summary>
    public const string FirstByte = "minio_s3_requests_ttfb_seconds_distribution";

    public const string UsageBytes = "minio_cluster_usage_total_bytes";
    public const string BucketBytes = "minio_bucket_usage_total_bytes";
    public const string BucketObjects = "minio_bucket_usage_object_total";

    /// <summary>Nanoseconds since the scanner last looked; what is known of usage is as old as that.</summary>
    public const string ScannerAge = "minio_usage_last_activity_nano_seconds";

    /// <summary>By bucket too, which <see cref="Requests"/> is not.</summary>
    public const string BucketRequests = "minio_bucket_requests_total";

    public const string ProcessorSeconds = "minio_node_process_cpu_total_seconds";
    public const string ResidentMemory = "minio_node_process_resident_memory_bytes";
    public const string OpenFiles = "minio_node_file_descriptor_open_total";
    public const string MaxFiles = "minio_node_file_descriptor_limit_total";

    /// <summary>A series of MinIO's.</summary>
    public static string Of(string series, string matchers = "") => Selector.Of(LakehouseServices.Minio, series, matchers);

    public static ProductContract Contract { get; } = new()
    {
        Service = LakehouseServices.Minio,
        Version = "RELEASE.2025-09-07T16-13-09Z",
        Source = "minio/minio: cmd/metrics-v2.go, docs/metrics/prometheus/list.md",
        Recordings = ["minio-cluster", "minio-bucket"],
        Metrics = [.. Health, .. S3, .. Usage, .. Process],
    };

    private static IEnumerable<Metric> Health =>
    [
        new("minio_software_version_info", MetricType.Gauge, "always 0", "version", "server"),
        new(HealthStatus, MetricType.Gauge, "1 if healthy", "server"),
        new(ErasureSetOnlineDrives, MetricType.Gauge, "drives", "pool", "set", "server"),
        new(ErasureSetHealingDrives, MetricType.Gauge, "drives", "pool", "set", "server"),
        new(ErasureSetWriteQuorum, MetricType.Gauge, "drives", "pool", "set", "server"),
        new(DrivesOffline, MetricType.Gauge, "drives", "server"),
        new(DrivesOnline, MetricType.Gauge, "drives", "server"),
        new(NodesOffline, MetricType.Gauge, "nodes", "server"),
        new(NodesOnline, MetricType.Gauge, "nodes", "server"),
        new(FreeBytes, MetricType.Gauge, "bytes", "server"),
        new(TotalBytes, MetricType.Gauge, "bytes", "server"),
    ];

    private static IEnumerable<Metric> S3 =>
    [
        new(Requests, MetricType.Counter, "requests", "api", "server"),
        new(ClientErrors, MetricType.Counter, "requests", "api", "server"),
        new(ServerErrors, MetricType.Counter, "requests", "api", "server")
        {
            AppearsLater = "With the first answer of 500 or more of each kind of request: updateStats in cmd/http-stats.go.",
        },
        new(InFlight, MetricType.Gauge, "requests", "api", "server"),
        new(Waiting, MetricType.Gauge, "requests", "server"),
        new(RejectedAuth, MetricType.Counter, "requests", "server"),
        new(RejectedHeader, MetricType.Counter, "requests", "server"),
        new(RejectedInvalid, MetricType.Counter, "requests", "server"),
        new(RejectedTimestamp, MetricType.Counter, "requests", "server"),
        new(ReceivedBytes, MetricType.Counter, "bytes", "server"),
        new(SentBytes, MetricType.Counter, "bytes", "server"),
        new(FirstByte, MetricType.Counter, "requests", "api", "le", "server") { Declared = MetricType.Gauge },
        new(BucketRequests, MetricType.Counter, "requests", "api", "bucket", "server")
        {
            AppearsLater = "With the first request to a bucket that was made by S3. A folder on the drive that became a bucket, such as the demo's, is not counted: "
                + "collectAPIStats in cmd/handler-utils.go.",
        },
    ];

    private static IEnumerable<Metric> Usage =>
    [
        new(UsageBytes, MetricType.Gauge, "bytes", "server"),
        new(BucketBytes, MetricType.Gauge, "bytes", "bucket", "server"),
        new(BucketObjects, MetricType.Gauge, "objects", "bucket", "server"),
        new(ScannerAge, MetricType.Gauge, "nanoseconds", "server"),
    ];

    private static IEnumerable<Metric> Process =>
    [
        new(ProcessorSeconds, MetricType.Counter, "seconds", "server"),
        new(ResidentMemory, MetricType.Gauge, "bytes", "server"),
        new(OpenFiles, MetricType.Gauge, "files", "server"),
        new(MaxFiles, MetricType.Gauge, "files", "server"),
    ];
}
