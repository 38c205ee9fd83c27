using Infra.Tests.Configs.Alerts;
using static Infra.Tests.Configs.Alerts.AlertSeries;

namespace Infra.Tests.Configs.Alertmanager;

internal static class AlertmanagerAlertScenarios
{
    private const string Config = "alertmanager_config_last_reload_successful";
    private const string Failed = "alertmanager_notifications_failed_total";

    public static IReadOnlyList<AlertScenario> All { get; } =
    [
        new("AlertmanagerConfigReloadFailed", "alertmanager", [Own(Config, "1x5 0x60")], [Own(Config, "1x25 0x3 1x30"), Of("trino", Config, "0x60")]),
        // One group that cannot be sent: one failure in each of its intervals.
        new("AlertmanagerNotificationsFailed", "alertmanager",
            [Of("alertmanager", "alertmanager_notifications_failed_total", "0x9 1x4 2x4 3x4 4x4 5x4 6x4", """integration="slack",reason="other" """)],
            [Of("alertmanager", "alertmanager_notifications_failed_total", "0x1 1x40", """integration="slack",reason="other" """)]),
        new("AlertmanagerNotificationsFailed", "alertmanager",
            [Own(Failed, "0+1x60", """integration="slack",reason="other" """), Own(Failed, "0+1x60", """integration="slack",reason="authError" """)],
            [Own(Failed, "4x60", """integration="slack" """), Of("trino", Failed, "0+1x60", """integration="slack" """)]),
        Counted("AlertmanagerStateNotSaved", "alertmanager", "alertmanager_silences_maintenance_errors_total", ""),
        Counted("AlertmanagerStateNotSaved", "alertmanager", "alertmanager_nflog_maintenance_errors_total", ""),
    ];

    private static string Own(string metric, string values, string labels = "") => Of("alertmanager", metric, values, labels);
}
