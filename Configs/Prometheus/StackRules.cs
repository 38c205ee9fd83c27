using Infra.Configs.Monitoring;
using Infra.Configs.Rules;

namespace Infra.Configs.Prometheus;

/// <summary>What the stack itself costs, over weeks: what is kept of metrics, logs and traces, and how fast it grows.</summary>
internal static class StackRules
{
    /// <summary>Samples that each job brings with a scrape.</summary>
    public const string Samples = "job:scrape_samples:sum";

    /// <summary>Samples that Prometheus takes in a second.</summary>
    public const string SampleRate = "service:prometheus_samples:rate5m";

    /// <summary>What Prometheus' store takes of its disk.</summary>
    public const string PrometheusSize = "service:prometheus_storage:bytes";

    /// <summary>What Prometheus' store grows by in a second, over a day.</summary>
    public const string PrometheusGrowth = "service:prometheus_storage:deriv1d";

    /// <summary>Bytes of log lines that Loki takes in a second.</summary>
    public const string LokiReceived = "service:loki_received_bytes:rate5m";

    /// <summary>Bytes of compressed chunks that Loki stores in a second, over six hours: chunks are written when they are full or idle.</summary>
    public const string LokiStored = "service:loki_stored_bytes:rate6h";

    /// <summary>Bytes of spans that Tempo takes in a second.</summary>
    public const string TempoReceived = "service:tempo_received_bytes:rate5m";

    /// <summary>Bytes of blocks that Tempo stores in a second, over six hours.</summary>
    public const string TempoStored = "service:tempo_stored_bytes:rate6h";

    private const string Size =
        """sum by (job, service) (prometheus_tsdb_storage_blocks_bytes{job="prometheus"} + prometheus_tsdb_wal_storage_size_bytes{job="prometheus"} + prometheus_tsdb_head_chunks_storage_size_bytes{job="prometheus"})""";

    public static IReadOnlyList<RecordingGroup> Groups(MonitoringScope scope) =>
    [
        new("stack-cost", Duration.Minutes(1),
        [
            new(Samples, "sum by (job, service) (scrape_samples_post_metric_relabeling)"),
            new(SampleRate, """sum by (job, service) (rate(prometheus_tsdb_head_samples_appended_total{job="prometheus"}[5m]))"""),
            new(PrometheusSize, Size),
            new(PrometheusGrowth, $$"""deriv({{PrometheusSize}}{job="prometheus"}[1d])"""),
            .. scope.HasLogs ? Logs : [],
            .. scope.HasTraces ? Traces : [],
        ]),
    ];

    private static IReadOnlyList<RecordingRule> Logs { get; } =
    [
        new(LokiReceived, """sum by (job, service) (rate(loki_distributor_bytes_received_total{job="loki"}[5m]))"""),
        new(LokiStored, """sum by (job, service) (rate(loki_chunk_store_stored_chunk_bytes_total{job="loki"}[6h]))"""),
    ];

    private static IReadOnlyList<RecordingRule> Traces { get; } =
    [
        new(TempoReceived, """sum by (job, service) (rate(tempo_distributor_bytes_received_total{job="tempo"}[5m]))"""),
        new(TempoStored, """sum by (job, service) (rate(tempo_live_store_completion_size_bytes_sum{job="tempo"}[6h]))"""),
    ];
}
