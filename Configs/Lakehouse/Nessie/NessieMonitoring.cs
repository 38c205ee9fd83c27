using Infra.Configs.Monitoring;

namespace Infra.Configs.Lakehouse.Nessie;

/// <summary>How Nessie is watched.</summary>
internal static class NessieMonitoring
{
    public static ProductMonitoring Product { get; } = new()
    {
        Service = LakehouseServices.Nessie,
        Alerts = scope => NessieAlerts.Rules(scope.PendingPeriod),
        Contracts = [NessieMetrics.Contract],
        Dashboards = scope => [NessieDashboard.Board(scope.HasTraces)],
        Rules = scope => NessieRules.Groups(scope.ScrapeInterval, scope.HasTraces),
    };
}
