using Infra.Components.Containers;
using Infra.Configs.Grafana;
using Infra.Configs.Tls;
using Pulumi;

namespace Infra.Components.Grafana;

/// <summary>What Grafana is given.</summary>
internal sealed record GrafanaServerArgs
{
    public required ContainerProfile Profile { get; init; }

    /// <summary>Its configuration, without what the profile says.</summary>
    public required GrafanaConfig Config { get; init; }

    /// <summary>The password of the administrator that a new database is given.</summary>
    public required Output<string> AdminPassword { get; init; }

    /// <summary>What secrets in the database are encrypted with. Another one cannot read them.</summary>
    public required Output<string> SecretKey { get; init; }

    /// <summary>The password of the database's user; null for SQLite.</summary>
    public Output<string>? DatabasePassword { get; init; }

    /// <summary>The authorities that the database server's certificate must come from, as PEM; null for the public ones.</summary>
    public string? DatabaseAuthority { get; init; }

    /// <summary>The password at the mail server; null for none.</summary>
    public Output<string>? SmtpPassword { get; init; }

    /// <summary>Whether it asks services of the lakehouse that the stack brings.</summary>
    public bool AsksDemo { get; init; }

    /// <summary>The Docker networks of a lakehouse that it asks; none if it asks none or reaches it by other ways.</summary>
    public IReadOnlyList<string> LakehouseNetworks { get; init; } = [];
}

/// <summary>Grafana: what people see.</summary>
internal sealed class GrafanaServer : ComponentResource
{
    public const int Port = GrafanaConfig.Port;
    public const string ReadyPath = "/api/health";
    private const string DataPath = "/var/lib/grafana";

    /// <summary>The container and where it is reached.</summary>
    public ContainerService Service { get; }

    /// <summary>The address of its page and API from this machine.</summary>
    public string Url => $"{Service.Scheme}://{Service.ReachableAddress}";

    /// <summary>What takes everything in Grafana along when it is deleted; null if that outlives the stack.</summary>
    public Resource? Keeper { get; }

    public GrafanaServer(string name, GrafanaServerArgs args, ComponentResourceOptions? options = null)
        : base("phlo:grafana:GrafanaServer", name, options)
    {
        Service = new ContainerService(name, new ContainerServiceArgs
        {
            Profile = args.Profile,
            Port = Port,
            Environment = Environment(args.Profile.Security),
            Configuration =
            [
                new ConfigurationVolumeArgs
                {
                    Purpose = "config",
                    MountPath = GrafanaFiles.Folder,
                    Files = new Dictionary<string, string> { [GrafanaFiles.ConfigFile] = GrafanaFiles.Render(Complete(args)) },
                },
                new ConfigurationVolumeArgs { Purpose = "secrets", MountPath = GrafanaFiles.SecretsFolder, SecretFiles = Secrets(args) },
            ],
            DataPath = DataPath,
            HealthCheck = HealthCheck(args.Profile.Security),
            // A new database takes its time.
            StartPeriod = "1m30s",
            User = "472:0",
            Networks = args.AsksDemo ? [NetworkTier.Front, NetworkTier.Storage, NetworkTier.Collection] : [NetworkTier.Front, NetworkTier.Storage],
            ForeignNetworks = [.. args.LakehouseNetworks.Select(network => (Input<string>)network)],
        }, new ComponentResourceOptions { Parent = this });
        Keeper = args.Config.Database is null && !args.Profile.Policy.KeepData ? Service.Data : null;

        RegisterOutputs();
    }

    private static GrafanaConfig Complete(GrafanaServerArgs args) => args.Config with
    {
        Tls = args.Profile.Security is null ? null : new ServerTls(),
        MetricsUser = args.Profile.Security?.Credential?.User,
    };

    private static Dictionary<string, string> Environment(ServiceSecurity? security)
    {
        var environment = new Dictionary<string, string> { ["GF_PATHS_CONFIG"] = GrafanaFiles.ConfigPath };
        // For what has no setting of its own: the hand-over of alerts to Alertmanager. In addition to the image's authorities.
        if (security is not null)
            environment["SSL_CERT_DIR"] = $"/etc/ssl/certs:{TlsFiles.Folder}";

        return environment;
    }

    private static Dictionary<string, Output<string>> Secrets(GrafanaServerArgs args)
    {
        var secrets = new Dictionary<string, Output<string>>
        {
            [GrafanaFiles.AdminPasswordFile] = args.AdminPassword,
            [GrafanaFiles.SecretKeyFile] = args.SecretKey,
        };
        if (args.DatabasePassword is not null)
            secrets.Add(GrafanaFiles.DatabasePasswordFile, args.DatabasePassword);
        if (args.DatabaseAuthority is not null)
            secrets.Add(GrafanaFiles.DatabaseAuthorityFile, Output.Create(args.DatabaseAuthority));
        if (args.SmtpPassword is not null)
            secrets.Add(GrafanaFiles.SmtpPasswordFile, args.SmtpPassword);
        if (args.Profile.Security?.Credential is { } credential)
            secrets.Add(GrafanaFiles.MetricsPasswordFile, credential.Password);

        return secrets;
    }

    // Busybox' wget cannot be given an authority. The image has had curl, which can; upstream has been asked to drop it, and
    // without it all that can be seen from inside is that the port is open, which it is once the database is ready.
    private static IReadOnlyList<string> HealthCheck(ServiceSecurity? security) => security is null ? HealthChecks.Http(Port, ReadyPath) :
    [
        "CMD", "sh", "-c",
        $"command -v curl >/dev/null || exec nc -z 127.0.0.1 {Port}; exec curl -fsS -m 4 -o /dev/null --cacert {TlsFiles.Authority} https://localhost:{Port}{ReadyPath}",
    ];
}
