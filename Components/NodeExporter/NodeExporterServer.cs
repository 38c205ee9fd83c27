using Infra.Components.Containers;
using Pulumi;

namespace Infra.Components.NodeExporter;

/// <summary>What the node exporter is given.</summary>
internal sealed record NodeExporterServerArgs
{
    public required ContainerProfile Profile { get; init; }

    /// <summary>Metrics of the stack itself that it serves beside the machine's, as text; null for none.</summary>
    public Output<string>? Metrics { get; init; }
}

/// <summary>The node exporter: processors, memory and disks of the machine, as metrics.</summary>
internal sealed class NodeExporterServer : ComponentResource
{
    public const int Port = 9100;
    public const string ReadyPath = "/";
    private const string HostPath = "/host";
    private const string MetricsPath = "/etc/phlo/metrics";

    // They read the container's own network namespace and would pass its numbers off as the machine's.
    private static readonly string[] NetworkCollectors = ["arp", "conntrack", "netclass", "netdev", "netstat", "sockstat", "softnet", "udp_queues"];

    /// <summary>The container and where it is reached.</summary>
    public ContainerService Service { get; }

    /// <summary>The address of its metrics' page.</summary>
    public string Url => $"{Service.Scheme}://{Service.ReachableAddress}";

    public NodeExporterServer(string name, NodeExporterServerArgs args, ComponentResourceOptions? options = null)
        : base("phlo:node:NodeExporterServer", name, options)
    {
        Service = new ContainerService(name, new ContainerServiceArgs
        {
            Profile = args.Profile,
            Port = Port,
            Command =
            [
                $"--path.rootfs={HostPath}",
                $"--path.procfs={HostPath}/proc",
                $"--path.sysfs={HostPath}/sys",
                $"--path.udev.data={HostPath}/run/udev/data",
                // Asks systemd over a socket that the container does not have; some distributions turn it on.
                "--no-collector.systemd",
                .. NetworkCollectors.Select(collector => $"--no-collector.{collector}"),
                .. args.Metrics is null ? [] : new[] { $"--collector.textfile.directory={MetricsPath}" },
                .. WebListener.Flags(args.Profile.Security),
            ],
            Configuration = [.. Metrics(args), .. WebListener.Volumes(args.Profile.Security)],
            HostFolders = [new HostFolder("/", HostPath)],
            HealthCheck = args.Profile.Security is null ? HealthChecks.Http(Port, ReadyPath) : HealthChecks.Listening(Port),
            User = "65534:65534",
            Networks = [NetworkTier.Collection],
        }, new ComponentResourceOptions { Parent = this });

        RegisterOutputs();
    }

    // Read at each scrape: changed metrics need no new container.
    private static ConfigurationVolumeArgs[] Metrics(NodeExporterServerArgs args) => args.Metrics is null ? [] :
    [
        new ConfigurationVolumeArgs
        {
            Purpose = "metrics",
            MountPath = MetricsPath,
            SecretFiles = new Dictionary<string, Output<string>> { ["stack.prom"] = args.Metrics },
            Live = true,
        },
    ];
}
