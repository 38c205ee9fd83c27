using Infra.Configs.Contract;

namespace Infra.Configs.Lakehouse.Dagster;

/// <summary>What is relied on of Dagster's metrics: what the Postgres exporter reads of its tables (<c>DagsterQueries</c>).</summary>
internal static class DagsterMetrics
{
    public const string Runs = "dagster_runs_count";
    public const string RecentRuns = "dagster_recent_runs_count";
    public const string DurationP50 = "dagster_run_duration_seconds_p50";
    public const string DurationP95 = "dagster_run_duration_seconds_p95";
    public const string DurationMax = "dagster_run_duration_seconds_max";
    public const string RunningAge = "dagster_running_run_age_seconds";
    public const string QueuedAge = "dagster_oldest_queued_run_age_seconds";
    public const string AssetTime = "dagster_asset_last_materialization_timestamp_seconds";
    public const string Heartbeat = "dagster_daemon_last_heartbeat_timestamp_seconds";
    public const string Ticks = "dagster_ticks_1h_count";
    public const string NamedTicks = "dagster_ticks_by_name_1h_count";

    /// <summary>A series of Dagster's.</summary>
    public static string Of(string series, string matchers = "") => Selector.Of(LakehouseServices.Dagster, series, matchers);

    public static ProductContract Contract { get; } = new()
    {
        Service = LakehouseServices.Dagster,
        Version = "1.13",
        Source = "Configs/PostgresExporter/DagsterQueries.cs; tables: dagster-io/dagster, python_modules/dagster/dagster/_core/storage/{runs,event_log,schedules}/schema.py",
        Recordings = ["postgres-exporter"],
        Metrics =
        [
            new(Runs, MetricType.Gauge, "runs", "status", "server"),
            new(RecentRuns, MetricType.Gauge, "runs", "job_name", "status", "window", "server"),
            new(DurationP50, MetricType.Gauge, "seconds", "job_name", "server"),
            new(DurationP95, MetricType.Gauge, "seconds", "job_name", "server"),
            new(DurationMax, MetricType.Gauge, "seconds", "job_name", "server"),
            new(RunningAge, MetricType.Gauge, "seconds", "job_name", "server") { AppearsLater = NewQuery },
            new(QueuedAge, MetricType.Gauge, "seconds", "server"),
            new(AssetTime, MetricType.Gauge, "seconds since 1970", "asset_key", "server"),
            new(Heartbeat, MetricType.Gauge, "seconds since 1970", "daemon_type", "server"),
            new(Ticks, MetricType.Gauge, "ticks", "type", "status", "server"),
            new(NamedTicks, MetricType.Gauge, "ticks", "name", "type", "status", "server") { AppearsLater = NewQuery },
        ],
    };

    private const string NewQuery = "The recording is from before the query was made: Configs/PostgresExporter/DagsterQueries.cs.";
}
