using Infra.Configs.Alerts;

namespace Infra.Configs.Loki;

/// <summary>Alerts about Loki.</summary>
internal static class LokiAlerts
{
    public static IReadOnlyList<AlertRule> Rules(Duration pendingPeriod) =>
    [
        AlertRules.Down(ServiceNames.Loki, "Loki", "Logs cannot be read; Alloy keeps them until Loki is back.", pendingPeriod),
        RequestErrors, WalDiskFull, WalCorrupted, Discards, RetentionStalled,
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
}
