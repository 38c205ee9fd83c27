using Infra.Configs.Alerts;

namespace Infra.Configs.Monitoring;

/// <summary>How every stack is watched, whatever it has: the heartbeat of the alerting, and whether everything can be scraped.</summary>
internal static class StackMonitoring
{
    public static ProductMonitoring Product { get; } = new()
    {
        Group = "observability",
        Alerts = scope => [AlertRules.Watchdog, AlertRules.TargetDown(scope.PendingPeriod)],
        Dashboards = scope => [OverviewDashboard.Board(scope), InfrastructureDashboard.Board(scope)],
    };
}
