namespace Infra.Tests.EndToEnd;

/// <summary>What goes wrong at Dagster: rows in its tables, which are in the sandbox's Postgres although Dagster is not there.</summary>
internal static class DagsterFaults
{
    /// <summary>Nothing wrong for as long as the tests last: the daemon's heartbeat comes from the future, and no run has failed.</summary>
    public const string Healthy =
        """UPDATE daemon_heartbeats SET "timestamp" = (now() AT TIME ZONE 'utc') + interval '1 day'; DELETE FROM runs WHERE status <> 'SUCCESS'; DELETE FROM job_ticks WHERE status = 'FAILURE'""";

    public static Task<Undo> StopDaemonAsync(FaultySandbox sandbox) =>
        RunAsync(sandbox, """UPDATE daemon_heartbeats SET "timestamp" = (now() AT TIME ZONE 'utc') - interval '10 minutes'""");

    public static Task<Undo> FailRunsAsync(FaultySandbox sandbox) => RunAsync(
        sandbox,
        """
        INSERT INTO runs (run_id, pipeline_name, status, create_timestamp, start_time, end_time)
        SELECT 'failed-' || n, 'ingest', 'FAILURE', (now() AT TIME ZONE 'utc') - interval '5 minutes', extract(epoch FROM now()) - 240, extract(epoch FROM now()) - 60
        FROM generate_series(1, 5) AS n
        """);

    private static async Task<Undo> RunAsync(FaultySandbox sandbox, string sql)
    {
        (await sandbox.SqlAsync(sql)).ShouldSucceed();
        return new Undo(async () => (await sandbox.SqlAsync(Healthy)).ShouldSucceed());
    }
}
