using Infra.Configs.Contract;

namespace Infra.Configs.Loki;

/// <summary>What is relied on of Loki's metrics.</summary>
internal static class LokiMetrics
{
    public static ProductContract Contract { get; } = new()
    {
        Service = ServiceNames.Loki,
        Version = "3.7.6",
        Source = "grafana/loki: pkg/distributor/distributor.go, pkg/ingester/metrics.go, pkg/compactor/metrics.go, pkg/validation/validate.go, pkg/storage/chunk; grafana/dskit: server/metrics.go",
        Recordings = ["loki"],
        Metrics =
        [
            .. ProcessMetrics.All,
            ProcessMetrics.BuildInfo("loki_build_info"),
            new("loki_chunk_store_stored_chunk_bytes_total", MetricType.Counter, "bytes"),
            new("loki_compactor_apply_retention_last_successful_run_timestamp_seconds", MetricType.Gauge, "seconds"),
            new("loki_discarded_samples_total", MetricType.Counter, "lines", "reason", "tenant")
            {
                AppearsLater = "With the first line that is refused (pkg/validation/validate.go).",
            },
            new("loki_distributor_bytes_received_total", MetricType.Counter, "bytes", "tenant"),
            new("loki_distributor_lines_received_total", MetricType.Counter, "lines", "tenant"),
            new("loki_ingester_chunks_flush_failures_total", MetricType.Counter, "chunks"),
            new("loki_ingester_flush_queue_length", MetricType.Gauge, "chunks"),
            new("loki_ingester_memory_chunks", MetricType.Gauge, "chunks"),
            new("loki_ingester_memory_streams", MetricType.Gauge, "streams", "tenant"),
            new("loki_ingester_wal_corruptions_total", MetricType.Counter, "corruptions", "type")
            {
                AppearsLater = "With the first damage that is found (pkg/ingester/metrics.go).",
            },
            new("loki_ingester_wal_disk_full_failures_total", MetricType.Counter, "writes"),
            new("loki_ingester_wal_disk_usage_percent", MetricType.Gauge, "1"),
            new("loki_request_duration_seconds", MetricType.Histogram, "seconds", "method", "route", "status_code", "ws"),
        ],
    };
}
