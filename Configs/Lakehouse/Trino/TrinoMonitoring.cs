using Infra.Configs.Monitoring;

namespace Infra.Configs.Lakehouse.Trino;

/// <summary>How Trino is watched.</summary>
internal static class TrinoMonitoring
{
    public static ProductMonitoring Product { get; } = new()
    {
        Service = LakehouseServices.Trino,
        Alerts = scope => TrinoAlerts.Rules(scope.PendingPeriod),
        Contracts = [TrinoMetrics.Contract, TrinoMetrics.OfQueries],
        Dashboards = _ => [TrinoDashboard.Board],
        Rules = scope => TrinoRules.Groups(scope.ScrapeInterval),
    };
}
