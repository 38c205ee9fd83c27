using Infra.Configs.Dashboards;
using Infra.Configs.Monitoring;

namespace Infra.Configs.Alloy;

/// <summary>How Alloy is watched.</summary>
internal static class AlloyMonitoring
{
    public static ProductMonitoring Product { get; } = new()
    {
        Service = ServiceNames.Alloy,
        SharedBoard = BoardUids.Stack,
        Contracts = [AlloyMetrics.Contract],
        Alerts = scope => AlloyAlerts.Rules(scope.PendingPeriod, scope.LogDiskMegabytes),
    };
}
