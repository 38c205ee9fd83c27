using Infra.Configs.Alerts;

namespace Infra.Configs.Alertmanager;

/// <summary>Alerts about Alertmanager. Where it can tell nobody at all, the Watchdog's silence says so.</summary>
internal static class AlertmanagerAlerts
{
    public static IReadOnlyList<AlertRule> Rules { get; } =
    [
        new AlertRule
        {
            Name = "AlertmanagerConfigReloadFailed",
            Expression = "max_over_time(alertmanager_config_last_reload_successful[5m]) == 0",
            For = Duration.Minutes(5),
            Severity = AlertSeverity.Critical,
            Summary = "Alertmanager works with an old configuration",
            Description = "The last time that {{ $labels.instance }} read its configuration it found a mistake in it and kept the one before.",
        },
        new AlertRule
        {
            Name = "AlertmanagerNotificationsFailed",
            Expression = "sum by (instance, job, service, integration) (rate(alertmanager_notifications_failed_total[5m])) > 0",
            For = Duration.Minutes(5),
            Severity = AlertSeverity.Critical,
            Summary = "Alertmanager cannot notify by {{ $labels.integration }}",
            Description = "Notifications by {{ $labels.integration }} have failed for 5 minutes. Other receivers are told all the same.",
        },
    ];
}
