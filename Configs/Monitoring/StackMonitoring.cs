using Infra.Configs.Alerts;
using Infra.Configs.Dashboards;
using Infra.Configs.PostgresExporter;
using Infra.Configs.Prometheus;

namespace Infra.Configs.Monitoring;

/// <summary>How every stack is watched, whatever it has: the heartbeat of the alerting, whether everything can be scraped, and when services started.</summary>
internal static class StackMonitoring
{
    public static ProductMonitoring Product { get; } = new()
    {
        Group = "observability",
        SharedBoard = BoardUids.Stack,
        Alerts = scope => [AlertRules.Watchdog, AlertRules.TargetDown(scope.PendingPeriod)],
        Dashboards = scope => [OverviewDashboard.Board(scope), InfrastructureDashboard.Board(scope)],
        Rules = StartTimes.Groups,
        Contracts = [PrometheusMetrics.Everywhere, PostgresExporterMetrics.Contract, .. StartTimes.Contracts],
    };
}
