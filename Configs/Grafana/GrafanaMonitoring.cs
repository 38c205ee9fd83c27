using Infra.Configs.Dashboards;
using Infra.Configs.Monitoring;

namespace Infra.Configs.Grafana;

/// <summary>How Grafana is watched.</summary>
internal static class GrafanaMonitoring
{
    public static ProductMonitoring Product { get; } = new()
    {
        Service = ServiceNames.Grafana,
        SharedBoard = BoardUids.Stack,
        Contracts = [GrafanaMetrics.Contract],
        Alerts = scope => GrafanaAlerts.Rules(scope.PendingPeriod),
    };
}
