using Infra.Configs.Monitoring;

namespace Infra.Configs.Slos;

/// <summary>How the promises of the lakehouse are watched.</summary>
internal static class SloMonitoring
{
    public static ProductMonitoring Product { get; } = new()
    {
        Group = SloRules.Group,
        Alerts = scope => Of(scope).Count == 0 ? [] : SloAlerts.Rules,
        Rules = scope => SloRules.Groups(Of(scope)),
        Dashboards = scope => Of(scope).Count == 0 ? [] : [SloDashboard.Board],
    };

    private static IReadOnlyList<Slo> Of(MonitoringScope scope) => [.. scope.Slos.Where(slo => scope.Has(slo.Service))];
}
