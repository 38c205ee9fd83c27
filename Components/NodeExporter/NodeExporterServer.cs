using Infra.Components.Containers;
using Pulumi;

namespace Infra.Components.NodeExporter;

/// <summary>What the node exporter is given.</summary>
internal sealed record NodeExporterServerArgs
{
    public required ContainerProfile Profile { get; init; }

    /// <summary>Metrics of the stack itself that it serves beside the machine's, as text; null for none.</summary>
    public Output<string>? Metrics { get; init; }

    /// <summary>Where the file systems that are measured are mounted on the machine; null for all of them, which takes seeing all of the machine.</summary>
    public required IReadOnlyList<string>? FileSystems { get; init; }

    /// <summary>The folder in which Docker keeps its volumes: one of the stack's stands for it.</summary>
    public required string DockerRoot { get; init; }
}

/// <summary>The node exporter: processors, memory and disks of the machine, as metrics.</summary>
internal sealed class NodeExporterServer : ComponentResource
{
    public const int Port = 9100;
    public const string ReadyPath = "/";

    /// <summary>The mount point under which the machine's root appears where not all of it is seen: what Prometheus calls <c>/</c> again.</summary>
    public const string RootMountPoint = "/rootfs";

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
                .. args.FileSystems is null ? WholeMachine : ListedFileSystems,
                // Asks systemd over a socket that the container does not have; some distributions turn it on.
                "--no-collector.systemd",
                .. NetworkCollectors.Select(collector => $"--no-collector.{collector}"),
                .. args.Metrics is null ? [] : new[] { $"--collector.textfile.directory={MetricsPath}" },
                .. WebListener.Flags(args.Profile.Security),
            ],
            Configuration = [.. Metrics(args), .. DockerDisk(args), .. WebListener.Volumes(args.Profile.Security)],
            HostFolders = HostFolders(args),
            HealthCheck = args.Profile.Security is null ? HealthChecks.Http(Port, ReadyPath) : HealthChecks.Listening(Port),
            User = "64999:64999",
            Networks = [NetworkTier.Collection],
        }, new ComponentResourceOptions { Parent = this });

        RegisterOutputs();
    }

    private static readonly string[] WholeMachine = [$"--path.procfs={HostPath}/proc", $"--path.sysfs={HostPath}/sys", $"--path.udev.data={HostPath}/run/udev/data"];

    // What /proc and /sys say of processors, memory and disks is the same in a container. Its own mounts are in these folders.
    private static readonly string[] ListedFileSystems = ["--collector.filesystem.mount-points-exclude=^/(dev|etc|proc|run|sys|tmp)($|/)", "--no-collector.os"];

    // To measure a file system takes something that lies on it, and nothing of what it holds.
    private static HostFolder[] HostFolders(NodeExporterServerArgs args) => args.FileSystems is not { } paths ? [new HostFolder("/", HostPath)] :
    [
        .. paths.Where(path => path != args.DockerRoot)
            .Select(path => path == "/" ? new HostFolder("/etc/hostname", $"{HostPath}{RootMountPoint}") : new HostFolder(path, $"{HostPath}{path}")),
    ];

    // Docker's folder is closed to others, and has the mounts of all containers in it. A volume lies on the same disk.
    private static ConfigurationVolumeArgs[] DockerDisk(NodeExporterServerArgs args) => args.FileSystems?.Contains(args.DockerRoot) != true ? [] :
    [
        new ConfigurationVolumeArgs
        {
            Purpose = "disk",
            MountPath = $"{HostPath}{args.DockerRoot}",
            Files = new Dictionary<string, string> { ["README"] = "Stands for the disk of Docker's volumes, which the node exporter measures.\n" },
        },
    ];

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
