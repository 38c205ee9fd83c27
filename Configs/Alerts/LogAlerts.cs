namespace Infra.Configs.Alerts;

/// <summary>Alerts about the way of logs: Alloy, which collects them, and Loki, which keeps them.</summary>
internal static class LogAlerts
{
    public static IReadOnlyList<AlertRule> Loki(Duration pendingPeriod) =>
    [
        AlertRules.Down(ServiceNames.Loki, "Loki", "Logs cannot be read; Alloy keeps them until Loki is back.", pendingPeriod),
        RequestErrors, WalDiskFull, WalCorrupted, Discards, RetentionStalled,
    ];

    public static IReadOnlyList<AlertRule> Alloy(Duration pendingPeriod) =>
    [
        AlertRules.Down(ServiceNames.Alloy, "Alloy", "No logs and traces are collected.", pendingPeriod),
        ConfigFailed, ComponentUnhealthy, DropsLogs, RetriesLogs, DropsSpans,
    ];

    private static AlertRule RequestErrors { get; } = new()
    {
        Name = "LokiRequestErrors",
        Expression =
            """sum by (job, service, route) (rate(loki_request_duration_seconds_count{status_code=~"5.."}[5m]))"""
            + " / sum by (job, service, route) (rate(loki_request_duration_seconds_count[5m])) > 0.1",
        For = Duration.Minutes(15),
        Severity = AlertSeverity.Warning,
        Summary = "Loki answers with errors",
        Description = "{{ $value | humanizePercentage }} of the requests to {{ $labels.route }} have failed for 15 minutes.",
    };

    private static AlertRule WalDiskFull { get; } = new()
    {
        Name = "LokiWalDiskFull",
        // Loki refuses all writes from 90 % on, with a message that speaks of something else.
        Expression = "loki_ingester_wal_disk_usage_percent > 0.85 or increase(loki_ingester_wal_disk_full_failures_total[5m]) > 0",
        For = Duration.Minutes(5),
        Severity = AlertSeverity.Critical,
        Summary = "The disk of Loki's write-ahead log is nearly full",
        Description = "From 90 % on Loki takes no more logs (it says «Ingester is shutting down»).",
    };

    private static AlertRule WalCorrupted { get; } = new()
    {
        Name = "LokiWalCorrupted",
        // Counted while the log is read at the start, before the first scrape.
        Expression = "sum by (instance, job, service) (loki_ingester_wal_corruptions_total) > 0",
        Severity = AlertSeverity.Warning,
        Summary = "Loki has lost logs at its start",
        Description = "{{ $labels.instance }} found its write-ahead log damaged: some of the logs before its last stop are missing.",
    };

    private static AlertRule Discards { get; } = new()
    {
        Name = "LokiDiscardsLogs",
        Expression = "sum by (job, service, reason) (increase(loki_discarded_samples_total[5m])) > 0",
        For = Duration.Minutes(10),
        Severity = AlertSeverity.Warning,
        Summary = "Loki refuses logs: {{ $labels.reason }}",
        Description = "{{ $value | humanize }} lines were refused within 5 minutes. Rate and stream limits are tried again by Alloy; what is refused for other reasons is lost.",
    };

    private static AlertRule RetentionStalled { get; } = new()
    {
        Name = "LokiRetentionStalled",
        Expression =
            "time() - (loki_compactor_apply_retention_last_successful_run_timestamp_seconds > 0) > 6 * 3600",
        For = Duration.Minutes(15),
        Severity = AlertSeverity.Warning,
        Summary = "Loki deletes nothing",
        Description = "The last run of Loki's retention that succeeded was {{ $value | humanizeDuration }} ago; the disk fills.",
    };

    private static AlertRule ConfigFailed { get; } = new()
    {
        Name = "AlloyConfigFailed",
        Expression = "max_over_time(alloy_config_last_load_successful[5m]) == 0",
        For = Duration.Minutes(5),
        Severity = AlertSeverity.Warning,
        Summary = "Alloy works with an old configuration",
        Description = "The last time that {{ $labels.instance }} read its configuration it found a mistake in it and kept the one before.",
    };

    private static AlertRule ComponentUnhealthy { get; } = new()
    {
        Name = "AlloyComponentUnhealthy",
        Expression = """sum by (instance, job, service) (alloy_component_controller_running_components{health_type!="healthy"}) > 0""",
        For = Duration.Minutes(15),
        Severity = AlertSeverity.Warning,
        Summary = "A part of Alloy does not work",
        Description = "{{ $value }} of Alloy's components have been unhealthy for 15 minutes.",
    };

    private static AlertRule DropsLogs { get; } = new()
    {
        Name = "AlloyDropsLogs",
        Expression = "sum by (job, service, reason) (increase(loki_write_dropped_entries_total[5m])) > 0",
        Severity = AlertSeverity.Critical,
        Summary = "Alloy drops logs: {{ $labels.reason }}",
        Description = "{{ $value | humanize }} log entries were given up within 5 minutes and are lost.",
    };

    private static AlertRule RetriesLogs { get; } = new()
    {
        Name = "AlloyRetriesLogs",
        Expression = "sum by (job, service) (rate(loki_write_batch_retries_total[5m])) > 0",
        For = Duration.Minutes(15),
        Severity = AlertSeverity.Warning,
        Summary = "Alloy does not get rid of its logs",
        Description = "Loki has not taken logs at the first try for 15 minutes. They wait on Alloy's disk, for a day at most.",
    };

    private static AlertRule DropsSpans { get; } = new()
    {
        Name = "AlloyDropsSpans",
        // It tries for as long as there is room in its queue: what is lost then never got into it. Refused for good is another count.
        Expression =
            "sum by (job, service) (increase(otelcol_exporter_enqueue_failed_spans_total[5m])) > 0"
            + " or sum by (job, service) (increase(otelcol_exporter_send_failed_spans_total[5m])) > 0",
        For = Duration.Minutes(5),
        Severity = AlertSeverity.Warning,
        Summary = "Alloy cannot hand over traces",
        Description = "{{ $value | humanize }} spans could not be sent to Tempo within 5 minutes and are lost.",
    };
}
