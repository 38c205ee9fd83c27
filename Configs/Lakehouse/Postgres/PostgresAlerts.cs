using Infra.Configs.Alerts;

namespace Infra.Configs.Lakehouse.Postgres;

/// <summary>Alerts about Postgres: the lakehouse's database, by its exporter.</summary>
internal static class PostgresAlerts
{
    public static IReadOnlyList<AlertRule> Rules(Duration pendingPeriod) =>
    [
        new AlertRule
        {
            Name = AlertRules.DownName(LakehouseServices.Postgres),
            Expression = "pg_up == 0",
            For = pendingPeriod,
            Severity = AlertSeverity.Critical,
            Component = LakehouseServices.Postgres,
            Summary = "Postgres is down",
            Description = "The Postgres exporter at {{ $labels.instance }} has not been able to connect to its database for " + pendingPeriod
                + ". Nessie's catalog and Dagster's runs are kept there.",
        },
        new AlertRule
        {
            Name = "PostgresExporterScrapeError",
            Expression = "pg_exporter_last_scrape_error == 1 and on (instance) pg_up == 1",
            For = Duration.Minutes(10),
            Severity = AlertSeverity.Warning,
            Component = LakehouseServices.Postgres,
            Summary = "Some of Postgres' metrics are missing",
            Description = "A query of the exporter at {{ $labels.instance }} has failed for 10 minutes.",
        },
        new AlertRule
        {
            Name = "PostgresConnectionsNearlyExhausted",
            Expression =
                "sum by (instance, job, service) (pg_stat_database_numbackends)"
                + " / on (instance, job, service) max by (instance, job, service) (pg_settings_max_connections) > 0.8",
            For = Duration.Minutes(5),
            Severity = AlertSeverity.Warning,
            Component = LakehouseServices.Postgres,
            Summary = "Postgres has few connections left",
            Description = "{{ $value | humanizePercentage }} of its connections are in use.",
        },
    ];
}
