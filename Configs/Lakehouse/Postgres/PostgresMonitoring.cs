using Infra.Configs.Monitoring;

namespace Infra.Configs.Lakehouse.Postgres;

/// <summary>How Postgres is watched.</summary>
internal static class PostgresMonitoring
{
    public static ProductMonitoring Product { get; } = new()
    {
        Service = LakehouseServices.Postgres,
        Alerts = scope => PostgresAlerts.Rules(scope.PendingPeriod),
    };
}
