using Infra.Configs.Alloy.Logs;
using Infra.Configs.Contract;

namespace Infra.Configs.Alloy;

/// <summary>What is relied on of Alloy's metrics.</summary>
internal static class AlloyMetrics
{
    private const string Exporter = "otelcol_exporter_";

    public static ProductContract Contract { get; } = new()
    {
        Service = ServiceNames.Alloy,
        Version = "1.18.1",
        Source = "grafana/alloy: internal/runtime/internal/controller, internal/component/common/loki/client/metrics.go, internal/component/loki/source/docker; open-telemetry/opentelemetry-collector: exporter/exporterhelper",
        Recordings = ["alloy"],
        Metrics =
        [
            .. ProcessMetrics.All,
            ProcessMetrics.BuildInfo("alloy_build_info"),
            new("alloy_component_controller_running_components", MetricType.Gauge, "components", "health_type"),
            new("alloy_config_last_load_successful", MetricType.Gauge, "1"),
            new("loki_source_docker_target_entries_total", MetricType.Counter, "lines"),
            new("loki_write_batch_retries_total", MetricType.Counter, "batches", "host", "tenant"),
            new("loki_write_dropped_entries_total", MetricType.Counter, "lines", "host", "reason", "tenant"),
            new("loki_write_last_read_timestamp", MetricType.Gauge, "seconds", "id"),
            new("loki_write_sent_bytes_total", MetricType.Counter, "bytes", "host", "tenant"),
            new("loki_write_sent_entries_total", MetricType.Counter, "lines", "host", "tenant"),
            new("loki_write_wal_writer_last_written_timestamp", MetricType.Gauge, "seconds"),
            new(LogLimits.DroppedBytes, MetricType.Counter, "bytes", LogLabels.Component, LogLabels.Container)
            {
                AppearsLater = "With the first file that Configs/Alloy/wal-limit.sh drops.",
            },
            new("prometheus_tsdb_wal_record_parts_bytes_written_total", MetricType.Counter, "bytes", "component_id"),
            new("prometheus_tsdb_wal_storage_size_bytes", MetricType.Gauge, "bytes", "component_id"),
            new(Exporter + "enqueue_failed_spans_total", MetricType.Counter, "spans", "exporter")
            {
                AppearsLater = "With the first span for which the queue has no room (exporter/exporterhelper).",
            },
            new(Exporter + "queue_capacity", MetricType.Gauge, "spans", "data_type", "exporter"),
            new(Exporter + "queue_size", MetricType.Gauge, "spans", "data_type", "exporter"),
            new(Exporter + "send_failed_spans_total", MetricType.Counter, "spans", "exporter")
            {
                AppearsLater = "With the first span that is refused for good (exporter/exporterhelper).",
            },
            new(Exporter + "sent_spans_total", MetricType.Counter, "spans", "exporter"),
            new("otelcol_processor_batch_batch_send_size", MetricType.Histogram, "spans", "processor"),
            new("otelcol_receiver_accepted_spans_total", MetricType.Counter, "spans", "receiver", "transport"),
            new("prometheus_sd_refresh_failures_total", MetricType.Counter, "refreshes", "config", "mechanism"),
        ],
    };
}
