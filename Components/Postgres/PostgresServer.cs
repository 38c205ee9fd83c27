using Infra.Components.Containers;
using Infra.Configs.Lakehouse.Postgres;
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

    /// <summary>A role of its own for whoever watches the database, which the first start makes too; null for none.</summary>
    public PostgresWatcher? Watcher { get; init; }

    /// <summary>Names besides its own under which others know it.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];
}

/// <summary>A role that may see statistics, and of tables only what is measured.</summary>
internal sealed record PostgresWatcher(string Role, Output<string> Password);

/// <summary>A Postgres to watch, where there is no lakehouse that brings one.</summary>
internal sealed class PostgresServer : ComponentResource
{
    public const int Port = 5432;
    private const string SecretsPath = "/run/secrets";
    private const string PasswordFile = "postgres-password";
    private const string WatcherPasswordFile = "watcher-password";

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
            Configuration = [Secrets(args), .. Access(args.Profile.Security), .. Initialisation(args)],
            RereadsCertificate = false,
            KeepsKeyToItself = true,
            DataPath = "/var/lib/postgresql/data",
            // By TCP: while the first start prepares the database, it answers on a socket alone.
            HealthCheck = ["CMD", "pg_isready", "-q", "-h", "127.0.0.1", "-U", args.User, "-d", args.Database],
            User = "999:999",
            Aliases = args.Aliases,
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

    private static ConfigurationVolumeArgs Secrets(PostgresServerArgs args)
    {
        var files = new Dictionary<string, Output<string>> { [PasswordFile] = args.Password };
        if (args.Watcher is { } watcher)
            files[WatcherPasswordFile] = watcher.Password;

        return new ConfigurationVolumeArgs { Purpose = "secrets", MountPath = SecretsPath, SecretFiles = files };
    }

    private static IEnumerable<ConfigurationVolumeArgs> Initialisation(PostgresServerArgs args) => args.Watcher is not { } watcher ? [] :
    [
        new ConfigurationVolumeArgs
        {
            Purpose = "init",
            MountPath = "/docker-entrypoint-initdb.d",
            Files = new Dictionary<string, string>
            {
                [WatcherScript.FileName] = WatcherScript.Render(watcher.Role, $"{SecretsPath}/{WatcherPasswordFile}"),
            },
        },
    ];
}
