using Infra.Configs.Monitoring;

namespace Infra.Configs.Prometheus;

/// <summary>How Prometheus itself is watched.</summary>
internal static class PrometheusMonitoring
{
    public static ProductMonitoring Product { get; } = new()
    {
        Service = ServiceNames.Prometheus,
        Contracts = [PrometheusMetrics.Contract],
        Alerts = scope => PrometheusAlerts.Rules(scope.RemoteWrite),
        Rules = StackRules.Groups,
        // The stack's own board: what of it is about another service is left out where that service is.
        Dashboards = scope => [StackDashboard.Board(scope)],
    };
}
