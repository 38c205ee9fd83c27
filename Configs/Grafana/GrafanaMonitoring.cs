using Infra.Configs.Monitoring;

namespace Infra.Configs.Grafana;

/// <summary>How Grafana is watched.</summary>
internal static class GrafanaMonitoring
{
    public static ProductMonitoring Product { get; } = new()
    {
        Service = ServiceNames.Grafana,
        Alerts = scope => GrafanaAlerts.Rules(scope.PendingPeriod),
    };
}
