using System.Globalization;
using Infra.Components.Containers;
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


    /// <summary>What Prometheus keeps, where that is not a part of the configuration.</summary>
    public required StorageSettings Storage { get; init; }

    /// <summary>What the image's Prometheus understands.</summary>
    public required PrometheusRelease Release { get; init; }

    /// <summary>Whether others may send samples, such as those that Tempo makes of traces.</summary>
    public bool ReceivesRemoteWrite { get; init; }

    /// <summary>What Prometheus has to do with others besides collecting and storing.</summary>
    public IReadOnlyList<NetworkTier> Networks { get; init; } = [];

    /// <summary>The Docker networks of what it scrapes.</summary>
    public IReadOnlyList<string> TargetNetworks { get; init; } = [];
}

/// <summary>Prometheus: scrapes, remembers, and evaluates the alerts.</summary>
internal sealed class PrometheusServer : ComponentResource
{
    public const int Port = 9090;
    public const string ReadyPath = "/-/ready";

    /// <summary>The folder of the configuration.</summary>
    public const string ConfigPath = "/etc/prometheus";

    /// <summary>How many exemplars are remembered: a few megabytes of memory.</summary>
    public const int MaxExemplars = 100_000;

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
            User = "64991:64991",
            TakesOverData = true,
            Networks = [NetworkTier.Collection, NetworkTier.Storage, .. args.Networks],
            ForeignNetworks = [.. args.TargetNetworks.Select(network => (Input<string>)network)],
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
            "--enable-feature=" + string.Join(',', Features(args.Release)),
            .. args.Release.RetentionInConfiguration ? [] : Retention(args.Storage),
            .. args.ReceivesRemoteWrite ? new[] { "--web.enable-remote-write-receiver" } : [],
        ];

        // A page in somebody's browser is not to read metrics through it.
        command.Add("--web.cors.origin=https?://(localhost|127\\.0\\.0\\.1)(:[0-9]+)?");
        // What the links in notifications lead to.
        if (args.Profile.PublishedPort != 0)
            command.Add(string.Create(CultureInfo.InvariantCulture, $"--web.external-url={(args.Profile.Security is null ? "http" : "https")}://localhost:{args.Profile.PublishedPort}"));

        command.AddRange(WebListener.Flags(args.Profile.Security));
        return command;
    }

    private static IEnumerable<string> Features(PrometheusRelease release) =>
        release.ExtraScrapeMetricsInConfiguration ? ["exemplar-storage"] : ["exemplar-storage", "extra-scrape-metrics"];

    private static IEnumerable<string> Retention(StorageSettings storage)
    {
        if (storage.Retention is { } time)
            yield return $"--storage.tsdb.retention.time={time}";
        if (storage.RetentionSize is { } size)
            yield return $"--storage.tsdb.retention.size={size}";
    }
}
