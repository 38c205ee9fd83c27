using Infra.Configs.Lakehouse.Postgres;
using Infra.Configs.PostgresExporter;
using Infra.Tests.Support;

namespace Infra.Tests.Configs.Lakehouse.Postgres;

public sealed class WatcherScriptTests
{
    private const string Image = "phlo-sandbox/postgres:local";

    // As Dagster makes them (dagster/_core/storage/{runs,event_log,schedules}/schema.py), as far as it matters here.
    private const string DagsterTables = """
        CREATE TABLE runs (id bigserial PRIMARY KEY, run_id varchar(255) UNIQUE, snapshot_id varchar(255), pipeline_name text, mode text, status varchar(63),
            run_body text, partition text, partition_set text, create_timestamp timestamp DEFAULT now(), update_timestamp timestamp DEFAULT now(),
            start_time float, end_time float, backfill_id varchar(255));
        CREATE TABLE asset_keys (id bigserial PRIMARY KEY, asset_key text UNIQUE, last_materialization text, last_run_id varchar(255), asset_details text,
            wipe_timestamp timestamp, last_materialization_timestamp timestamp, tags text, create_timestamp timestamp);
        CREATE TABLE daemon_heartbeats (id bigserial, daemon_type varchar(255) UNIQUE, daemon_id varchar(255), timestamp timestamp, body text);
        CREATE TABLE job_ticks (id bigserial PRIMARY KEY, job_origin_id varchar(255), selector_id varchar(255), status varchar(63), type varchar(63), timestamp timestamp, tick_body text);
        CREATE TABLE instigators (id bigserial PRIMARY KEY, selector_id varchar(255) UNIQUE, repository_selector_id varchar(255), status varchar(63), instigator_type varchar(63), instigator_body text);
        CREATE TABLE kvs (key text, value text);
        INSERT INTO runs (run_id, pipeline_name, status, run_body, start_time, end_time)
            SELECT n::text, 'ingest', CASE WHEN n % 3 = 0 THEN 'FAILURE' ELSE 'SUCCESS' END, 'secret', extract(epoch FROM now()) - 60, extract(epoch FROM now()) - 50
            FROM generate_series(1, 9) n;
        INSERT INTO asset_keys (asset_key, last_materialization_timestamp) VALUES ('["orders"]', now());
        INSERT INTO daemon_heartbeats (daemon_type, timestamp) VALUES ('SENSOR', now());
        INSERT INTO job_ticks (status, type, timestamp) VALUES ('SUCCESS', 'SCHEDULE', now());
        """;

    [Fact]
    public void Is_rendered_as_the_golden_file_has_it() => Golden.Matches(WatcherScript.Render("phlo_watcher", "/run/secrets/watcher-password"), "watcher.golden.sh");

    [Fact]
    public async Task Lets_the_watcher_read_of_tables_that_come_later_what_is_measured_and_nothing_else()
    {
        DockerEngine.SkipUnlessAvailable();
        ToolProcess.SkipUnlessInstalled("docker");
        var image = await ToolProcess.RunAsync("docker", ["image", "inspect", Image]);
        Assert.SkipUnless(image.ExitCode == 0, $"the image {Image} is not there: make it with ./infra images");
        var name = DockerEngine.UniqueName("watcher");
        try
        {
            await DockerAsync("create", "--network", "none", "--name", name, "-e", "POSTGRES_USER=lake", "-e", "POSTGRES_DB=lakehouse", "-e", "POSTGRES_PASSWORD=owner", Image);
            using var files = new TemporaryDirectory();
            await DockerAsync("cp", files.Write(WatcherScript.FileName, WatcherScript.Render("phlo_watcher", "/tmp/watcher-password")), $"{name}:/docker-entrypoint-initdb.d/{WatcherScript.FileName}");
            await DockerAsync("cp", files.Write("watcher-password", "it's $a \"secret\""), $"{name}:/tmp/watcher-password");
            await DockerAsync("start", name);
            while ((await ToolProcess.RunAsync("docker", ["exec", name, "pg_isready", "-q", "-h", "127.0.0.1"])).ExitCode != 0)
            {
                var state = await DockerAsync("inspect", "--format", "{{.State.Status}}", name);
                Assert.True(state == "running\n", $"The container is {state}: {(await ToolProcess.RunAsync("docker", ["logs", name])).All}");
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }

            (await QueryAsync("lake", "owner", DagsterTables)).ShouldSucceed();

            foreach (var query in DagsterQueries.In("public"))
                Assert.NotEqual("", (await WatchAsync(query.Sql)).ShouldSucceed(query.Name).Output);
            (await WatchAsync("SELECT numbackends FROM pg_stat_database WHERE datname = 'lakehouse'")).ShouldSucceed();
            (await WatchAsync("SELECT run_body FROM runs")).ShouldFail(1, "permission denied for table runs");
            (await WatchAsync("SELECT * FROM kvs")).ShouldFail(1, "permission denied for table kvs");
            (await WatchAsync("INSERT INTO runs (run_id) VALUES ('mine')")).ShouldFail(1, "permission denied for table runs");
        }
        finally
        {
            await ToolProcess.RunAsync("docker", ["rm", "--force", "--volumes", name]);
        }

        Task<ToolResult> WatchAsync(string sql) => QueryAsync("phlo_watcher", "it's $a \"secret\"", sql);

        Task<ToolResult> QueryAsync(string user, string password, string sql) => ToolProcess.RunAsync(
            "docker", ["exec", "-e", $"PGPASSWORD={password}", name, "psql", "-h", "127.0.0.1", "-U", user, "-d", "lakehouse", "-v", "ON_ERROR_STOP=1", "-qtAc", sql]);
    }

    private static Task<string> DockerAsync(params string[] arguments) => ToolProcess.AcceptsAsync("docker", arguments);
}
