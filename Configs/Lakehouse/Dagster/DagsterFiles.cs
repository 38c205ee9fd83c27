using Infra.Configs.Yaml;

namespace Infra.Configs.Lakehouse.Dagster;

/// <summary>What Dagster has to do with.</summary>
/// <param name="DatabaseHost">The host of Postgres.</param>
/// <param name="DatabasePort">Its port.</param>
/// <param name="Database">The database that Dagster keeps its runs in.</param>
/// <param name="DatabaseUser">The role that owns its tables.</param>
internal sealed record DagsterConfig(string DatabaseHost, int DatabasePort, string Database, string DatabaseUser);

/// <summary>Renders what Dagster is told, the same for its web server and its daemon.</summary>
/// <remarks>
/// Keys: docs/docs/deployment/oss/oss-instance-configuration.md and python_modules/dagster/dagster/_core/instance/config.py of
/// dagster-io/dagster at 1.13. All that Dagster keeps is in Postgres.
/// </remarks>
internal static class DagsterFiles
{
    public const string InstanceFile = "dagster.yaml";
    public const string WorkspaceFile = "workspace.yaml";
    public const string PipelineFile = "definitions.py";
    public const string DaemonHealthFile = "daemon_health.py";

    /// <summary>The variable in which Dagster, and nobody else, has its database's password.</summary>
    public const string PasswordVariable = "DAGSTER_POSTGRES_PASSWORD";

    // Two at a time, so that a queue can be seen and a laptop still breathes.
    private const int MostRunsAtOnce = 2;

    /// <summary>All files by their path in the folder.</summary>
    public static IReadOnlyDictionary<string, string> Render(DagsterConfig config) => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        [InstanceFile] = RenderInstance(config),
        [WorkspaceFile] = RenderWorkspace(),
        [PipelineFile] = ConfigResources.Text("Lakehouse.Dagster.definitions.py"),
        [DaemonHealthFile] = ConfigResources.Text("Lakehouse.Dagster.daemon_health.py"),
    };

    private static string RenderInstance(DagsterConfig config) => YamlText.Render(new YamlMap
    {
        {
            "storage", new YamlMap
            {
                {
                    "postgres", new YamlMap
                    {
                        {
                            "postgres_db", new YamlMap
                            {
                                { "hostname", config.DatabaseHost },
                                { "port", config.DatabasePort },
                                { "db_name", config.Database },
                                { "username", config.DatabaseUser },
                                { "password", new YamlMap { { "env", PasswordVariable } } },
                            }
                        },
                    }
                },
            }
        },
        { "run_coordinator", Class("dagster._core.run_coordinator", "QueuedRunCoordinator", new YamlMap { { "max_concurrent_runs", MostRunsAtOnce } }) },
        { "run_launcher", Class("dagster._core.launcher", "DefaultRunLauncher") },
        {
            // A run that a stopped daemon left behind would count as one at work for ever.
            "run_monitoring", new YamlMap
            {
                { "enabled", true },
                { "start_timeout_seconds", 120 },
                { "max_runtime_seconds", 300 },
                { "poll_interval_seconds", 60 },
            }
        },
        // What runs print goes to the container's log and nowhere else.
        { "compute_logs", Class("dagster._core.storage.noop_compute_log_manager", "NoOpComputeLogManager") },
        { "telemetry", new YamlMap { { "enabled", false } } },
        { "nux", new YamlMap { { "enabled", false } } },
    });

    private static string RenderWorkspace() => YamlText.Render(new YamlMap
    {
        {
            "load_from", new List<YamlMap>
            {
                new() { { "python_file", new YamlMap { { "relative_path", PipelineFile }, { "location_name", "demo" } } } },
            }
        },
    });

    private static YamlMap Class(string module, string name, YamlMap? config = null) =>
        new() { { "module", module }, { "class", name }, { "config", config } };
}
