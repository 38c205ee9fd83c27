using Infra.Configs.Monitoring;

namespace Infra.Configs.Loki;

/// <summary>How the logs of all services are watched.</summary>
internal static class LogMonitoring
{
    public static ProductMonitoring Product { get; } = new()
    {
        Service = ServiceNames.Loki,
        Group = "logs",
        Alerts = LogAlerts.Rules,
    };
}
