using System.Globalization;
using System.Text.RegularExpressions;
using Infra.Configs.PostgresExporter;
using Infra.Tests.Support;

namespace Infra.Tests.Configs.PostgresExporter;

/// <summary>The queries on Dagster's tables, by the packaged exporter on a real Postgres with the rights that the documentation grants.</summary>
public sealed partial class DagsterQueriesTests
{
    private const string Names = "dagster_";

    [Fact]
    public void Are_rendered_as_the_golden_file_has_them() => Golden.Matches(MetricQueriesYaml.Render(DagsterQueries.In("public")), "queries.golden.yml");

    [Fact]
    public async Task Give_every_metric_that_is_documented_to_a_role_that_may_see_nothing_more()
    {
        ToolProcess.SkipUnlessInstalled(PackagedExporter.Program);
        await using var postgres = await PostgresProcess.StartAsync();
        (await postgres.RunSqlAsync(await File.ReadAllTextAsync(Source("DagsterTables.sql"), TestContext.Current.CancellationToken))).ShouldSucceed();
        foreach (var statements in DocumentedSql())
            (await postgres.RunSqlAsync(statements)).ShouldSucceed();

        var metrics = await PackagedExporter.MetricsAsync(postgres, "metrics", DagsterQueries.In("public"), Names);

        Assert.True(metrics.Remove("dagster_oldest_queued_run_age_seconds{}", out var age));
        Assert.InRange(age, 120, 240);
        Assert.True(metrics.Remove("dagster_running_run_age_seconds{job_name=\"report\"}", out age));
        Assert.InRange(age, 40, 160);
        Assert.Equal(Lines(Expected), Lines(metrics));
        var refusal = await postgres.RunSqlAsync("SELECT run_body FROM runs", "metrics");
        refusal.ShouldFail(1, "permission denied for table runs");
        (await postgres.RunSqlAsync("SELECT tick_body FROM job_ticks", "metrics")).ShouldFail(1, "permission denied for table job_ticks");
    }

    [Fact]
    public async Task Leave_everything_else_alone_before_Dagster_has_made_its_tables()
    {
        ToolProcess.SkipUnlessInstalled(PackagedExporter.Program);
        await using var postgres = await PostgresProcess.StartAsync();
        (await postgres.RunSqlAsync(DocumentedSql()[0])).ShouldSucceed();

        Assert.Empty(await PackagedExporter.MetricsAsync(postgres, "metrics", DagsterQueries.In("public"), Names));
        await AssertNoErrorAsync(postgres);
    }

    [Fact]
    public async Task Fail_nowhere_where_the_role_may_read_none_of_the_tables_or_some()
    {
        ToolProcess.SkipUnlessInstalled(PackagedExporter.Program);
        await using var postgres = await PostgresProcess.StartAsync();
        (await postgres.RunSqlAsync(await File.ReadAllTextAsync(Source("DagsterTables.sql"), TestContext.Current.CancellationToken))).ShouldSucceed();
        (await postgres.RunSqlAsync(DocumentedSql()[0])).ShouldSucceed();

        Assert.Empty(await PackagedExporter.MetricsAsync(postgres, "metrics", DagsterQueries.In("public"), Names));
        await AssertNoErrorAsync(postgres);

        // The grants of before ticks were told apart by name.
        (await postgres.RunSqlAsync("GRANT SELECT (type, status, \"timestamp\") ON job_ticks TO metrics")).ShouldSucceed();
        var metrics = await PackagedExporter.MetricsAsync(postgres, "metrics", DagsterQueries.In("public"), Names);

        Assert.Equal(["dagster_ticks_1h_count"], metrics.Keys.Select(key => key.Split('{')[0]).Distinct());
        await AssertNoErrorAsync(postgres);
    }

    private static async Task AssertNoErrorAsync(PostgresProcess postgres)
    {
        foreach (var query in DagsterQueries.In("public"))
            (await postgres.RunSqlAsync(query.Sql, "metrics")).ShouldSucceed(query.Name);
    }

