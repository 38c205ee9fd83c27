namespace Infra.Configs.Alerts;

/// <summary>The alerts that every stack has.</summary>
internal static class AlertRules
{
    public const string WatchdogName = "Watchdog";

    /// <param name="pendingPeriod">How long something must be wrong before anybody is told.</param>
    public static IReadOnlyList<AlertGroup> Groups(Duration pendingPeriod) =>
    [
        new AlertGroup("observability", [Watchdog, TargetDown(pendingPeriod)]),
        new AlertGroup("postgres", [PostgresDown(pendingPeriod)]),
    ];

    /// <summary>Fires always. Its absence at the receiver says that the alerting is broken.</summary>
    public static AlertRule Watchdog { get; } = new()
    {
        Name = WatchdogName,
        Expression = "vector(1)",
        Severity = AlertSeverity.None,
        Summary = "Alerting works",
        Description = "This alert always fires, so that whoever receives it can tell when the way from Prometheus over Alertmanager is broken.",
        Runbook = "watchdog",
    };

    /// <summary>A warning: what the outage of a particular service means is for its own alert to say.</summary>
    public static AlertRule TargetDown(Duration pendingPeriod) => new()
    {
        Name = "TargetDown",
        Expression = "up == 0",
        For = pendingPeriod,
        Severity = AlertSeverity.Warning,
        Summary = "{{ $labels.service }} cannot be scraped",
        Description = "Prometheus has had no answer from {{ $labels.instance }} (service {{ $labels.service }}) for " + pendingPeriod + ".",
        Runbook = "target-down",
    };

    public static AlertRule PostgresDown(Duration pendingPeriod) => new()
    {
        Name = "PostgresDown",
        Expression = "pg_up == 0",
        For = pendingPeriod,
        Severity = AlertSeverity.Critical,
        Summary = "Postgres is down",
        Description = "The Postgres exporter at {{ $labels.instance }} has not been able to connect to its database for " + pendingPeriod
            + ". Nessie's catalog and Dagster's runs are kept there.",
        Runbook = "postgres-down",
    };
}
