using Infra.Configs.Monitoring;

namespace Infra.Configs.Tempo;

/// <summary>How Tempo is watched.</summary>
internal static class TempoMonitoring
{
    public static ProductMonitoring Product { get; } = new()
    {
        Service = ServiceNames.Tempo,
        Alerts = scope => TempoAlerts.Rules(scope.PendingPeriod),
        Contracts = [GeneratedMetrics.Contract],
        Dashboards = _ => [TracesDashboard.Board],
    };
}
