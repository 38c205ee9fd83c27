using Infra.Configs.Availability;
using Infra.Configs.Canary;
using Infra.Configs.Lakehouse;

namespace Infra.Configs.Alerts;

/// <summary>The alerts of a stack.</summary>
internal static class AlertRules
{
    public const string WatchdogName = "Watchdog";

    /// <summary>The alerts about what a stack has, and no others.</summary>
    public static IReadOnlyList<AlertGroup> Groups(AlertScope scope)
    {
        var pending = scope.PendingPeriod;
        (string? Service, AlertGroup Group)[] all =
        [
            (null, new AlertGroup("observability", [.. CanaryAlerts.Rules(scope.Canary), TargetDown(pending), AvailabilityAlerts.TargetNotReady(pending)])),
            (ServiceNames.Prometheus, new AlertGroup("prometheus", PrometheusAlerts.Rules(scope.RemoteWrite))),
            (ServiceNames.Alertmanager, new AlertGroup("alertmanager", AlertmanagerAlerts.Rules)),
            (ServiceNames.Loki, new AlertGroup("loki", LogAlerts.Loki(pending))),
            (ServiceNames.Alloy, new AlertGroup("alloy", LogAlerts.Alloy(pending))),
            (ServiceNames.Tempo, new AlertGroup("tempo", TraceAlerts.Rules(pending))),
            (ServiceNames.Grafana, new AlertGroup("grafana", GrafanaAlerts.Rules(pending))),
            (ScrapeJobs.Node, new AlertGroup("node", MachineAlerts.Rules(scope.CertificatesRenewedBefore))),
            (ServiceNames.Cadvisor, new AlertGroup("containers", ContainerAlerts.Rules)),
            (LakehouseServices.Postgres, new AlertGroup("postgres", LakehouseAlerts.Postgres(pending))),
            (LakehouseServices.Minio, new AlertGroup("minio", LakehouseAlerts.Minio(pending))),
            (LakehouseServices.Nessie, new AlertGroup("nessie", LakehouseAlerts.Nessie(pending))),
            (LakehouseServices.Trino, new AlertGroup("trino", LakehouseAlerts.Trino(pending))),
            (LakehouseServices.Dagster, new AlertGroup("dagster", LakehouseAlerts.Dagster(pending))),
        ];
        return [.. all.Where(entry => entry.Service is null || scope.Services.Contains(entry.Service)).Select(entry => entry.Group)];
    }

    /// <summary>A warning: what the outage of a particular service means is for its own alert to say.</summary>
    public static AlertRule TargetDown(Duration pendingPeriod) => new()
    {
        Name = "TargetDown",
        Expression = "up == 0",
        For = pendingPeriod,
        Severity = AlertSeverity.Warning,
        Summary = "{{ $labels.service }} cannot be scraped",
        Description = "Prometheus has had no answer from {{ $labels.instance }} (service {{ $labels.service }}) for " + pendingPeriod + ".",
    };

    /// <summary>No instance of a service answers, or none can work.</summary>
    /// <param name="service">The service, by its name in labels.</param>
    /// <param name="name">The service, by its name in texts and in the alert's.</param>
    /// <param name="consequence">What does not work meanwhile, as a sentence.</param>
    public static AlertRule Down(string service, string name, string consequence, Duration pendingPeriod) =>
        AvailabilityAlerts.Down(service, name, consequence, pendingPeriod);
}
