using System.Globalization;
using Infra.Components.Containers;
using Infra.Configs.Lakehouse.Dagster;
using Pulumi;

namespace Infra.Components.Lakehouse;

/// <summary>What Dagster is given.</summary>
internal sealed record DagsterServerArgs
{
    public required ContainerProfile Profile { get; init; }

    public required DagsterConfig Config { get; init; }

    public required Output<string> DatabasePassword { get; init; }

    /// <summary>Which part of Dagster this is.</summary>
    public required DagsterRole Role { get; init; }

    /// <summary>What it does not start without.</summary>
    public required IReadOnlyList<ContainerService> After { get; init; }

    /// <summary>Names besides its own under which others know it.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];
}

/// <summary>The parts that Dagster runs as.</summary>
internal enum DagsterRole
{
    /// <summary>What people see.</summary>
    Webserver,

    /// <summary>Schedules, sensors and the queue; the runs are processes of this container.</summary>
    Daemon,
}

/// <summary>One part of Dagster, with the pipeline that both parts load.</summary>
internal sealed class DagsterServer : ComponentResource
{
    public const int Port = 3000;
    private const string ConfigPath = "/opt/phlo/dagster";
    private const string HomePath = "/opt/dagster/home";
    private const string SecretsPath = "/run/secrets";
    private const string PasswordFile = "postgres-password";

    /// <summary>The container and where it is reached.</summary>
    public ContainerService Service { get; }

    public DagsterServer(string name, DagsterServerArgs args, ComponentResourceOptions? options = null)
        : base("phlo:lakehouse:DagsterServer", name, options)
    {
        var config = args.Config;
        Service = new ContainerService(name, new ContainerServiceArgs
        {
            Profile = args.Profile,
            Port = Port,
            // Dagster takes its password from its environment. So it gets it there, and Docker's account of the container does not.
            // Its home is a folder that it may write to, and finds its instance's configuration in.
            EntryPoint = ["/bin/sh", "-c"],
            Command =
            [
                $"mkdir -p {HomePath} && ln -sf {ConfigPath}/{DagsterFiles.InstanceFile} {HomePath}/ && "
                + $"export {DagsterFiles.PasswordVariable}=\"$(cat {SecretsPath}/{PasswordFile})\" && exec {Program(args.Role)}",
            ],
            Environment = new Dictionary<string, string>
            {
                ["DAGSTER_DISABLE_TELEMETRY"] = "1",
                ["DAGSTER_HOME"] = HomePath,
                ["POSTGRES_DB"] = config.Database,
                ["POSTGRES_HOST"] = config.DatabaseHost,
                ["POSTGRES_PASSWORD_FILE"] = $"{SecretsPath}/{PasswordFile}",
                ["POSTGRES_PORT"] = config.DatabasePort.ToString(CultureInfo.InvariantCulture),
                ["POSTGRES_USER"] = config.DatabaseUser,
                // The pipeline's folder is read-only.
                ["PYTHONDONTWRITEBYTECODE"] = "1",
            },
            Configuration =
            [
                new ConfigurationVolumeArgs { Purpose = "config", MountPath = ConfigPath, Files = DagsterFiles.Render(config) },
                new ConfigurationVolumeArgs
                {
                    Purpose = "secrets",
                    MountPath = SecretsPath,
                    SecretFiles = new Dictionary<string, Output<string>> { [PasswordFile] = args.DatabasePassword },
                },
            ],
            StartPeriod = "1m30s",
            HealthCheck = args.Role == DagsterRole.Webserver
                ? HealthChecks.Python(Port, "/server_info")
                : ["CMD", "python", $"{ConfigPath}/{DagsterFiles.DaemonHealthFile}"],
            User = args.Role == DagsterRole.Webserver ? "64989:64989" : "64988:64988",
            After = args.After,
            Aliases = args.Aliases,
            Networks = [NetworkTier.Collection],
        }, new ComponentResourceOptions { Parent = this });

        RegisterOutputs();
    }

    // One line of JSON for each event: the text that is the default has colours in it even where nobody sees them.
    private static string Program(DagsterRole role) => role == DagsterRole.Webserver
        ? $"dagster-webserver --host 0.0.0.0 --port {Port} --workspace {ConfigPath}/{DagsterFiles.WorkspaceFile} --log-format json"
        : $"dagster-daemon run --workspace {ConfigPath}/{DagsterFiles.WorkspaceFile} --log-format json";
}
