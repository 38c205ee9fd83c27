using Infra.Tests.Configs.Alloy.Support;

namespace Infra.Tests.Configs.Alloy.Logs;

/// <summary>Lines as the products write them, from their documentation, sources and public logs.</summary>
public sealed class ProductParserTests
{
    private const string Timeline =
        "2026-11-22T21:36:26.105Z\tINFO\tdispatcher-query-4\tio.trino.event.QueryMonitor\tTIMELINE: Query 20261122_213617_00000_fgrbv :: FINISHED :: "
        + "elapsed 8250ms :: planning 413ms :: waiting 6801ms :: scheduling 7016ms :: running 31ms :: finishing 790ms :: begin 2026-11-22T21:36:17.849Z :: end 2026-11-22T21:36:26.099Z";

    private const string RunId = "5f7c2c1e-8c4b-4a39-9f0e-0a8f1f6a2b11";

    [Fact]
    public void Trinos_text_has_its_level_and_query()
    {
        var entry = LogPipelineRun.One("trino", Timeline);

        Assert.Equal("INFO", entry.Level);
        Assert.Equal("20261122_213617_00000_fgrbv", entry.Metadata["query_id"]);
        Assert.Equal(Timeline, entry.Line);
    }

    [Fact]
    public void Trinos_stack_trace_is_one_entry()
    {
        var run = LogPipelineRun.Of(
            "trino",
            "2026-11-22T21:36:26.105Z\tERROR\tquery-1\tio.trino.X\tQuery failed",
            "java.lang.IllegalStateException: no",
            "\tat io.trino.X.run(X.java:1)",
            "Caused by: java.io.IOException",
            Timeline);

        Assert.Equal(["ERROR", "INFO"], run.Entries.Select(entry => entry.Level));
        Assert.EndsWith("\n\tat io.trino.X.run(X.java:1)\nCaused by: java.io.IOException", run.Entries[0].Line);
    }

    [Fact]
    public void Trinos_JSON_is_read_too()
    {
        var entry = LogPipelineRun.One(
            "trino",
            """{"timestamp":"2026-11-22T21:36:26.105Z","level":"WARN","thread":"main","logger":"io.trino.X","message":"Query 20261122_213617_00001_abcde is slow"}""");

        Assert.Equal("WARN", entry.Level);
        Assert.Equal("20261122_213617_00001_abcde", entry.Metadata["query_id"]);
    }

    [Theory]
    [InlineData("FINISHED")]
    [InlineData("FAILED (ICEBERG_FILESYSTEM_ERROR)")]
    public void Trinos_query_times_become_a_histogram_in_seconds_without_the_level(string state)
    {
        var run = LogPipelineRun.Of("trino", Timeline.Replace("FINISHED", state));

        Assert.Equal(
            ("trino_query_timeline_duration_seconds", "[cascade_component, trino],[component, trino],[container, trino-1],[job, trino],[service, trino]", 8.25),
            Assert.Single(run.Observations));
    }

    [Fact]
    public void Other_products_have_no_query_times() => Assert.Empty(LogPipelineRun.Of("trinity", Timeline).Observations);

    [Fact]
    public void Nessies_traces_are_joined()
    {
        var run = LogPipelineRun.Of(
            "nessie",
            " _   _               _ ",
            "2026-11-22 17:49:20,876 INFO  [io.quarkus] (main) nessie-quarkus 0.108.4 on JVM started in 2.229s.",
            "2026-11-22 17:49:21,001 SEVERE [org.x] (executor-thread-1) failed",
            "\tat org.x.Y(Y.java:2)");

        Assert.Equal([null, "INFO", "ERROR"], run.Entries.Select(entry => entry.Level));
        Assert.EndsWith("failed\n\tat org.x.Y(Y.java:2)", run.Entries[2].Line);
    }

    [Fact]
    public void Nessies_JSON_brings_its_trace()
    {
        var entry = LogPipelineRun.One(
            "nessie",
            """{"timestamp":"2026-11-22T17:49:20.876Z","level":"ERROR","loggerName":"org.x","message":"no","mdc":{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203331"}}""");

        Assert.Equal("ERROR", entry.Level);
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", entry.Metadata["trace_id"]);
        Assert.Equal("b7ad6b7169203331", entry.Metadata["span_id"]);
    }

