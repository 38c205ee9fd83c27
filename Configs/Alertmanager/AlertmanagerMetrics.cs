using Infra.Configs.Contract;

namespace Infra.Configs.Alertmanager;

/// <summary>What is relied on of Alertmanager's metrics.</summary>
internal static class AlertmanagerMetrics
{
    public static ProductContract Contract { get; } = new()
    {
        Service = ServiceNames.Alertmanager,
        Version = "0.34.0",
        Source = "prometheus/alertmanager: config/coordinator.go, notify/notify.go, nflog/nflog.go, silence/silence.go, provider/mem/mem.go",
        Recordings = ["alertmanager"],
        Metrics =
        [
            .. ProcessMetrics.All,
            ProcessMetrics.BuildInfo("alertmanager_build_info"),
            new("alertmanager_alerts", MetricType.Gauge, "alerts", "state"),
            new("alertmanager_config_last_reload_successful", MetricType.Gauge, "1"),
            new("alertmanager_nflog_maintenance_errors_total", MetricType.Counter, "errors") { NewerThanPackages = true },
            new("alertmanager_notifications_failed_total", MetricType.Counter, "notifications", "integration", "reason"),
            new("alertmanager_notifications_total", MetricType.Counter, "notifications", "integration"),
            new("alertmanager_silences", MetricType.Gauge, "silences", "state"),
            new("alertmanager_silences_maintenance_errors_total", MetricType.Counter, "errors") { NewerThanPackages = true },
        ],
    };
}
