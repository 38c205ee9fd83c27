using Infra.Configs.Monitoring;

namespace Infra.Configs.NodeExporter;

/// <summary>How the machine is watched.</summary>
internal static class MachineMonitoring
{
    public static ProductMonitoring Product { get; } = new()
    {
        Service = ScrapeJobs.Node,
        Alerts = scope => MachineAlerts.Rules(scope.CertificatesRenewedBefore),
    };
}