    [Fact]
    public void MinIOs_error_block_is_one_error()
    {
        var run = LogPipelineRun.Of(
            "minio",
            "\u001b[33mWARN:\u001b[0m Detected default credentials",
            "API: PutObject(bucket=lake, object=a/b)",
            "Time: 15:04:05 UTC 11/22/2026",
            "RequestID: 17A",
            "Error: disk full (*errors.errorString)",
            "       3: cmd/object.go:123:cmd.PutObject()",
            "INFO: ready");

        Assert.Equal(["WARN", "ERROR", "INFO"], run.Entries.Select(entry => entry.Level).OrderBy(level => level switch { "WARN" => 0, "ERROR" => 1, _ => 2 }));
        var block = Assert.Single(run.Entries, entry => entry.Level == "ERROR");
        Assert.EndsWith("cmd.PutObject()", block.Line);
        Assert.Contains(run.Entries, entry => entry.Line == "WARN: Detected default credentials");
    }

    [Theory]
    [InlineData("WARNING", "WARN")]
    [InlineData("EVENT", "INFO")]
    [InlineData("FATAL", "FATAL")]
    public void MinIOs_JSON_is_read_too(string given, string level)
    {
        var entry = LogPipelineRun.One("minio", $$"""{"deploymentid":"x","level":"{{given}}","time":"2026-11-22T15:04:05.123456789Z","message":"m"}""");

        Assert.Equal(level, entry.Level);
    }

    [Fact]
    public void Dagsters_coloured_text_is_read_with_run_and_asset()
    {
        var run = LogPipelineRun.Of(
            "dagster-daemon",
            $"\u001b[32m2026-11-22 10:00:01 +0000\u001b[0m - dagster - \u001b[34mDEBUG\u001b[0m - ingest - {RunId} - 77 - load - ASSET_MATERIALIZATION - Materialized value raw/entries.",
            $"2026-11-22 10:00:02 +0100 - dagster - ERROR - ingest - {RunId} - 77 - load - STEP_FAILURE - Execution of step \"load\" failed.",
            "Traceback (most recent call last):",
            "  File \"x.py\", line 1",
            "ValueError: no");

        Assert.Equal(["DEBUG", "ERROR"], run.Entries.Select(entry => entry.Level));
        Assert.All(run.Entries, entry => Assert.Equal(RunId, entry.Metadata["run_id"]));
        Assert.Equal("raw/entries", run.Entries[0].Metadata["asset_key"]);
        Assert.StartsWith("2026-11-22 10:00:01 +0000 - dagster - DEBUG", run.Entries[0].Line);
        Assert.EndsWith("ValueError: no", run.Entries[1].Line);
    }

    [Fact]
    public void Dagsters_daemons_have_names_with_spaces_and_dots()
    {
        var entry = LogPipelineRun.One("dagster-daemon", $"2026-11-22 10:00:01 +0000 - dagster.daemon.QueuedRunCoordinatorDaemon - INFO - Launched run {RunId}.");

        Assert.Equal("INFO", entry.Level);
        Assert.Equal(RunId, entry.Metadata["run_id"]);
    }

    [Fact]
    public void What_structlog_writes_for_people_is_read_too()
    {
        var run = LogPipelineRun.Of(
            "dagster-daemon",
            "2026-11-22 10:00:01 +0000 - dagster - INFO - before",
            $"\u001b[2m2026-11-22T10:00:02.123456Z\u001b[0m [\u001b[31m\u001b[1merror    \u001b[0m] \u001b[1mno table\u001b[0m [phlo] run_id={RunId}");

        Assert.Equal(["INFO", "ERROR"], run.Entries.Select(entry => entry.Level));
        Assert.Equal(RunId, run.Entries[1].Metadata["run_id"]);
    }