    [Fact]
    public void Are_each_documented()
    {
        var page = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "lakehouse.md"));
        Assert.All(DagsterQueries.In("public"), query => Assert.Contains($"`{query.Name}_{query.Gauges[0].Name}`", page));
    }

    private static Dictionary<string, double> Expected => new()
    {
        ["dagster_runs_count{status=\"QUEUED\"}"] = 2,
        ["dagster_runs_count{status=\"NOT_STARTED\"}"] = 0,
        ["dagster_runs_count{status=\"STARTING\"}"] = 0,
        ["dagster_runs_count{status=\"STARTED\"}"] = 1,
        ["dagster_runs_count{status=\"CANCELING\"}"] = 0,
        ["dagster_recent_runs_count{job_name=\"ingest\",status=\"SUCCESS\",window=\"1h\"}"] = 2,
        ["dagster_recent_runs_count{job_name=\"ingest\",status=\"SUCCESS\",window=\"24h\"}"] = 2,
        ["dagster_recent_runs_count{job_name=\"ingest\",status=\"FAILURE\",window=\"1h\"}"] = 1,
        ["dagster_recent_runs_count{job_name=\"ingest\",status=\"FAILURE\",window=\"24h\"}"] = 2,
        ["dagster_recent_runs_count{job_name=\"ingest\",status=\"CANCELED\",window=\"1h\"}"] = 0,
        ["dagster_recent_runs_count{job_name=\"ingest\",status=\"CANCELED\",window=\"24h\"}"] = 0,
        ["dagster_recent_runs_count{job_name=\"report\",status=\"SUCCESS\",window=\"1h\"}"] = 1,
        ["dagster_recent_runs_count{job_name=\"report\",status=\"SUCCESS\",window=\"24h\"}"] = 1,
        ["dagster_recent_runs_count{job_name=\"report\",status=\"FAILURE\",window=\"1h\"}"] = 0,
        ["dagster_recent_runs_count{job_name=\"report\",status=\"FAILURE\",window=\"24h\"}"] = 0,
        ["dagster_recent_runs_count{job_name=\"report\",status=\"CANCELED\",window=\"1h\"}"] = 0,
        ["dagster_recent_runs_count{job_name=\"report\",status=\"CANCELED\",window=\"24h\"}"] = 0,
        ["dagster_run_duration_seconds_p50{job_name=\"ingest\"}"] = 20,
        ["dagster_run_duration_seconds_p95{job_name=\"ingest\"}"] = 29,
        ["dagster_run_duration_seconds_max{job_name=\"ingest\"}"] = 30,
        ["dagster_run_duration_seconds_p50{job_name=\"report\"}"] = 100,
        ["dagster_run_duration_seconds_p95{job_name=\"report\"}"] = 100,
        ["dagster_run_duration_seconds_max{job_name=\"report\"}"] = 100,
        ["dagster_asset_last_materialization_timestamp_seconds{asset_key=\"raw/entries\"}"] = 1767225600,
        ["dagster_daemon_last_heartbeat_timestamp_seconds{daemon_type=\"SENSOR\"}"] = 1767225630,
        ["dagster_ticks_1h_count{status=\"success\",type=\"schedule\"}"] = 1,
        ["dagster_ticks_1h_count{status=\"failure\",type=\"sensor\"}"] = 1,
        ["dagster_running_run_age_seconds{job_name=\"ingest\"}"] = 0,
        ["dagster_ticks_by_name_1h_count{name=\"schedule\",status=\"success\",type=\"schedule\"}"] = 1,
        ["dagster_ticks_by_name_1h_count{name=\"tell_of_failure\",status=\"failure\",type=\"sensor\"}"] = 1,
    };

    // Durations are differences of seconds since 1970: beyond a millionth they are noise.
    private static string Lines(IReadOnlyDictionary<string, double> metrics) => string.Join('\n', metrics
        .OrderBy(sample => sample.Key, StringComparer.Ordinal)
        .Select(sample => string.Create(CultureInfo.InvariantCulture, $"{sample.Key} {Math.Round(sample.Value, 3)}")));

    // The statements that operators are told to run, in their order: first those for Postgres, then those for Dagster.
    private static List<string> DocumentedSql()
    {
        var page = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "lakehouse.md"));
        return [.. SqlBlock().Matches(page).Select(match => PostgresProcess.WithoutQuestions(match.Groups[1].Value))];
    }

    private static string Source(string file) => Path.Combine(SourceTree.Root, "Tests", "Configs", "PostgresExporter", file);

    [GeneratedRegex("^```sql\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex SqlBlock();
}
