using Infra.Configs.Dashboards;
using Infra.Configs.Monitoring;

namespace Infra.Configs.Loki;

/// <summary>How Loki is watched.</summary>
internal static class LokiMonitoring
{
    public static ProductMonitoring Product { get; } = new()
    {
        Service = ServiceNames.Loki,
        SharedBoard = BoardUids.Stack,
        Contracts = [LokiMetrics.Contract, LogLines.Contract],
        Alerts = LokiAlerts.Rules,
        Dashboards = _ => [LogsDashboard.Board],
    };
}
