using System.Globalization;
using Infra.Components.Containers;
using Infra.Configs;
using Infra.Configs.Prometheus;
using Pulumi;

namespace Infra.Components.Prometheus;

/// <summary>What Prometheus is given.</summary>
internal sealed record PrometheusServerArgs
{
    public required ContainerProfile Profile { get; init; }

    /// <summary>The configuration folder, as <see cref="PrometheusFiles"/> renders it.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>What Prometheus needs to know to be let in by others: files of <see cref="PrometheusFiles.SecretsFolder"/> by their name.</summary>
    public IReadOnlyDictionary<string, Output<string>> Secrets { get; init; } = new Dictionary<string, Output<string>>();

    /// <summary>Whether the image's promtool can ask whether Prometheus is ready (the 2.42 of some distributions cannot).</summary>
    public required bool ProbesItself { get; init; }

    /// <summary>How long samples are kept.</summary>
    public required Duration Retention { get; init; }

    /// <summary>The most that samples may take on disk; null for no limit.</summary>
    public ByteSize? RetentionSize { get; init; }
}

/// <summary>Prometheus: scrapes, remembers, and evaluates the alerts.</summary>
internal sealed class PrometheusServer : ComponentResource
{
    public const int Port = 9090;
    public const string ReadyPath = "/-/ready";
    private const string ConfigPath = "/etc/prometheus";
    private const string DataPath = "/prometheus";

    /// <summary>The container and where it is reached.</summary>
    public ContainerService Service { get; }

    /// <summary>The address of its web page and API.</summary>
    public string Url => $"{Service.Scheme}://{Service.ReachableAddress}";

    public PrometheusServer(string name, PrometheusServerArgs args, ComponentResourceOptions? options = null)
        : base("phlo:prometheus:PrometheusServer", name, options)
    {
        Service = new ContainerService(name, new ContainerServiceArgs
        {
            Profile = args.Profile,
            Port = Port,
            Command = Command(args),
            Configuration =
            [
                new ConfigurationVolumeArgs { Purpose = "config", MountPath = ConfigPath, Files = args.Files },
                .. Secrets(args),
                .. WebListener.Volumes(args.Profile.Security),
            ],
            DataPath = DataPath,
            HealthCheck = HealthCheck(args),
            User = "65534:65534",
            Networks = [NetworkTier.Collection, NetworkTier.Storage],
        }, new ComponentResourceOptions { Parent = this });

        RegisterOutputs();
    }

    private static ConfigurationVolumeArgs[] Secrets(PrometheusServerArgs args) => args.Secrets.Count == 0 ? [] :
        [new ConfigurationVolumeArgs { Purpose = "secrets", MountPath = PrometheusFiles.SecretsFolder, SecretFiles = args.Secrets }];

    private static IReadOnlyList<string> HealthCheck(PrometheusServerArgs args) =>
        args.Profile.Security is null ? HealthChecks.Http(Port, ReadyPath)
        : args.ProbesItself ? ["CMD", "promtool", "check", "ready", $"--url=https://localhost:{Port}", $"--http.config.file={WebListener.ProbePath}"]
        : HealthChecks.Listening(Port);

    private static List<string> Command(PrometheusServerArgs args)
    {
        List<string> command =
        [
            $"--config.file={ConfigPath}/{PrometheusFiles.ConfigFile}",
            $"--storage.tsdb.path={DataPath}",
            // As flags rather than in the configuration, which takes them from Prometheus 3 on only.
            $"--storage.tsdb.retention.time={args.Retention}",
        ];
        if (args.RetentionSize is { } size)
            command.Add($"--storage.tsdb.retention.size={size}");

        // A page in somebody's browser is not to read metrics through it.
        command.Add("--web.cors.origin=https?://(localhost|127\\.0\\.0\\.1)(:[0-9]+)?");
        // What the links in notifications lead to.
        if (args.Profile.PublishedPort != 0)
            command.Add(string.Create(CultureInfo.InvariantCulture, $"--web.external-url={(args.Profile.Security is null ? "http" : "https")}://localhost:{args.Profile.PublishedPort}"));

        command.AddRange(WebListener.Flags(args.Profile.Security));
        return command;
    }
}
