using Infra.Components.Containers;
using Infra.Configs.PostgresExporter;
using Pulumi;

namespace Infra.Components.PostgresExporter;

/// <summary>What the Postgres exporter is given.</summary>
internal sealed record PostgresExporterServerArgs
{
    public required ContainerProfile Profile { get; init; }

    /// <summary>The database that it watches.</summary>
    public required DataSource DataSource { get; init; }

    /// <summary>The password of the data source's user.</summary>
    public required Output<string> Password { get; init; }

    /// <summary>Whether the database is outside of the stack.</summary>
    public required bool External { get; init; }

    /// <summary>The Docker networks among which that database is; none if it is reached by other ways.</summary>
    public IReadOnlyList<string> DatabaseNetworks { get; init; } = [];

    /// <summary>What it asks that database besides what it knows by itself, such as Dagster's tables.</summary>
    public IReadOnlyList<MetricQuery> Queries { get; init; } = [];

    /// <summary>The collectors that it has to be told to use.</summary>
    public IReadOnlyList<string> Collectors { get; init; } = [];

    /// <summary>The certificates of the authority that the database's comes from, as PEM; null for well-known ones.</summary>
    public string? Authority { get; init; }

    /// <summary>Whether this exporter has a configuration file (0.12 and later), and warns where there is none.</summary>
    public required bool ReadsConfigFile { get; init; }
}

/// <summary>The Postgres exporter: what Postgres knows about itself, as metrics.</summary>
internal sealed class PostgresExporterServer : ComponentResource
{
    public const int Port = 9187;
    public const string ReadyPath = "/";

    /// <summary>The folder of the configuration.</summary>
    public const string ConfigPath = "/etc/postgres_exporter";

    private const string SecretsPath = "/run/secrets";
    private const string PasswordFile = "postgres-password";

    /// <summary>The container and where it is reached.</summary>
    public ContainerService Service { get; }

    /// <summary>The address of its metrics' page.</summary>
    public string Url => $"{Service.Scheme}://{Service.ReachableAddress}";

    public PostgresExporterServer(string name, PostgresExporterServerArgs args, ComponentResourceOptions? options = null)
        : base("phlo:postgres:PostgresExporterServer", name, options)
    {
        Service = new ContainerService(name, new ContainerServiceArgs
        {
            Profile = args.Profile,
            Port = Port,
            Command = Command(args),
            Environment = new Dictionary<string, string>
            {
                ["DATA_SOURCE_URI"] = args.DataSource.Uri,
                ["DATA_SOURCE_USER"] = args.DataSource.User,
                ["DATA_SOURCE_PASS_FILE"] = $"{SecretsPath}/{PasswordFile}",
            },
            Configuration =
            [
                .. Configuration(args),
                new ConfigurationVolumeArgs
                {
                    Purpose = "secrets",
                    MountPath = SecretsPath,
                    SecretFiles = new Dictionary<string, Output<string>> { [PasswordFile] = args.Password },
                },
                .. WebListener.Volumes(args.Profile.Security),
            ],
            HealthCheck = args.Profile.Security is null ? HealthChecks.Http(Port, ReadyPath) : HealthChecks.Listening(Port),
            User = "64994:64994",
            Networks = args.External && args.DatabaseNetworks.Count == 0 ? [NetworkTier.Collection, NetworkTier.Egress] : [NetworkTier.Collection],
            ForeignNetworks = [.. args.DatabaseNetworks.Select(network => (Input<string>)network)],
        }, new ComponentResourceOptions { Parent = this });

        RegisterOutputs();
    }

    private static IEnumerable<ConfigurationVolumeArgs> Configuration(PostgresExporterServerArgs args)
    {
        var files = ExporterFiles.Render(args.ReadsConfigFile, args.Queries, args.Authority);
        return files.Count == 0 ? [] : [new ConfigurationVolumeArgs { Purpose = "config", MountPath = ConfigPath, Files = files }];
    }

    private static List<string> Command(PostgresExporterServerArgs args)
    {
        var command = new List<string>();
        if (args.ReadsConfigFile)
            command.Add($"--config.file={ConfigPath}/{ExporterFiles.ConfigFile}");
        if (args.Queries.Count > 0)
            command.Add($"--extend.query-path={ConfigPath}/{ExporterFiles.QueriesFile}");

        command.AddRange(args.Collectors.Select(collector => $"--collector.{collector}"));
        command.AddRange(WebListener.Flags(args.Profile.Security));
        return command;
    }
}
