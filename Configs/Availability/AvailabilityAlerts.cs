using Infra.Configs.Alerts;
using Infra.Configs.Lakehouse;

namespace Infra.Configs.Availability;

/// <summary>Alerts about services that do not answer, and about those that answer and cannot work.</summary>
internal static class AvailabilityAlerts
{
    /// <summary>A warning: what it means for a particular service is for that service's own alert to say.</summary>
    public static AlertRule TargetNotReady(Duration pendingPeriod) => new()
    {
        Name = "TargetNotReady",
        Expression = $$"""probe_success{service!="{{ServiceNames.Canary}}"} == 0""",
        For = pendingPeriod,
        Severity = AlertSeverity.Warning,
        Summary = "{{ $labels.service }} is not ready",
        Description = "The probe of {{ $labels.instance }} (service {{ $labels.service }}) under {{ $labels.metrics_path }} has failed for " + pendingPeriod + ".",
    };

    /// <summary>No instance of a service answers, or none can work.</summary>
    /// <param name="service">The service, by its name in labels.</param>
    /// <param name="name">The service, by its name in texts.</param>
    /// <param name="consequence">What does not work meanwhile, as a sentence.</param>
    public static AlertRule Down(string service, string name, string consequence, Duration pendingPeriod) => new()
    {
        Name = AlertRules.DownName(service),
        // 0 where nothing answers, 1 where what answers is not ready: the text says which.
        Expression = $$"""max by (job, service) (up{job="{{service}}"}) == 0 or {{Ready(service)}} + 1 == 1""",
        For = pendingPeriod,
        Severity = AlertSeverity.Critical,
        Component = service,
        Summary = $"{name} is down",
        Description = "{{ if $value }}" + $"{name} answers Prometheus and has not been ready to work for {pendingPeriod}."
            + "{{ else }}" + $"Prometheus has had no answer from any {name} for {pendingPeriod}." + "{{ end }} " + consequence,
    };

    /// <summary>No daemon of Dagster's gives a sign of life, or its web server, where it is known, is not ready.</summary>
    public static AlertRule DagsterDown(Duration pendingPeriod) => new()
    {
        Name = AlertRules.DownName(LakehouseServices.Dagster),
        // The age of the last sign of life, or 0 where it is the web server.
        Expression = $"time() - {AvailabilityRules.Heartbeat} > {AvailabilityRules.HeartbeatLimitSeconds} or {Ready(LakehouseServices.Dagster)} == 0",
        For = pendingPeriod,
        Severity = AlertSeverity.Critical,
        Component = LakehouseServices.Dagster,
        Summary = "Dagster's {{ if $value }}daemon{{ else }}web server{{ end }} is down",
        Description = "{{ if $value }}Its last sign of life is {{ $value | humanizeDuration }} old: no schedule and no sensor starts a run."
            + "{{ else }}It has not been ready for " + pendingPeriod + ": nobody can look at runs or start one.{{ end }}",
    };

    private static string Ready(string service) => $$"""max by (job, service) (probe_success{job="{{service}}"})""";
}
