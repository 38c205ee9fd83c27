using Infra.Configs.Monitoring;

namespace Infra.Configs.Prometheus;

/// <summary>How Prometheus itself is watched.</summary>
internal static class PrometheusMonitoring
{
    public static ProductMonitoring Product { get; } = new()
    {
        Service = ServiceNames.Prometheus,
        Alerts = scope => PrometheusAlerts.Rules(scope.RemoteWrite),
    };
}
