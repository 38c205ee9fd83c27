using Infra.Configs.Availability;
using Infra.Configs.Lakehouse;

namespace Infra.Configs.Alerts;

/// <summary>Alerts about the lakehouse's services. The outage of one holds back the alerts of those that depend on it.</summary>
internal static class LakehouseAlerts
{
    private const string Heartbeat = "dagster_daemon_last_heartbeat_timestamp_seconds";

    private static readonly Dictionary<string, string> DownNames = new()
    {
        [LakehouseServices.Postgres] = "PostgresDown",
        [LakehouseServices.Minio] = "MinioDown",
        [LakehouseServices.Nessie] = "NessieDown",
        [LakehouseServices.Trino] = "TrinoDown",
        [LakehouseServices.Dagster] = "DagsterDown",
    };

    /// <summary>The name of the alert that says that a service is down.</summary>
    public static string Down(string service) => DownNames[service];

    public static IReadOnlyList<AlertRule> Postgres(Duration pendingPeriod) =>
    [
        new AlertRule
        {
            Name = Down(LakehouseServices.Postgres),
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

    public static IReadOnlyList<AlertRule> Minio(Duration pendingPeriod) =>
    [
        ServiceDown(LakehouseServices.Minio, "MinIO", "Tables can neither be read nor written.", pendingPeriod),
        new AlertRule
        {
            Name = "MinioRequestsSpike",
            Expression =
                "sum by (job, service) (rate(minio_s3_requests_total[5m])) > 3 * sum by (job, service) (rate(minio_s3_requests_total[1h] offset 5m))"
                + " and sum by (job, service) (rate(minio_s3_requests_total[5m])) > 10",
            For = Duration.Minutes(5),
            Severity = AlertSeverity.Info,
            Component = LakehouseServices.Minio,
            Summary = "MinIO has much more to do than usual",
            Description = "{{ $value | humanize }} requests a second are more than three times as many as in the hour before.",
        },
    ];

    public static IReadOnlyList<AlertRule> Nessie(Duration pendingPeriod) =>
    [
        ServiceDown(LakehouseServices.Nessie, "Nessie", "Queries cannot find their tables.", pendingPeriod),
        new AlertRule
        {
            Name = "NessieErrors",
            Expression =
                """sum by (job, service) (rate(http_server_requests_seconds_count{job="nessie",status=~"5.."}[5m]))"""
                + """ / sum by (job, service) (rate(http_server_requests_seconds_count{job="nessie"}[5m])) > 0.01""",
            For = Duration.Minutes(5),
            Severity = AlertSeverity.Warning,
            Component = LakehouseServices.Nessie,
            Summary = "Nessie answers with errors",
            Description = "{{ $value | humanizePercentage }} of the requests to Nessie have failed for 5 minutes.",
        },
    ];

    public static IReadOnlyList<AlertRule> Trino(Duration pendingPeriod) =>
    [
        ServiceDown(LakehouseServices.Trino, "Trino", "No queries run.", pendingPeriod),
        new AlertRule
        {
            Name = "TrinoQueriesSlow",
            // In milliseconds, decayed over five minutes.
            Expression = """trino_execution_name_QueryManager_ExecutionTime_FiveMinutes{quantile="0.95"} > 30000""",
            For = Duration.Minutes(5),
            Severity = AlertSeverity.Warning,
            Component = LakehouseServices.Trino,
            Summary = "Trino's queries are slow",
            Description = "One query in twenty takes longer than {{ printf \"%.0f\" $value }} ms.",
        },
    ];

    public static IReadOnlyList<AlertRule> Dagster(Duration pendingPeriod) =>
    [
        AvailabilityAlerts.DagsterDown(pendingPeriod),
        new AlertRule
        {
            Name = "DagsterDaemonStale",
            // A kind of daemon that is not used any more leaves its last heartbeat behind for good.
            Expression = $"(time() - max by (job, service, daemon_type) ({Heartbeat}) > 180) < 86400",
            For = Duration.Minutes(5),
            Severity = AlertSeverity.Warning,
            Component = LakehouseServices.Dagster,
            Summary = "Dagster's {{ $labels.daemon_type }} daemon does not work",
            Description = "Its last sign of life is {{ $value | humanizeDuration }} old.",
        },
        new AlertRule
        {
            Name = "DagsterRunsFailing",
            Expression =
                """sum by (job, service) (dagster_recent_runs_count{status="FAILURE",window="1h"})"""
                + """ / sum by (job, service) (dagster_recent_runs_count{status=~"SUCCESS|FAILURE",window="1h"}) > 0.05""",
            For = Duration.Minutes(5),
            Severity = AlertSeverity.Warning,
            Component = LakehouseServices.Dagster,
            Summary = "Dagster's runs fail",
            Description = "{{ $value | humanizePercentage }} of the runs that ended within the last hour have failed.",
        },
    ];

    private static AlertRule ServiceDown(string service, string name, string consequence, Duration pendingPeriod) =>
        AlertRules.Down(service, name, consequence, pendingPeriod) with { Name = Down(service) };
}
