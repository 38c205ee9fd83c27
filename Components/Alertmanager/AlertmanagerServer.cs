using Infra.Components.Containers;
using Infra.Configs.Alertmanager;
using Pulumi;

namespace Infra.Components.Alertmanager;

/// <summary>What Alertmanager is given.</summary>
internal sealed record AlertmanagerServerArgs
{
    public required ContainerProfile Profile { get; init; }

    /// <summary>How alerts are grouped and routed; its webhooks are added from the addresses below.</summary>
    public required AlertRouting Routing { get; init; }

    /// <summary>The webhook that is told of alerts; null tells nobody.</summary>
    public Output<string>? WebhookUrl { get; init; }

    /// <summary>The webhook that expects the Watchdog; null for none.</summary>
    public Output<string>? HeartbeatUrl { get; init; }

    /// <summary>Whether this Alertmanager can read a webhook's address from a file (0.26 and later).</summary>
    public required bool ReadsUrlFiles { get; init; }
}

/// <summary>Alertmanager: groups alerts, holds back what follows from others, and notifies.</summary>
internal sealed class AlertmanagerServer : ComponentResource
{
    public const int Port = 9093;
    public const string ReadyPath = "/-/ready";
    private const string ConfigPath = "/etc/alertmanager";
    private const string SecretsPath = "/run/secrets";
    private const string DataPath = "/alertmanager";
    private const string WebhookFile = "webhook-url";
    private const string HeartbeatFile = "heartbeat-url";

    /// <summary>The container and where it is reached.</summary>
    public ContainerService Service { get; }

    /// <summary>The address of its web page and API.</summary>
    public string Url => $"{Service.Scheme}://{Service.ReachableAddress}";

    public AlertmanagerServer(string name, AlertmanagerServerArgs args, ComponentResourceOptions? options = null)
        : base("phlo:alertmanager:AlertmanagerServer", name, options)
    {
        Service = new ContainerService(name, new ContainerServiceArgs
        {
            Profile = args.Profile,
            Port = Port,
            Command =
            [
                $"--config.file={ConfigPath}/{AlertmanagerFiles.ConfigFile}",
                $"--storage.path={DataPath}",
                // One of a kind: there is nobody to gossip with.
                "--cluster.listen-address=",
                .. args.Profile.PublishedPort == 0 ? [] : new[] { $"--web.external-url={(args.Profile.Security is null ? "http" : "https")}://localhost:{args.Profile.PublishedPort}" },
                .. WebListener.Flags(args.Profile.Security),
            ],
            Configuration = [.. Configuration(args), .. WebListener.Volumes(args.Profile.Security)],
            DataPath = DataPath,
            HealthCheck = HealthCheck(args.Profile),
            User = "65534:65534",
            Networks = args.WebhookUrl is null && args.HeartbeatUrl is null ? [NetworkTier.Storage] : [NetworkTier.Storage, NetworkTier.Egress],
        }, new ComponentResourceOptions { Parent = this });

        RegisterOutputs();
    }

    private static IReadOnlyList<string> HealthCheck(ContainerProfile profile) => profile.Security is null
        ? HealthChecks.Http(Port, ReadyPath)
        // Answers only when its own API does, whatever it says about the cluster that there is not.
        : ["CMD", "amtool", $"--alertmanager.url=https://localhost:{Port}", $"--http.config.file={WebListener.ProbePath}", "cluster", "show"];

    private static List<ConfigurationVolumeArgs> Configuration(AlertmanagerServerArgs args)
    {
        if (args.WebhookUrl is null && args.HeartbeatUrl is null)
            return [Plain(args.Routing)];

        return args.ReadsUrlFiles ? WithUrlFiles(args) : [WithUrlsInside(args)];
    }

    private static ConfigurationVolumeArgs Plain(AlertRouting routing) => new()
    {
        Purpose = "config",
        MountPath = ConfigPath,
        Files = new Dictionary<string, string> { [AlertmanagerFiles.ConfigFile] = AlertmanagerFiles.RenderConfig(routing.ToConfig()) },
    };

    private static List<ConfigurationVolumeArgs> WithUrlFiles(AlertmanagerServerArgs args)
    {
        var secrets = new Dictionary<string, Output<string>>();
        if (args.WebhookUrl is not null)
            secrets.Add(WebhookFile, args.WebhookUrl);
        if (args.HeartbeatUrl is not null)
            secrets.Add(HeartbeatFile, args.HeartbeatUrl);

        return
        [
            Plain(args.Routing with
            {
                Notifications = args.WebhookUrl is null ? null : Webhook.FromFile($"{SecretsPath}/{WebhookFile}"),
                Heartbeat = args.HeartbeatUrl is null ? null : Webhook.FromFile($"{SecretsPath}/{HeartbeatFile}"),
            }),
            new ConfigurationVolumeArgs { Purpose = "secrets", MountPath = SecretsPath, SecretFiles = secrets },
        ];
    }

    // The whole configuration is then as secret as the addresses in it.
    private static ConfigurationVolumeArgs WithUrlsInside(AlertmanagerServerArgs args)
    {
        var none = Output.Create("");
        var text = Output.Tuple(args.WebhookUrl ?? none, args.HeartbeatUrl ?? none).Apply(urls => AlertmanagerFiles.RenderConfig((args.Routing with
        {
            Notifications = urls.Item1.Length == 0 ? null : Webhook.At(urls.Item1),
            Heartbeat = urls.Item2.Length == 0 ? null : Webhook.At(urls.Item2),
        }).ToConfig()));
        return new ConfigurationVolumeArgs
        {
            Purpose = "config",
            MountPath = ConfigPath,
            SecretFiles = new Dictionary<string, Output<string>> { [AlertmanagerFiles.ConfigFile] = text },
        };
    }
}
