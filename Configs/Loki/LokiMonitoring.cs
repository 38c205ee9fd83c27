using Infra.Configs.Monitoring;

namespace Infra.Configs.Loki;

/// <summary>How Loki is watched.</summary>
internal static class LokiMonitoring
{
    public static ProductMonitoring Product { get; } = new()
    {
        Service = ServiceNames.Loki,
        Alerts = scope => LokiAlerts.Rules(scope.PendingPeriod),
        Dashboards = _ => [LogsDashboard.Board],
    };
}
