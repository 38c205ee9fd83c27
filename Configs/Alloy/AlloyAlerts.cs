using System.Globalization;
using Infra.Configs.Alerts;
using Infra.Configs.Alloy.Logs;

namespace Infra.Configs.Alloy;

/// <summary>Alerts about Alloy.</summary>
internal static class AlloyAlerts
{
    public const string DropsLogsName = "AlloyDropsLogs";
    public const string RetriesLogsName = "AlloyRetriesLogs";

    /// <summary>The share of its queue from which on spans pile up.</summary>
    public const decimal QueueShare = 0.5m;

    /// <summary>Logs that wait longer on Alloy's disk are late.</summary>
    public const int LateSeconds = 600;

    /// <summary>The share of the disk that logs may wait on from which on the oldest are about to be dropped.</summary>
    public const decimal DiskShare = 0.8m;

    public const string QueueRatio =
        """otelcol_exporter_queue_size{job="alloy",data_type="traces"} / (otelcol_exporter_queue_capacity{job="alloy",data_type="traces"} > 0)""";

    /// <summary>The time between the newest line in Alloy's write-ahead log and the newest that was read from it to be sent.</summary>
    public const string LogLag =
        """max by (job, service, instance) (loki_write_wal_writer_last_written_timestamp{job="alloy"}) - max by (job, service, instance) (loki_write_last_read_timestamp{job="alloy"} > 0)""";

    /// <param name="pendingPeriod">How long something must be wrong before anybody is notified.</param>
    /// <param name="diskMegabytes">How much may wait for Loki.</param>
    public static IReadOnlyList<AlertRule> Rules(Duration pendingPeriod, int diskMegabytes) =>
    [
        AlertRules.Down(ServiceNames.Alloy, "Alloy", "No logs and traces are collected.", pendingPeriod),
        ConfigFailed, ComponentUnhealthy, ReadsNoLogs, DropsLogs, RetriesLogs, LogsLate, WaitingLogsDropped, WaitingLogsNearLimit(diskMegabytes), DropsSpans, QueueFills,
    ];

    private static AlertRule ConfigFailed { get; } = new()
    {
        Name = "AlloyConfigFailed",
        Expression = """max_over_time(alloy_config_last_load_successful{job="alloy"}[5m]) == 0""",
        For = Duration.Minutes(5),
        Severity = AlertSeverity.Warning,
        Summary = "Alloy runs with an old configuration",
        Description = "{{ $labels.instance }} found an error in its configuration when it last read it, and kept the one before.",
    };

    private static AlertRule ComponentUnhealthy { get; } = new()
    {
        Name = "AlloyComponentUnhealthy",
        Expression = """sum by (instance, job, service) (alloy_component_controller_running_components{job="alloy",health_type!="healthy"}) > 0""",
        For = Duration.Minutes(15),
        Severity = AlertSeverity.Warning,
        Summary = "A part of Alloy does not work",
        Description = "{{ $value }} of Alloy's components have been unhealthy for 15 minutes.",
    };

    // The stack's own services write lines every few minutes, whatever the lakehouse does.
    private static AlertRule ReadsNoLogs { get; } = new()
    {
        Name = "AlloyReadsNoLogs",
        Expression = """sum by (job, service) (increase(loki_source_docker_target_entries_total{job="alloy"}[30m])) == 0""",
        For = Duration.Minutes(30),
        Severity = AlertSeverity.Critical,
        Summary = "Alloy reads no logs",
        Description = "Alloy has read no line of any container for an hour. It finds no container, or Docker gives it no logs.",
    };

    private static AlertRule DropsLogs { get; } = new()
    {
        Name = DropsLogsName,
        Expression = """sum by (job, service, reason) (increase(loki_write_dropped_entries_total{job="alloy"}[5m])) > 0""",
        Severity = AlertSeverity.Critical,
        Summary = "Alloy drops logs: {{ $labels.reason }}",
        Description = "{{ $value | humanize }} log entries were given up within 5 minutes and are lost.",
    };

