using Infra.Configs;
using Infra.Configs.Alerts;
using Infra.Configs.Lakehouse;
using Infra.Configs.Monitoring;
using Infra.Configs.Slos;

namespace Infra.Tests.Configs.Alerts;

/// <summary>What the tests of alerts have in common.</summary>
internal static class AlertSamples
{
    /// <summary>A stack that has everything that alerts can be about.</summary>
    public static MonitoringScope Everything { get; } = WithSlos(new()
    {
        PendingPeriod = Duration.Minutes(1),
        ScrapeInterval = Duration.Seconds(15),
        Services = new HashSet<string>([
            .. LakehouseServices.All, ScrapeJobs.Node, ServiceNames.Prometheus, ServiceNames.Alertmanager, ServiceNames.Loki,
            ServiceNames.Alloy, ServiceNames.Tempo, ServiceNames.Grafana, ServiceNames.Cadvisor,
        ]),
        CertificatesRenewedBefore = Duration.Days(30),
        RemoteWrite = true,
        AssetFreshness = new Dictionary<string, Duration> { ["orders"] = Duration.Hours(1) },
        LogSilence = new LogSilence([ServiceNames.DagsterDaemon, ServiceNames.Nessie], Duration.Minutes(30)),
        DagsterSchema = "public",
        LokiDiskLimit = 0.9m,
        LokiRetention = Duration.Days(7),
        TempoRetention = Duration.Days(7),
    });

    /// <summary>All alerts that there are, whoever evaluates them.</summary>
    public static IReadOnlyList<AlertRule> Rules { get; } = [.. AlertRules.Groups(Everything).SelectMany(group => group.Rules)];

    private static MonitoringScope WithSlos(MonitoringScope scope) => scope with { Slos = DefaultSlos.Of(scope) };
}
