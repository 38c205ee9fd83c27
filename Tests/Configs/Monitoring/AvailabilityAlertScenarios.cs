using Infra.Tests.Configs.Alerts;
using static Infra.Tests.Configs.Alerts.AlertSeries;

namespace Infra.Tests.Configs.Monitoring;

/// <summary>The heartbeat, the canaries that it stands for, and services that answer and cannot work.</summary>
internal static class AvailabilityAlertScenarios
{
    private const string Heartbeat = "dagster_daemon_last_heartbeat_timestamp_seconds";

    public static IReadOnlyList<AlertScenario> All { get; } =
    [
        new("Watchdog", "alerting", [CanaryMetric("0+60x60"), CanaryProbe("log", "1x60"), CanaryProbe("span", "1x60")], [CanaryMetric("0+60x20"), CanaryProbe("log", "1x60"), CanaryProbe("span", "1x60")]),
        // A store that is restarted misses a minute or two; one that stays away does not.
        new("Watchdog", "alerting", [CanaryMetric("0+60x60"), CanaryProbe("log", "1x26 0x30"), CanaryProbe("span", "1x60")], [CanaryMetric("0+60x60"), CanaryProbe("log", "1x23 0x30"), CanaryProbe("span", "1x60")]),
        new("Watchdog", "alerting", [CanaryMetric("0+60x60"), CanaryProbe("log", "1x60"), CanaryProbe("span", "1x26 0x30")], [CanaryMetric("0+60x60"), CanaryProbe("log", "1x60")]),
        new("CanaryLogMissing", "loki", [CanaryProbe("log", "1x20 0x30"), CanaryProbe("span", "1x60")], [CanaryProbe("log", "1x26 0x30"), CanaryProbe("span", "0x60")]),
        new("CanarySpanMissing", "tempo", [CanaryProbe("span", "1x20 0x30"), CanaryProbe("log", "1x60")], [CanaryProbe("span", "1x26 0x30"), CanaryProbe("log", "0x60")]),
        new("TargetNotReady", "superset", [Of("superset", "probe_success", "1x20 0x30"), Of("superset", "up", "1x60")], [Of("superset", "probe_success", "1x60"), CanaryProbe("log", "0x60")]),
        NotReady("grafana", "Grafana"), NotReady("minio", "Minio"), NotReady("nessie", "Nessie"), NotReady("trino", "Trino"),
        new("DagsterDown", "dagster", [Of("dagster", "probe_success", "0x60"), Of("dagster", Heartbeat, "0+60x60", "daemon_type=\"SENSOR\"")], [Of("dagster", "probe_success", "1x60"), Of("dagster", Heartbeat, "0+60x60", "daemon_type=\"SENSOR\"")]),
    ];

    // They answer a scrape, and none of them can work; one of them can.
    private static AlertScenario NotReady(string service, string name) => new(
        $"{name}Down", service,
        [Of(service, "up", "1x60"), Of(service, "probe_success", "0x60"), Of(service, "probe_success", "0x60", "replica=\"b\"")],
        [Of(service, "up", "1x60"), Of(service, "probe_success", "0x60"), Of(service, "probe_success", "1x60", "replica=\"b\"")]);

    private static string CanaryMetric(string values) => $"phlo_canary_timestamp_seconds{{}} {values}";

    private static string CanaryProbe(string signal, string values) => Of("canary", "probe_success", values, $"signal=\"{signal}\"");
}