    private static AlertRule RetriesLogs { get; } = new()
    {
        Name = RetriesLogsName,
        Expression = """sum by (job, service) (rate(loki_write_batch_retries_total{job="alloy"}[5m])) > 0""",
        For = Duration.Minutes(15),
        Severity = AlertSeverity.Warning,
        Summary = "Loki does not take Alloy's logs",
        Description = "Loki has not taken logs at the first attempt for 15 minutes. They wait on Alloy's disk, as long as there is room (`logOutage`, `logDiskLimit`).",
    };

    private static AlertRule LogsLate { get; } = new()
    {
        Name = "AlloyLogsLate",
        Expression = $"{LogLag} > {LateSeconds}",
        For = Duration.Minutes(10),
        Severity = AlertSeverity.Warning,
        Summary = "Alloy sends logs late",
        Description = "Logs wait for {{ $value | humanizeDuration }} in Alloy's write-ahead log. They are kept there for a day at most.",
    };

    private static AlertRule WaitingLogsDropped { get; } = new()
    {
        Name = "AlloyWaitingLogsDropped",
        // The first time is a new series, in which nothing has grown.
        Expression =
            $$"""sum by (job, service) (increase({{LogLimits.DroppedBytes}}{job="alloy"}[15m])) > 0"""
            + $$""" or sum by (job, service) ({{LogLimits.DroppedBytes}}{job="alloy"} unless {{LogLimits.DroppedBytes}}{job="alloy"} offset 15m) > 0""",
        Severity = AlertSeverity.Critical,
        Summary = "Alloy drops the oldest of the logs that wait for Loki",
        Description = "{{ $value | humanize1024 }}B of logs, compressed, were dropped within 15 minutes and are lost. More waits for Loki than its disk may hold (`logDiskLimit`).",
    };

    // What Loki has stays on the disk for a while, so its size alone says nothing.
    private static AlertRule WaitingLogsNearLimit(int megabytes) => new()
    {
        Name = "AlloyWaitingLogsNearLimit",
        Expression = string.Create(
            CultureInfo.InvariantCulture,
            $$"""max by (job, service, instance) (prometheus_tsdb_wal_storage_size_bytes{job="alloy",component_id="loki.write.default"}) > {{(long)(megabytes * DiskShare)}} * 1024 * 1024 and on (job, service, instance) ({{LogLag}}) > {{LateSeconds}}"""),
        For = Duration.Minutes(5),
        Severity = AlertSeverity.Critical,
        Summary = "Logs that wait for Loki soon have no more room",
        Description = "{{ $value | humanize1024 }}B of logs are on Alloy's disk, and Loki lags behind. The oldest are dropped when `logDiskLimit` is reached.",
    };

    private static AlertRule DropsSpans { get; } = new()
    {
        Name = "AlloyDropsSpans",
        // It tries for as long as there is room in its queue: what is lost then never got into it. Refused for good is another count.
        Expression =
            """sum by (job, service) (increase(otelcol_exporter_enqueue_failed_spans_total{job="alloy"}[5m])) > 0"""
            + """ or sum by (job, service) (increase(otelcol_exporter_send_failed_spans_total{job="alloy"}[5m])) > 0""",
        For = Duration.Minutes(5),
        Severity = AlertSeverity.Warning,
        Summary = "Alloy cannot hand over traces",
        Description = "{{ $value | humanize }} spans could not be sent to Tempo within 5 minutes and are lost.",
    };

    private static AlertRule QueueFills { get; } = new()
    {
        Name = "AlloyTraceQueueFills",
        Expression = string.Create(CultureInfo.InvariantCulture, $"{QueueRatio} > {QueueShare}"),
        For = Duration.Minutes(10),
        Severity = AlertSeverity.Warning,
        Summary = "Traces pile up in Alloy",
        Description = "Spans that Tempo has not taken fill {{ $value | humanizePercentage }} of Alloy's queue. When it is full, new spans are lost.",
    };
}
