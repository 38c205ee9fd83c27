using Infra.Configs.Monitoring;

namespace Infra.Configs.Lakehouse.Dagster;

/// <summary>How Dagster is watched.</summary>
internal static class DagsterMonitoring
{
    public static ProductMonitoring Product { get; } = new()
    {
        Service = LakehouseServices.Dagster,
        Alerts = scope => [.. DagsterAlerts.Rules(scope.PendingPeriod), .. DagsterLogAlerts.Rules(scope), .. DagsterSqlAlerts.Rules(scope)],
        Rules = _ => DagsterRules.Groups,
    };
}
