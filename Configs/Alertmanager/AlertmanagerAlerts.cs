using Infra.Configs.Alerts;

namespace Infra.Configs.Alertmanager;

/// <summary>Alerts about Alertmanager. Where it can notify nobody at all, the Watchdog's silence says so.</summary>
internal static class AlertmanagerAlerts
{
    public static IReadOnlyList<AlertRule> Rules { get; } =
    [
        new AlertRule
        {
            Name = "AlertmanagerConfigReloadFailed",
            Expression = """max_over_time(alertmanager_config_last_reload_successful{job="alertmanager"}[5m]) == 0""",
            For = Duration.Minutes(5),
            Severity = AlertSeverity.Critical,
            Summary = "Alertmanager runs with an old configuration",
            Description = "{{ $labels.instance }} found an error in its configuration when it last read it, and kept the one before.",
        },
        new AlertRule
        {
            Name = "AlertmanagerNotificationsFailed",
            // It tries again until the group interval is over, and counts one failure then: of a single group one in five minutes.
            Expression = """sum by (instance, job, service, integration) (rate(alertmanager_notifications_failed_total{job="alertmanager"}[15m])) > 0""",
            For = Duration.Minutes(5),
            Severity = AlertSeverity.Critical,
            Summary = "Alertmanager cannot notify by {{ $labels.integration }}",
            Description = "Notifications by {{ $labels.integration }} have failed for 5 minutes. Other receivers are notified all the same.",
        },
        new AlertRule
        {
            Name = "AlertmanagerStateNotSaved",
            // Every quarter of an hour it saves both.
            Expression =
                """increase(alertmanager_silences_maintenance_errors_total{job="alertmanager"}[1h]) > 0 or increase(alertmanager_nflog_maintenance_errors_total{job="alertmanager"}[1h]) > 0""",
            For = Duration.Minutes(5),
            Severity = AlertSeverity.Warning,
            Summary = "Alertmanager cannot save its silences",
            Description = "{{ $labels.instance }} has failed {{ $value | humanize }} times within an hour to save its silences or what it has notified of. A restart loses both.",
        },
    ];
}