    [Fact]
    public void Dagsters_JSON_and_the_events_of_its_pipelines_are_read_too()
    {
        var run = LogPipelineRun.Of(
            "dagster-webserver",
            """{"event":"started","logger":"dagster","level":"warning","timestamp":"2026-11-22T10:00:01.5Z"}""",
            $$"""{"timestamp":"2026-11-22T10:00:02Z","level":"ERROR","event_type":"pipeline_failure","run_id":"{{RunId}}","asset_key":["raw","entries"]}""",
            $$$"""{"levelname":"CRITICAL","message":"m","dagster_meta":{"run_id":"{{{RunId}}}"}}""");

        Assert.Equal(["WARN", "ERROR", "FATAL"], run.Entries.Select(entry => entry.Level));
        Assert.All(run.Entries.Skip(1), entry => Assert.Equal(RunId, entry.Metadata["run_id"]));
        Assert.Equal("""["raw","entries"]""", run.Entries[1].Metadata["asset_key"]);
        Assert.DoesNotContain("run_id", run.Entries[0].Metadata.Keys);
    }

    [Fact]
    public void What_belongs_to_a_message_of_Postgres_is_joined_to_it()
    {
        var run = LogPipelineRun.Of(
            "postgres",
            "PostgreSQL Database directory appears to contain a database; Skipping initialization",
            "2026-11-22 22:08:56.898 UTC [18252] ERROR:  column \"x\" does not exist at character 28",
            "2026-11-22 22:08:56.898 UTC [18252] STATEMENT:  select 1,",
            "\t  x",
            "2026-11-22 22:08:57.000 UTC [1] LOG:  checkpoint starting: time");

        Assert.Equal([null, "ERROR", "INFO"], run.Entries.Select(entry => entry.Level));
        Assert.EndsWith("STATEMENT:  select 1,\n\t  x", run.Entries[1].Line);
    }

    [Theory]
    [InlineData("2026-11-22 22:08:56.898 CET [1] PANIC:  no", "FATAL")]
    [InlineData("2026-11-22 22:08:56.898 CEST [1] lake@lakehouse WARNING:  no", "WARN")]
    [InlineData("2026-11-22 22:08:56.898 +03 [1] DEBUG2:  no", "DEBUG")]
    public void Postgres_has_its_level_behind_any_zone_and_prefix(string line, string level)
    {
        var entry = LogPipelineRun.One("postgres", line);

        Assert.Equal(level, entry.Level);
    }

    [Theory]
    [InlineData("prometheus", "time=2026-11-22T22:00:00.000Z level=WARN source=x.go:1 msg=\"level=error is not it\"", "WARN")]
    [InlineData("loki", "level=info ts=2026-11-22T22:00:00.000Z caller=metrics.go:1 msg=\"ok\"", "INFO")]
    [InlineData("grafana", "logger=context userId=0 t=2026-11-22T22:00:00.000Z level=error msg=\"no\"", "ERROR")]
    [InlineData("cadvisor", "W1122 22:08:56.898000       1 manager.go:1] no", "WARN")]
    [InlineData("app", "{\"severity\":\"error\",\"msg\":\"no\"}", "ERROR")]
    [InlineData("app", "2026-11-22 22:00:00,123 CRITICAL no", "FATAL")]
    [InlineData("app", "[INFO] ERROR is not the level", "INFO")]
    [InlineData("app", "2026-11-22 22:00:00 ERROR the water level is wrong", "ERROR")]
    [InlineData("app", "WARN level=info is what it said before", "WARN")]
    [InlineData("app", "2026-11-22T10:00:02.123456Z [warning  ] slow [phlo] level=info", "WARN")]
    [InlineData("app", "[core] level=info is found", "INFO")]
    [InlineData("app", "there was an ERROR", null)]
    [InlineData("app", "level=banana", null)]
    public void Other_services_have_a_level_where_they_say_one(string component, string line, string? level)
    {
        var entry = LogPipelineRun.One(component, line);

        Assert.Equal(level, entry.Level);
        Assert.Equal(line, entry.Line);
    }

    [Theory]
    [InlineData("postgres-exporter", "time=x level=ERROR msg=no")]
    [InlineData("dagster", "2026-11-22 10:00:01 +0000 - dagster - ERROR - no")]
    [InlineData("trino-worker-2", "2026-11-22T21:36:26.105Z\tERROR\tx\ty\tz")]
    [InlineData("pg", "2026-11-22 22:08:56.898 UTC [1] ERROR:  no")]
    public void A_product_is_known_by_its_components_name(string component, string line) => Assert.Equal("ERROR", LogPipelineRun.One(component, line).Level);
}
