using Infra.Configs.Monitoring;

namespace Infra.Configs.Cadvisor;

/// <summary>How containers are watched.</summary>
internal static class ContainerMonitoring
{
    public static ProductMonitoring Product { get; } = new()
    {
        Service = ServiceNames.Cadvisor,
        Group = "containers",
        Contracts = [ContainerMetrics.Contract],
        Alerts = _ => ContainerAlerts.Rules,
        Rules = _ => ContainerRules.Groups,
        Dashboards = _ => [ContainerDashboard.Board],
    };
}
