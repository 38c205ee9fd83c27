using System.Globalization;
using Infra.Tests.Support;

namespace Infra.Tests.EndToEnd;

/// <summary>What goes wrong in the sandbox's Postgres.</summary>
internal static class PostgresFaults
{
    private const string Session = "fault";

    /// <summary>
    /// More than all of the shared buffers (16,384 pages). Of a smaller table what was written last stays in them, and now and then all of
    /// it, so that nothing is read from disk.
    /// </summary>
    private const int TablePages = 24_000;

    /// <summary>Few connections, so that the clients that take them fit into the container's memory beside Postgres.</summary>
    public static async Task PrepareAsync(FaultySandbox sandbox)
    {
        (await sandbox.SqlAsync("ALTER SYSTEM SET max_connections = 20")).ShouldSucceed();
        await FaultySandbox.DockerAsync("restart", sandbox.Project.Container("postgres"));
        await FaultySandbox.UntilAsync(async () => (await sandbox.SqlAsync("SELECT 1")).ExitCode == 0, () => "Postgres has not started again");
    }

    public static async Task<Undo> StopAsync(FaultySandbox sandbox)
    {
        var postgres = sandbox.Project.Container("postgres");
        await FaultySandbox.DockerAsync("stop", postgres);
        return new Undo(() => FaultySandbox.DockerAsync("start", postgres));
    }

    public static async Task<Undo> TakeConnectionsAsync(FaultySandbox sandbox)
    {
        var most = int.Parse((await sandbox.SqlAsync("SHOW max_connections")).ShouldSucceed().Output, CultureInfo.InvariantCulture);
        // One psql cannot have several, so a shell has many of them.
        var psql = string.Join(' ', sandbox.Psql(Session).SkipWhile(word => word != "psql"));
        var script = $"i=0; while [ $i -lt {most * 85 / 100} ]; do {psql} -c 'SELECT pg_sleep(3600)' & i=$((i+1)); done; wait";
        var sessions = ToolProcess.RunAsync("docker", ["exec", "-e", $"PGAPPNAME={Session}", sandbox.Project.Container("postgres"), "sh", "-c", script], limit: FaultySandbox.Limit * 2);
        return Ending(sandbox, sessions);
    }

    public static async Task<Undo> DeadlockAsync(FaultySandbox sandbox)
    {
        var results = await Task.WhenAll(sandbox.SqlAsync(LockBoth(1, 2)), sandbox.SqlAsync(LockBoth(2, 1)));
        Assert.Contains("deadlock detected", Assert.Single(results, result => result.ExitCode != 0).All);
        return Undo.Nothing;
    }

    public static async Task<Undo> ReadFromDiskAsync(FaultySandbox sandbox)
    {
        // Four rows fill a page.
        (await sandbox.SqlAsync($"CREATE TABLE large AS SELECT repeat('x', 1900) FROM generate_series(1, {4 * TablePages})")).ShouldSucceed();
        var reading = RepeatAsync(sandbox, "SET max_parallel_workers_per_gather = 0; SELECT count(*) FROM large; SELECT pg_sleep(0.2);");
        return new Undo(async () =>
        {
            await Ending(sandbox, reading).DisposeAsync();
            (await sandbox.SqlAsync("DROP TABLE large")).ShouldSucceed();
        });
    }

    // Each has the first before either asks for the second.
    private static string LockBoth(int first, int second) => $"""
        BEGIN;
        SELECT pg_advisory_xact_lock({first});
        DO $$ BEGIN WHILE NOT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = {second} AND granted) LOOP PERFORM pg_sleep(0.02); END LOOP; END $$;
        SELECT pg_advisory_xact_lock({second});
        COMMIT
        """;

    // Until its session is ended.
    private static Task<ToolResult> RepeatAsync(FaultySandbox sandbox, string sql) => ToolProcess.RunAsync(
        "docker", [.. sandbox.Psql(Session)], input: string.Join('\n', Enumerable.Repeat(sql, 20_000)), limit: FaultySandbox.Limit * 2);

    private static Undo Ending(FaultySandbox sandbox, params Task<ToolResult>[] sessions) => new(async () =>
    {
        // One that waited for another goes on when that has ended.
        while (!sessions.All(session => session.IsCompleted))
        {
            await sandbox.EndSessionsAsync(Session);
            await Task.WhenAny(Task.WhenAll(sessions), Task.Delay(200));
        }
    });
}
