using Infra.Components.Containers;
using Infra.Configs.Alertmanager;
using Pulumi;

namespace Infra.Components.Alertmanager;

/// <summary>What Alertmanager is given.</summary>
internal sealed record AlertmanagerServerArgs
{
    public required ContainerProfile Profile { get; init; }

    /// <summary>How alerts are grouped and routed, and who is told.</summary>
    public required AlertRouting Routing { get; init; }

    /// <summary>The texts of notifications, as <see cref="NotificationTemplates"/> renders them.</summary>
    public required string Templates { get; init; }

    /// <summary>The secrets that the routing refers to, by the name of their file.</summary>
    public IReadOnlyDictionary<string, Output<string>> Secrets { get; init; } = new Dictionary<string, Output<string>>();

    /// <summary>Whether this Alertmanager can read a webhook's address from a file (0.26 and later).</summary>
    public required bool ReadsUrlFiles { get; init; }
}

/// <summary>Alertmanager: groups alerts, holds back what follows from others, and notifies.</summary>
internal sealed class AlertmanagerServer : ComponentResource
{
    public const int Port = 9093;
    public const string ReadyPath = "/-/ready";
    private const string ConfigPath = "/etc/alertmanager";
    private const string DataPath = "/alertmanager";

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
            User = "64995:64995",
            TakesOverData = true,
            Networks = args.Routing.Contacts.Count == 0 && args.Routing.Heartbeat is null ? [NetworkTier.Storage] : [NetworkTier.Storage, NetworkTier.Egress],
        }, new ComponentResourceOptions { Parent = this });

        RegisterOutputs();
    }

    private static IReadOnlyList<string> HealthCheck(ContainerProfile profile) => profile.Security is null
        ? HealthChecks.Http(Port, ReadyPath)
        // Answers only when its own API does, whatever it says about the cluster that there is not.
        : ["CMD", "amtool", $"--alertmanager.url=https://localhost:{Port}", $"--http.config.file={WebListener.ProbePath}", "cluster", "show"];

    private static List<ConfigurationVolumeArgs> Configuration(AlertmanagerServerArgs args)
    {
        var written = args.ReadsUrlFiles ? [] : args.Secrets.Where(secret => AlertmanagerSecrets.Urls.Contains(secret.Key)).ToList();
        var read = args.Secrets.Except(written).ToDictionary();
        var configuration = written.Count == 0 ? Plain(args) : WithUrlsInside(args, written);
        return read.Count == 0
            ? [configuration]
            : [configuration, new ConfigurationVolumeArgs { Purpose = "secrets", MountPath = AlertmanagerSecrets.Folder, SecretFiles = read }];
    }

    private static ConfigurationVolumeArgs Plain(AlertmanagerServerArgs args) => new()
    {
        Purpose = "config",
        MountPath = ConfigPath,
        Files = new Dictionary<string, string>
        {
            [AlertmanagerFiles.ConfigFile] = AlertmanagerFiles.RenderConfig(args.Routing.ToConfig()),
            [AlertmanagerFiles.TemplatesFile] = args.Templates,
        },
    };

    // The whole configuration is then as secret as the addresses in it.
    private static ConfigurationVolumeArgs WithUrlsInside(AlertmanagerServerArgs args, IReadOnlyList<KeyValuePair<string, Output<string>>> urls)
    {
        var text = Output.All(urls.Select(url => url.Value)).Apply(values => AlertmanagerFiles.RenderConfig(
            args.Routing.ToConfig(),
            urls.Zip(values).ToDictionary(pair => AlertmanagerSecrets.Path(pair.First.Key), pair => pair.Second)));
        return new ConfigurationVolumeArgs
        {
            Purpose = "config",
            MountPath = ConfigPath,
            Files = new Dictionary<string, string> { [AlertmanagerFiles.TemplatesFile] = args.Templates },
            SecretFiles = new Dictionary<string, Output<string>> { [AlertmanagerFiles.ConfigFile] = text },
        };
    }
}
