using Infra.Configs.Contract;

namespace Infra.Configs.Tempo;

/// <summary>What is relied on of Tempo's metrics: those about itself, and those that it makes of spans.</summary>
internal static class TempoMetrics
{
    private const string RemoteStorage = "prometheus_remote_storage_";

    public static ProductContract Contract { get; } = new()
    {
        Service = ServiceNames.Tempo,
        Version = "3.0.3",
        Source = "grafana/tempo: modules/distributor, modules/livestore, modules/generator/registry, modules/overrides, tempodb/blocklist/poller.go, tempodb/retention.go, tempodb/compactor.go",
        Recordings = ["tempo"],
        Metrics =
        [
            .. ProcessMetrics.All,
            ProcessMetrics.BuildInfo("tempo_build_info"),
            new("tempo_discarded_spans_total", MetricType.Counter, "spans", "reason", "tenant")
            {
                AppearsLater = "With the first span that is refused (modules/overrides/discarded_spans.go).",
            },
            new("tempo_distributor_bytes_received_total", MetricType.Counter, "bytes", "tenant"),
            new("tempo_distributor_spans_received_total", MetricType.Counter, "spans", "tenant"),
            new("tempo_live_store_completion_size_bytes", MetricType.Histogram, "bytes"),
            new("tempo_live_store_failed_completions_total", MetricType.Counter, "blocks"),
            new("tempo_live_store_live_traces", MetricType.Gauge, "traces", "tenant"),
            new("tempo_live_store_local_failed_flushes_total", MetricType.Counter, "blocks"),
            new("tempo_metrics_generator_registry_active_series", MetricType.Gauge, "series", "tenant"),
            new("tempo_metrics_generator_registry_max_active_series", MetricType.Gauge, "series", "tenant"),
            new("tempo_metrics_generator_registry_series_limited_total", MetricType.Counter, "series", "tenant"),
            new("tempodb_blocklist_poll_errors_total", MetricType.Counter, "polls", "tenant")
            {
                AppearsLater = "With the first poll of a tenant that fails (tempodb/blocklist/poller.go).",
            },
            new("tempodb_compaction_errors_total", MetricType.Counter, "compactions"),
            new("tempodb_retention_errors_total", MetricType.Counter, "deletions"),
            new(RemoteStorage + "queue_highest_timestamp_seconds", MetricType.Gauge, "seconds", "remote_name", "tenant", "url"),
            new(RemoteStorage + "queue_highest_sent_timestamp_seconds", MetricType.Gauge, "seconds", "remote_name", "tenant", "url"),
            new(RemoteStorage + "samples_failed_total", MetricType.Counter, "samples", "remote_name", "tenant", "url"),
        ],
    };

    /// <summary>What Tempo makes of spans and writes to Prometheus: under the services of the spans, and without a job.</summary>
    public static ProductContract OfSpans { get; } = new()
    {
        Service = ProductContract.AnyService,
        Version = "3.0.3",
        Source = "grafana/tempo: modules/generator/processor/spanmetrics/spanmetrics.go",
        Recordings = ["tempo-generated"],
        Metrics =
        [
            new("traces_spanmetrics_calls_total", MetricType.Counter, "spans", "service", "span_kind", "span_name", "status_code"),
            new("traces_spanmetrics_size_total", MetricType.Counter, "bytes", "service", "span_kind", "span_name", "status_code"),
        ],
    };
}
