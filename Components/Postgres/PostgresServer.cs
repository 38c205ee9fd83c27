using Infra.Components.Containers;
using Infra.Configs.Postgres;
using Infra.Configs.Tls;
using Pulumi;

namespace Infra.Components.Postgres;

/// <summary>What Postgres is given.</summary>
internal sealed record PostgresServerArgs
{
    public required ContainerProfile Profile { get; init; }

    /// <summary>The role that the first start makes.</summary>
    public required string User { get; init; }

    /// <summary>Its password. It counts on the first start alone: afterwards the database has its own.</summary>
    public required Output<string> Password { get; init; }

    /// <summary>The database that the first start makes.</summary>
    public required string Database { get; init; }
}

/// <summary>A Postgres to watch, where there is no lakehouse that brings one.</summary>
internal sealed class PostgresServer : ComponentResource
{
    public const int Port = 5432;
    private const string SecretsPath = "/run/secrets";
    private const string PasswordFile = "postgres-password";

    /// <summary>The container and where it is reached.</summary>
    public ContainerService Service { get; }

    public PostgresServer(string name, PostgresServerArgs args, ComponentResourceOptions? options = null)
        : base("phlo:postgres:PostgresServer", name, options)
    {
        Service = new ContainerService(name, new ContainerServiceArgs
        {
            Profile = args.Profile,
            Port = Port,
            Command = args.Profile.Security is null ? [] : PostgresFiles.Command(new ServerTls()),
            Environment = new Dictionary<string, string>
            {
                ["POSTGRES_USER"] = args.User,
                ["POSTGRES_DB"] = args.Database,
                ["POSTGRES_PASSWORD_FILE"] = $"{SecretsPath}/{PasswordFile}",
            },
            Configuration =
            [
                new ConfigurationVolumeArgs
                {
                    Purpose = "secrets",
                    MountPath = SecretsPath,
                    SecretFiles = new Dictionary<string, Output<string>> { [PasswordFile] = args.Password },
                },
                .. Access(args.Profile.Security),
            ],
            RereadsCertificate = false,
            KeepsKeyToItself = true,
            DataPath = "/var/lib/postgresql/data",
            // By TCP: while the first start prepares the database, it answers on a socket alone.
            HealthCheck = ["CMD", "pg_isready", "-q", "-h", "127.0.0.1", "-U", args.User, "-d", args.Database],
            User = "999:999",
            Networks = [NetworkTier.Collection],
            WritablePaths = ["/tmp", "/var/run/postgresql"],
            // Ends sessions instead of waiting for them.
            StopSignal = "SIGINT",
        }, new ComponentResourceOptions { Parent = this });

        RegisterOutputs();
    }

    private static ConfigurationVolumeArgs[] Access(ServiceSecurity? security) => security is null ? [] :
    [
        new ConfigurationVolumeArgs
        {
            Purpose = "config",
            MountPath = PostgresFiles.Folder,
            Files = new Dictionary<string, string> { [PostgresFiles.HostBasedAuthenticationFile] = PostgresFiles.HostBasedAuthentication },
        },
    ];
}
