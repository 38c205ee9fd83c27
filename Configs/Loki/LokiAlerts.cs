using System.Globalization;
using Infra.Configs.Alerts;
using Infra.Configs.Monitoring;

namespace Infra.Configs.Loki;

/// <summary>Alerts about Loki.</summary>
internal static class LokiAlerts
{
    /// <summary>The share of requests that may fail.</summary>
    public const decimal ErrorShare = 0.1m;

    /// <summary>The share of the streams that a tenant may have, from which on it is near the limit.</summary>
    public const decimal StreamShare = 0.8m;

    // As much before the limit, as a share of the disk.
    private const decimal DiskMargin = 0.05m;

    private const string Received = """sum by (job, service) (rate(loki_distributor_lines_received_total{job="loki"}[15m]))""";

    public const string ErrorRatio =
        """sum by (job, service, route) (rate(loki_request_duration_seconds_count{job="loki",status_code=~"5.."}[5m]))"""
        + """ / (sum by (job, service, route) (rate(loki_request_duration_seconds_count{job="loki"}[5m])) > 0)""";

    public static IReadOnlyList<AlertRule> Rules(MonitoringScope scope) =>
    [
        AlertRules.Down(ServiceNames.Loki, "Loki", "Logs cannot be read. Alloy keeps them until Loki is back.", scope.PendingPeriod),
        RequestErrors, WalCorrupted, Discards, RetentionStalled, FlushesFailing, StreamsNearLimit,
        .. scope.LokiDiskLimit is { } limit ? new[] { WalDiskFull(limit) } : [],
        .. scope.Has(ServiceNames.Alloy) ? new[] { IngestionStopped } : [],
    ];

    /// <summary>From this share of its disk on, Loki is near its limit.</summary>
    public static decimal DiskNearLimit(decimal limit) => limit - DiskMargin;

    private static AlertRule RequestErrors { get; } = new()
    {
        Name = "LokiRequestErrors",
        Expression = Invariant($"{ErrorRatio} > {ErrorShare}"),
        For = Duration.Minutes(15),
        Severity = AlertSeverity.Warning,
        Summary = "Loki answers with errors",
        Description = "{{ $value | humanizePercentage }} of the requests to {{ $labels.route }} have failed for 15 minutes.",
    };

    private static AlertRule WalDiskFull(decimal limit) => new()
    {
        Name = "LokiWalDiskFull",
        // From the limit on Loki refuses all writes, with a message that speaks of something else.
        Expression = Invariant(
            $$"""loki_ingester_wal_disk_usage_percent{job="loki"} > {{DiskNearLimit(limit)}} or increase(loki_ingester_wal_disk_full_failures_total{job="loki"}[5m]) > 0"""),
        For = Duration.Minutes(5),
        Severity = AlertSeverity.Critical,
        Summary = "The disk of Loki's write-ahead log is nearly full",
        Description = Invariant($"From {limit * 100:0.#} % on Loki takes no more logs. It then says «Ingester is shutting down»."),
    };

    private static AlertRule WalCorrupted { get; } = new()
    {
        Name = "LokiWalCorrupted",
        // Counted while the log is read at the start, before the first scrape.
        Expression = """sum by (instance, job, service) (loki_ingester_wal_corruptions_total{job="loki"}) > 0""",
        Severity = AlertSeverity.Warning,
        Summary = "Loki has lost logs at its start",
        Description = "{{ $labels.instance }} found its write-ahead log damaged. Some of the logs before its last stop are missing.",
    };

    private static AlertRule Discards { get; } = new()
    {
        Name = "LokiDiscardsLogs",
        Expression = """sum by (job, service, reason) (increase(loki_discarded_samples_total{job="loki"}[5m])) > 0""",
        For = Duration.Minutes(10),
        Severity = AlertSeverity.Warning,
        Summary = "Loki refuses logs: {{ $labels.reason }}",
        Description = "{{ $value | humanize }} lines were refused within 5 minutes. Alloy sends again what exceeds a rate or the number of streams. What is refused for other reasons is lost.",
    };

    private static AlertRule RetentionStalled { get; } = new()
    {
        Name = "LokiRetentionStalled",
        Expression =
            """time() - (loki_compactor_apply_retention_last_successful_run_timestamp_seconds{job="loki"} > 0) > 6 * 3600""",
        For = Duration.Minutes(15),
        Severity = AlertSeverity.Warning,
        Summary = "Loki deletes nothing",
        Description = "The last run of Loki's retention that succeeded was {{ $value | humanizeDuration }} ago. The disk fills.",
    };

    private static AlertRule FlushesFailing { get; } = new()
    {
        Name = "LokiFlushesFailing",
        Expression = """sum by (instance, job, service) (increase(loki_ingester_chunks_flush_failures_total{job="loki"}[10m])) > 0""",
        For = Duration.Minutes(15),
        Severity = AlertSeverity.Critical,
        Summary = "Loki cannot store logs",
        Description = "{{ $value | humanize }} chunks could not be written within 10 minutes. Their lines wait in memory and in the write-ahead log.",
    };

    private static AlertRule StreamsNearLimit { get; } = new()
    {
        Name = "LokiStreamsNearLimit",
        Expression = Invariant($$"""sum by (instance, job, service) (loki_ingester_memory_streams{job="loki"}) > {{StreamShare * new LokiLimits().Streams:0}}"""),
        For = Duration.Minutes(15),
        Severity = AlertSeverity.Warning,
        Summary = "Loki has almost as many streams as it may have",
        Description = Invariant($"{{{{ $value | humanize }}}} streams are written to. With more than {new LokiLimits().Streams} Loki refuses lines of new ones."),
    };

    // Loki has no series before its first line: it must not have to have one to be found without lines.
    private static AlertRule IngestionStopped { get; } = new()
    {
        Name = "LokiIngestionStopped",
        Expression =
            $$"""(max by (job, service) (up{job="loki"}) == 1 unless on (job, service) {{Received}} > 0) and on () sum(rate(loki_source_docker_target_entries_total{job="alloy"}[15m])) > 0""",
        For = Duration.Minutes(15),
        Severity = AlertSeverity.Critical,
        Summary = "Loki receives no logs",
        Description = "Alloy reads logs, and Loki has received none for half an hour. Alloy keeps them on its disk for a day at most.",
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
