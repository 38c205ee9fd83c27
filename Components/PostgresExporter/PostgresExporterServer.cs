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

    /// <summary>The Docker network of that database; null if it is reached by other ways.</summary>
    public string? DatabaseNetwork { get; init; }
}

/// <summary>The Postgres exporter: what Postgres knows about itself, as metrics.</summary>
internal sealed class PostgresExporterServer : ComponentResource
{
    public const int Port = 9187;
    public const string ReadyPath = "/";
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
            Command = [.. WebListener.Flags(args.Profile.Security)],
            Environment = new Dictionary<string, string>
            {
                ["DATA_SOURCE_URI"] = args.DataSource.Uri,
                ["DATA_SOURCE_USER"] = args.DataSource.User,
                ["DATA_SOURCE_PASS_FILE"] = $"{SecretsPath}/{PasswordFile}",
            },
            Configuration =
            [
                new ConfigurationVolumeArgs
                {
                    Purpose = "secrets",
                    MountPath = SecretsPath,
                    SecretFiles = new Dictionary<string, Output<string>> { [PasswordFile] = args.Password },
                },
                .. WebListener.Volumes(args.Profile.Security),
            ],
            HealthCheck = args.Profile.Security is null ? HealthChecks.Http(Port, ReadyPath) : HealthChecks.Listening(Port),
            User = "65534:65534",
            Networks = args.External && args.DatabaseNetwork is null ? [NetworkTier.Collection, NetworkTier.Egress] : [NetworkTier.Collection],
            ForeignNetworks = args.DatabaseNetwork is { } network ? [network] : [],
        }, new ComponentResourceOptions { Parent = this });

        RegisterOutputs();
    }
}
