using Infra.Configs.Monitoring;

namespace Infra.Configs.Lakehouse.Dagster;

/// <summary>How Dagster is watched.</summary>
internal static class DagsterMonitoring
{
    public static ProductMonitoring Product { get; } = new()
    {
        Service = LakehouseServices.Dagster,
        Contracts = [DagsterMetrics.Contract with { LogFields = DagsterLogAlerts.Fields }],
        Alerts = scope => [.. DagsterAlerts.Rules(scope), .. DagsterLogAlerts.Rules(scope), .. DagsterSqlAlerts.Rules(scope)],
        Rules = _ => DagsterRules.Groups,
        Dashboards = scope => [DagsterDashboard.Board(scope)],
    };
}
