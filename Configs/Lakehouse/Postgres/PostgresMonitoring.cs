using Infra.Configs.Monitoring;

namespace Infra.Configs.Lakehouse.Postgres;

/// <summary>How Postgres is watched.</summary>
internal static class PostgresMonitoring
{
    public static ProductMonitoring Product { get; } = new()
    {
        Service = LakehouseServices.Postgres,
        Contracts = [PostgresMetrics.Contract],
        Alerts = scope => PostgresAlerts.Rules(scope.PendingPeriod),
        Rules = _ => PostgresRules.Groups,
        Dashboards = _ => [PostgresDashboard.Board],
    };
}
