using Infra.Tests.Configs.Alerts;
using static Infra.Tests.Configs.Alerts.AlertSeries;

namespace Infra.Tests.Configs.Lakehouse.Dagster;

internal static class DagsterAlertScenarios
{
    private const string Heartbeat = "dagster_daemon_last_heartbeat_timestamp_seconds";
    private const string Sensor = "daemon_type=\"SENSOR\"";
    private const string Scheduler = "daemon_type=\"SCHEDULER\"";

    public static IReadOnlyList<AlertScenario> All { get; } =
    [
        new("DagsterDown", "dagster", [Dagster(Heartbeat, "60x60", Sensor)], [Dagster(Heartbeat, "60x60", Sensor), Dagster(Heartbeat, "0+60x60", Scheduler)]),
        new("DagsterDaemonStale", "dagster", [Dagster(Heartbeat, "60x60", Sensor), Dagster(Heartbeat, "0+60x60", Scheduler)], [Dagster(Heartbeat, "-90000x60", "daemon_type=\"BACKFILL\""), Dagster(Heartbeat, "0+60x60", Scheduler)]),
        new("DagsterRunsFailing", "dagster", Runs(1, 9), Runs(1, 99)),
        new("DagsterRunsFailing", "dagster", Runs(1, 0), Runs(0, 0)),
        new("DagsterQueueStuck", "dagster", [Dagster("dagster_oldest_queued_run_age_seconds", "0+60x60")], [Dagster("dagster_oldest_queued_run_age_seconds", "0+60x9 0+60x9 0+60x9 0+60x9")]),
        // More than an hour, where the longest took a minute; where it takes that long every day; where nobody knows how long it takes.
        new("DagsterRunHangs", "dagster", [Running("0+60x90"), Longest(60)], [Running("0+60x90"), Longest(1800)], 80),
        new("DagsterRunHangs", "dagster", [Running("0+60x90")], [Running("0+60x50 0x40"), Longest(60)], 80),
        new("DagsterTicksFailing", "dagster", Ticks(3, 1), Ticks(1, 99)),
        // A schedule of once a day, and one that has run well.
        new("DagsterTicksFailing", "dagster", Ticks(1, 0), Ticks(0, 1)),
        // An hour is allowed; another asset may be of any age.
        new("DagsterAssetStale", "dagster", [Asset("orders", "60x90")], [Asset("orders", "60x50 3000x40"), Asset("others", "60x90")], 80),
    ];

    private static string Dagster(string metric, string values, string labels = "") => Of("dagster", metric, values, labels);

    private static string[] Runs(int failures, int successes) =>
    [
        Dagster("dagster_recent_runs_count", $"{failures}x60", "status=\"FAILURE\",window=\"1h\",job_name=\"a\""),
        Dagster("dagster_recent_runs_count", $"{successes}x60", "status=\"SUCCESS\",window=\"1h\",job_name=\"a\""),
        Dagster("dagster_recent_runs_count", "9x60", "status=\"FAILURE\",window=\"24h\",job_name=\"a\""),
    ];

    private static string Running(string age) => Dagster("dagster_running_run_age_seconds", age, "job_name=\"ingest\"");

    private static string Longest(int seconds) => Dagster("dagster_run_duration_seconds_max", $"{seconds}x90", "job_name=\"ingest\"");

    // Another sensor is well, and does not make up for it.
    private static string[] Ticks(int failed, int well) =>
    [
        Tick("a", "failure", failed), Tick("a", "success", well), Tick("b", "skipped", 99),
    ];

    private static string Tick(string name, string status, int count) =>
        Dagster("dagster_ticks_by_name_1h_count", $"{count}x60", $"name=\"{name}\",type=\"sensor\",status=\"{status}\"");

    private static string Asset(string key, string values) => Dagster("dagster_asset_last_materialization_timestamp_seconds", values, $"asset_key=\"{key}\"");
}
