using Infra.Configs.Dashboards;
using Infra.Configs.Monitoring;

namespace Infra.Configs.Tempo;

/// <summary>How Tempo is watched.</summary>
internal static class TempoMonitoring
{
    public static ProductMonitoring Product { get; } = new()
    {
        Service = ServiceNames.Tempo,
        SharedBoard = BoardUids.Stack,
        Contracts = [TempoMetrics.Contract, TempoMetrics.OfSpans],
        Alerts = TempoAlerts.Rules,
    };
}
