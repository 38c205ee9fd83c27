using Infra.Configs.Alerts;

namespace Infra.Configs.Alloy;

/// <summary>Alerts about Alloy.</summary>
internal static class AlloyAlerts
{
    public const string DropsLogsName = "AlloyDropsLogs";
    public const string RetriesLogsName = "AlloyRetriesLogs";

    public static IReadOnlyList<AlertRule> Rules(Duration pendingPeriod) =>
    [
        AlertRules.Down(ServiceNames.Alloy, "Alloy", "No logs and traces are collected.", pendingPeriod),
        ConfigFailed, ComponentUnhealthy, DropsLogs, RetriesLogs, DropsSpans,
    ];

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
        Name = DropsLogsName,
        Expression = "sum by (job, service, reason) (increase(loki_write_dropped_entries_total[5m])) > 0",
        Severity = AlertSeverity.Critical,
        Summary = "Alloy drops logs: {{ $labels.reason }}",
        Description = "{{ $value | humanize }} log entries were given up within 5 minutes and are lost.",
    };

    private static AlertRule RetriesLogs { get; } = new()
    {
        Name = RetriesLogsName,
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
