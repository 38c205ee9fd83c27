using System.Reflection;
using static Infra.Tests.Configs.Alerts.AlertSeries;

namespace Infra.Tests.Configs.Alerts;

/// <summary>A scenario for each alert: those of this file, and the <c>All</c> of every class whose name ends in <c>AlertScenarios</c>, in the products' rooms.</summary>
internal static class AlertScenarios
{
    private const string Heartbeat = "dagster_daemon_last_heartbeat_timestamp_seconds";
    private const string Requests = "http_server_requests_seconds_count";

    public static IReadOnlyList<AlertScenario> All { get; } = [.. Lakehouse(), .. OfProducts()];

    private static IEnumerable<AlertScenario> OfProducts() => typeof(AlertScenarios).Assembly.GetTypes()
        .Where(type => type.Name.EndsWith(nameof(AlertScenarios), StringComparison.Ordinal) && type != typeof(AlertScenarios))
        .OrderBy(type => type.FullName, StringComparer.Ordinal)
        .SelectMany(type => (IReadOnlyList<AlertScenario>)type.GetProperty(nameof(All), BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!);

    private static IEnumerable<AlertScenario> Lakehouse() =>
    [
        Down("minio", "Minio"), Down("nessie", "Nessie"), Down("trino", "Trino"),
        new("PostgresDown", "postgres", [Of("postgres", "pg_up", "0x60")], [Of("postgres", "pg_up", "1x60")]),
        new("PostgresExporterScrapeError", "postgres", [Of("postgres", "pg_exporter_last_scrape_error", "1x60"), Of("postgres", "pg_up", "1x60")], [Of("postgres", "pg_exporter_last_scrape_error", "1x60"), Of("postgres", "pg_up", "0x60")]),
        new("PostgresConnectionsNearlyExhausted", "postgres", Connections(50, 35), Connections(40, 35)),
        // Ten requests a second for more than an hour, then sixty; twenty; and with much less to do, ten times as much.
        new("MinioRequestsSpike", "minio", [Of("minio", "minio_s3_requests_total", "0+600x70 45600+3600x20", """api="getobject" """)], [Of("minio", "minio_s3_requests_total", "0+600x70 43200+1200x20", """api="getobject" """)], 82),
        new("MinioRequestsSpike", "minio", [Of("minio", "minio_s3_requests_total", "0+600x70 45600+3600x20", """api="getobject" """)], [Of("minio", "minio_s3_requests_total", "0+6x70 480+60x20", """api="getobject" """)], 82),
        new("NessieErrors", "nessie", [Of("nessie", Requests, "0+2x60", "status=\"500\""), Of("nessie", Requests, "0+98x60", "status=\"200\"")], [Of("nessie", Requests, "0+1x60", "status=\"500\""), Of("nessie", Requests, "0+199x60", "status=\"200\"")]),
        new("TrinoQueriesSlow", "trino", [Slowest("0.95", 31_000)], [Slowest("0.95", 29_000), Slowest("0.99", 40_000)]),
        new("DagsterDown", "dagster", [Of("dagster", Heartbeat, "60x60", "daemon_type=\"SENSOR\"")], [Of("dagster", Heartbeat, "60x60", "daemon_type=\"SENSOR\""), Of("dagster", Heartbeat, "0+60x60", "daemon_type=\"SCHEDULER\"")]),
        new("DagsterDaemonStale", "dagster", [Of("dagster", Heartbeat, "60x60", "daemon_type=\"SENSOR\""), Of("dagster", Heartbeat, "0+60x60", "daemon_type=\"SCHEDULER\"")], [Of("dagster", Heartbeat, "-90000x60", "daemon_type=\"BACKFILL\""), Of("dagster", Heartbeat, "0+60x60", "daemon_type=\"SCHEDULER\"")]),
        new("DagsterRunsFailing", "dagster", Runs(1, 9), Runs(1, 99)),
        new("DagsterRunsFailing", "dagster", Runs(1, 0), Runs(0, 0)),
    ];

    private static string[] Connections(int one, int other) =>
    [
        Of("postgres", "pg_stat_database_numbackends", $"{one}x60", "datname=\"lakehouse\""),
        Of("postgres", "pg_stat_database_numbackends", $"{other}x60", "datname=\"postgres\""),
        Of("postgres", "pg_settings_max_connections", "100x60"),
    ];

    private static string[] Runs(int failures, int successes) =>
    [
        Of("dagster", "dagster_recent_runs_count", $"{failures}x60", "status=\"FAILURE\",window=\"1h\",job_name=\"a\""),
        Of("dagster", "dagster_recent_runs_count", $"{successes}x60", "status=\"SUCCESS\",window=\"1h\",job_name=\"a\""),
        Of("dagster", "dagster_recent_runs_count", "9x60", "status=\"FAILURE\",window=\"24h\",job_name=\"a\""),
    ];

    private static string Slowest(string quantile, int milliseconds) =>
        Of("trino", "trino_execution_name_QueryManager_ExecutionTime_FiveMinutes", $"{milliseconds}x60", $"quantile=\"{quantile}\"");
}
