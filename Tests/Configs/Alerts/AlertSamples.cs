using Infra.Configs;
using Infra.Configs.Alerts;
using Infra.Configs.Canary;
using Infra.Configs.Lakehouse;

namespace Infra.Tests.Configs.Alerts;

/// <summary>What the tests of alerts have in common.</summary>
internal static class AlertSamples
{
    /// <summary>A stack that has everything that alerts can be about.</summary>
    public static AlertScope Everything { get; } = new()
    {
        PendingPeriod = Duration.Minutes(1),
        Services = new HashSet<string>([
            .. LakehouseServices.All, ScrapeJobs.Node, ServiceNames.Prometheus, ServiceNames.Alertmanager, ServiceNames.Loki,
            ServiceNames.Alloy, ServiceNames.Tempo, ServiceNames.Grafana, ServiceNames.Cadvisor,
        ]),
        CertificatesRenewedBefore = Duration.Days(30),
        RemoteWrite = true,
        Canary = new CanaryScope(Duration.Minutes(1), Log: true, Span: true),
    };

    /// <summary>All alerts that there are.</summary>
    public static IReadOnlyList<AlertRule> Rules { get; } = [.. AlertRules.Groups(Everything).SelectMany(group => group.Rules)];
}
