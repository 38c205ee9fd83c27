using Infra.Configs.Monitoring;

namespace Infra.Configs.NodeExporter;

/// <summary>How the machine is watched.</summary>
internal static class MachineMonitoring
{
    public static ProductMonitoring Product { get; } = new()
    {
        Service = ScrapeJobs.Node,
        Contracts = [MachineMetrics.Contract],
        Alerts = MachineAlerts.Rules,
        Rules = _ => MachineRules.Groups,
        Dashboards = scope => [MachineDashboard.Board(scope)],
    };
}
