namespace Infra.Configs.PostgresExporter;

/// <summary>What Dagster's tables tell of its runs: open-source Dagster serves no metrics itself.</summary>
/// <remarks>
/// The tables are no contract of Dagster's (dagster/_core/storage/{runs,event_log,schedules}/schema.py): each query stands for
/// itself, and one that fails takes nothing from the others. Only columns are read that say nothing of a run's configuration,
/// so a role with rights on these alone is enough. Timestamps are in UTC, without saying so.
/// A window's runs are a gauge on purpose: runs can be deleted, and a counter must not fall.
/// </remarks>
internal static class DagsterQueries
{
    /// <summary>A regular expression of the metrics' names.</summary>
    public const string MetricNames = "dagster_.*";

    private static readonly Duration Minute = Duration.Minutes(1);

    /// <param name="schema">The schema of the tables.</param>
    public static IReadOnlyList<MetricQuery> In(string schema) => [.. Queries($"\"{schema}\"").Select(query => GuardedQuery.Of(query, schema))];

    private static IReadOnlyList<MetricQuery> Queries(string tables) =>
    [
        new("dagster_runs")
        {
            Sql = $"""
                SELECT s.status, count(r.run_id) AS count
                FROM (VALUES ('QUEUED'), ('NOT_STARTED'), ('STARTING'), ('STARTED'), ('CANCELING')) AS s(status)
                LEFT JOIN {tables}.runs r ON r.status = s.status
                GROUP BY s.status
                """,
            Labels = [new("status", "State of the runs")],
            Gauges = [new("count", "Runs that have not ended")],
        },
        new("dagster_recent_runs")
        {
            Sql = $"""
                SELECT j.job_name, s.status, w.name AS "window", count(r.run_id) AS count
                FROM (
                  SELECT DISTINCT pipeline_name AS job_name FROM {tables}.runs
                  WHERE create_timestamp > (now() AT TIME ZONE 'utc') - interval '7 days'
                ) AS j
                CROSS JOIN (VALUES ('SUCCESS'), ('FAILURE'), ('CANCELED')) AS s(status)
                CROSS JOIN (VALUES ('1h', 3600), ('24h', 86400)) AS w(name, seconds)
                LEFT JOIN {tables}.runs r
                  ON r.pipeline_name = j.job_name AND r.status = s.status AND r.end_time > extract(epoch FROM now()) - w.seconds
                GROUP BY 1, 2, 3
                """,
            Labels =
            [
                new("job_name", "Job, if it has run in the last seven days"),
                new("status", "How the runs ended"),
                new("window", "How long ago they ended at most"),
            ],
            Gauges = [new("count", "Runs that ended in the window")],
            Cache = Minute,
        },
        new("dagster_run_duration_seconds")
        {
            Sql = $"""
                SELECT pipeline_name AS job_name,
                  percentile_cont(0.5) WITHIN GROUP (ORDER BY end_time - start_time) AS p50,
                  percentile_cont(0.95) WITHIN GROUP (ORDER BY end_time - start_time) AS p95,
                  max(end_time - start_time) AS max
                FROM {tables}.runs
                WHERE status = 'SUCCESS' AND end_time > extract(epoch FROM now()) - 86400
                GROUP BY 1
                """,
            Labels = [new("job_name", "Job")],
            Gauges =
            [
                new("p50", "Median duration of the successful runs of the last 24 hours"),
                new("p95", "95th percentile of these durations"),
                new("max", "Longest of these durations"),
            ],
            Cache = Minute,
        },
        new("dagster_running_run")
        {
            Sql = $"""
                SELECT pipeline_name AS job_name,
                  COALESCE(max(extract(epoch FROM now()) - COALESCE(start_time, extract(epoch FROM create_timestamp AT TIME ZONE 'utc')))
                    FILTER (WHERE status IN ('STARTING', 'STARTED', 'CANCELING')), 0) AS age_seconds
                FROM {tables}.runs
                WHERE create_timestamp > (now() AT TIME ZONE 'utc') - interval '7 days' OR status IN ('STARTING', 'STARTED', 'CANCELING')
                GROUP BY 1
                """,
            Labels = [new("job_name", "Job, if it is at work or has run in the last seven days")],
            Gauges = [new("age_seconds", "How long the oldest run of the job that has not ended has been at work; 0 if none is")],
        },
        new("dagster_oldest_queued_run")
        {
            Sql = $"""
                SELECT COALESCE(max(extract(epoch FROM (now() AT TIME ZONE 'utc') - create_timestamp)), 0) AS age_seconds
                FROM {tables}.runs WHERE status = 'QUEUED'
                """,
            Gauges = [new("age_seconds", "How long the oldest queued run has been waiting; 0 if none is")],
        },
        new("dagster_asset")
        {
            // Kept as a list in JSON; people know it with slashes.
            Sql = $"""
                SELECT CASE WHEN asset_key LIKE '[%' THEN array_to_string(ARRAY(SELECT json_array_elements_text(asset_key::json)), '/') ELSE asset_key END AS asset_key,
                  extract(epoch FROM last_materialization_timestamp AT TIME ZONE 'utc') AS last_materialization_timestamp_seconds
                FROM {tables}.asset_keys WHERE last_materialization_timestamp IS NOT NULL
                """,
            Labels = [new("asset_key", "Asset")],
            Gauges = [new("last_materialization_timestamp_seconds", "When the asset was last materialized or observed")],
            Cache = Minute,
        },
        new("dagster_daemon")
        {
            Sql = $"""
                SELECT daemon_type, extract(epoch FROM max("timestamp") AT TIME ZONE 'utc') AS last_heartbeat_timestamp_seconds
                FROM {tables}.daemon_heartbeats GROUP BY 1
                """,
            Labels = [new("daemon_type", "Daemon")],
            Gauges = [new("last_heartbeat_timestamp_seconds", "When the daemon last said that it is alive")],
        },
        new("dagster_ticks_1h")
        {
            Sql = $"""
                SELECT lower(type) AS type, lower(status) AS status, count(*) AS count
                FROM {tables}.job_ticks WHERE "timestamp" > (now() AT TIME ZONE 'utc') - interval '1 hour'
                GROUP BY 1, 2
                """,
            Labels = [new("type", "Whether schedules or sensors"), new("status", "How the ticks ended")],
            Gauges = [new("count", "Ticks of the last hour")],
            Cache = Minute,
        },
        new("dagster_ticks_by_name_1h")
        {
            // The name is stored as job_name for good (RemoteInstigatorOrigin in dagster/_core/remote_origin.py).
            Sql = $"""
                SELECT COALESCE(i.instigator_body::json -> 'origin' ->> 'job_name', t.selector_id, 'unknown') AS name,
                  lower(t.type) AS type, lower(t.status) AS status, count(*) AS count
                FROM {tables}.job_ticks t LEFT JOIN {tables}.instigators i ON i.selector_id = t.selector_id
                WHERE t."timestamp" > (now() AT TIME ZONE 'utc') - interval '1 hour'
                GROUP BY 1, 2, 3
                """,
            Labels = [new("name", "Schedule or sensor"), new("type", "Which of both it is"), new("status", "How the ticks ended")],
            Gauges = [new("count", "Its ticks of the last hour")],
            Cache = Minute,
        },
    ];
}
