using Infra.Configs.Alerts;
using Infra.Configs.Availability;
using Infra.Configs.BlackboxExporter;
using Infra.Configs.Canary;
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
        Alerts = scope => [.. CanaryAlerts.Rules(scope.Canary), AlertRules.TargetDown(scope.PendingPeriod), AvailabilityAlerts.TargetNotReady(scope.PendingPeriod)],
        Dashboards = scope => [OverviewDashboard.Board(scope), InfrastructureDashboard.Board(scope)],
        Rules = scope => [AvailabilityRules.Group, CanaryRules.Group(scope.Canary.Interval), .. StartTimes.Groups(scope)],
        Contracts = [PrometheusMetrics.Everywhere, ProbeMetrics.Contract, PostgresExporterMetrics.Contract, .. StartTimes.Contracts],
    };
}
