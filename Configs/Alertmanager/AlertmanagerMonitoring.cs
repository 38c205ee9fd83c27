using Infra.Configs.Dashboards;
using Infra.Configs.Monitoring;

namespace Infra.Configs.Alertmanager;

/// <summary>How Alertmanager is watched.</summary>
internal static class AlertmanagerMonitoring
{
    public static ProductMonitoring Product { get; } = new()
    {
        Service = ServiceNames.Alertmanager,
        SharedBoard = BoardUids.Stack,
        Contracts = [AlertmanagerMetrics.Contract],
        Alerts = _ => AlertmanagerAlerts.Rules,
        Dashboards = _ => [AlertsDashboard.Board],
    };
}
