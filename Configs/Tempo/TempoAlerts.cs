using Infra.Configs.Alerts;
using Infra.Configs.Monitoring;

namespace Infra.Configs.Tempo;

/// <summary>Alerts about Tempo.</summary>
internal static class TempoAlerts
{
    /// <summary>Metrics of spans that reach Prometheus this much later are late.</summary>
    public const int LateSeconds = 300;

    public const string MetricsLag =
        """prometheus_remote_storage_queue_highest_timestamp_seconds{job="tempo"} - prometheus_remote_storage_queue_highest_sent_timestamp_seconds{job="tempo"}""";

    private const string Received = """sum by (job, service) (rate(tempo_distributor_spans_received_total{job="tempo"}[15m]))""";

    public static IReadOnlyList<AlertRule> Rules(MonitoringScope scope) =>
    [
        AlertRules.Down(ServiceNames.Tempo, "Tempo", "Traces cannot be read. Alloy keeps new ones until its queue is full.", scope.PendingPeriod),
        DiscardsSpans, PollsFailing, BlocksFailing, MaintenanceFailing, MetricsNotWritten, SeriesLimited,
        .. scope.Has(ServiceNames.Alloy) ? new[] { IngestionStopped } : [],
    ];

    private static AlertRule DiscardsSpans { get; } = new()
    {
        Name = "TempoDiscardsSpans",
        Expression = """sum by (job, service, reason) (increase(tempo_discarded_spans_total{job="tempo"}[5m])) > 0""",
        For = Duration.Minutes(5),
        Severity = AlertSeverity.Warning,
        Summary = "Tempo refuses spans: {{ $labels.reason }}",
        Description = "{{ $value | humanize }} spans were refused within 5 minutes and are lost.",
    };

    private static AlertRule PollsFailing { get; } = new()
    {
        Name = "TempoPollsFailing",
        Expression = """sum by (instance, job, service) (rate(tempodb_blocklist_poll_errors_total{job="tempo"}[5m])) > 0""",
        For = Duration.Minutes(10),
        Severity = AlertSeverity.Warning,
        Summary = "Tempo cannot list what it has stored",
        Description = "Looking for stored traces has failed for 10 minutes. Searches miss traces, and nothing is deleted.",
    };

    private static AlertRule BlocksFailing { get; } = new()
    {
        Name = "TempoBlocksFailing",
        Expression =
            """increase(tempo_live_store_failed_completions_total{job="tempo"}[15m]) > 0 or increase(tempo_live_store_local_failed_flushes_total{job="tempo"}[15m]) > 0""",
        For = Duration.Minutes(15),
        Severity = AlertSeverity.Critical,
        Summary = "Tempo cannot store traces",
        Description = "{{ $value | humanize }} blocks of traces could not be written within 15 minutes. Their traces are kept on Tempo's disk and may be lost.",
    };

    private static AlertRule MaintenanceFailing { get; } = new()
    {
        Name = "TempoMaintenanceFailing",
        Expression =
            """increase(tempodb_retention_errors_total{job="tempo"}[1h]) > 0 or increase(tempodb_compaction_errors_total{job="tempo"}[1h]) > 0""",
        For = Duration.Minutes(30),
        Severity = AlertSeverity.Warning,
        Summary = "Tempo cannot merge or delete traces",
        Description = "{{ $value | humanize }} attempts to merge blocks of traces, or to delete those whose retention has ended, have failed within an hour. The store grows.",
    };

    private static AlertRule MetricsNotWritten { get; } = new()
    {
        Name = "TempoMetricsNotWritten",
        Expression = $$"""rate(prometheus_remote_storage_samples_failed_total{job="tempo"}[5m]) > 0 or {{MetricsLag}} > {{LateSeconds}}""",
        For = Duration.Minutes(15),
        Severity = AlertSeverity.Warning,
        Summary = "Prometheus does not get the metrics of spans",
        Description = "Prometheus refuses what Tempo computes from spans, or has not taken it for more than 5 minutes. The service graph and latencies by service stand still.",
    };

    private static AlertRule SeriesLimited { get; } = new()
    {
        Name = "TempoSeriesLimited",
        Expression = """sum by (job, service) (increase(tempo_metrics_generator_registry_series_limited_total{job="tempo"}[10m])) > 0""",
        For = Duration.Minutes(15),
        Severity = AlertSeverity.Warning,
        Summary = "Spans have too many names for metrics",
        Description = "Tempo's limit on series is reached: {{ $value | humanize }} were left out within 10 minutes. Metrics of spans lack them.",
    };

    // Counted behind the sampling, which may drop everything of a quiet hour.
    private static AlertRule IngestionStopped { get; } = new()
    {
        Name = "TempoIngestionStopped",
        Expression =
            $$"""(max by (job, service) (up{job="tempo"}) == 1 unless on (job, service) {{Received}} > 0) and on () sum(rate(otelcol_processor_batch_batch_send_size_sum{job="alloy"}[15m])) > 0""",
        For = Duration.Minutes(15),
        Severity = AlertSeverity.Warning,
        Summary = "Tempo receives no traces",
        Description = "Alloy has traces to send, and Tempo has received none for half an hour. Alloy keeps them until its queue is full.",
    };
}
