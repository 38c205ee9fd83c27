using Infra.Tests.Configs.Alerts.Sql;
using Infra.Tests.Support;

namespace Infra.Tests.Configs.Lakehouse.Dagster;

/// <summary>Runs in Dagster's tables.</summary>
internal static class DagsterSqlAlertScenarios
{
    private static readonly string Tables = File.ReadAllText(Path.Combine(SourceTree.Root, "Tests", "Configs", "PostgresExporter", "DagsterTables.sql"));

    public static IReadOnlyList<SqlAlertScenario> All { get; } =
    [
        new("DagsterRunStuck", Tables, Run("stuck", "ingest", "CANCELING", 900, "880", "NULL"), Run("waits", "ingest", "QUEUED", 9000, "NULL", "NULL"), "job_name=ingest", "run_id=stuck", "status=canceling"),
        new("DagsterRunStuck", Tables, Run("stuck", "ingest", "STARTING", 900, "NULL", "NULL"), Run("runs", "ingest", "STARTED", 90000, "89000", "NULL"), "job_name=ingest", "run_id=stuck", "status=starting"),
        // Its job has taken at most half an hour, so an hour and a half is the limit.
        new("DagsterRunOverdue", Tables, Usual + Run("hangs", "load", "STARTED", 5600, "5500", "NULL"), Usual + Run("runs", "load", "STARTED", 5400, "5300", "NULL"), "job_name=load", "run_id=hangs"),
        // Of a job that takes seconds, an hour is the limit; of a job that never succeeded, six.
        new("DagsterRunOverdue", Tables, Run("hangs", "ingest", "STARTED", 3800, "3700", "NULL"), Run("runs", "ingest", "STARTED", 3500, "3400", "NULL"), "job_name=ingest", "run_id=hangs"),
        new("DagsterRunOverdue", Tables, Run("hangs", "first", "STARTED", 22000, "21700", "NULL"), Run("runs", "first", "STARTED", 21000, "20900", "NULL"), "job_name=first", "run_id=hangs"),
    ];

    private static string Usual => "DELETE FROM runs WHERE pipeline_name = 'load';" + Run("usual", "load", "SUCCESS", 90000, "89000", "87200");

    private static string Run(string id, string job, string status, int created, string started, string ended) =>
        "INSERT INTO runs (run_id, pipeline_name, status, create_timestamp, start_time, end_time) VALUES "
        + $"('{id}', '{job}', '{status}', (now() AT TIME ZONE 'utc') - make_interval(secs => {created}), "
        + $"extract(epoch FROM now()) - {started}, extract(epoch FROM now()) - {ended});";
}
