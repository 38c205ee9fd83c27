using Infra.Components.Containers;
using Pulumi;

namespace Infra.Components.Cadvisor;

/// <summary>What cAdvisor is given.</summary>
internal sealed record CadvisorServerArgs
{
    public required ContainerProfile Profile { get; init; }

    /// <summary>The Docker API, such as <c>tcp://socket-proxy:2375</c>.</summary>
    public required string DockerHost { get; init; }

    /// <summary>The folder in which Docker keeps its containers on its machine.</summary>
    public required string DockerRoot { get; init; }

    /// <summary>
    /// The storage driver of Docker, such as <c>overlay2</c>: cAdvisor then sees, of Docker's folder, which layer each container
    /// writes to and nothing else, which takes no root. <see cref="ContainerdStore"/> has no such folder. Null for all of Docker's folder,
    /// as root.
    /// </summary>
    public required string? StorageDriver { get; init; }

    /// <summary>Images are in containerd's store: without its socket cAdvisor knows of no container.</summary>
    public const string ContainerdStore = "containerd";

    /// <summary>The path of containerd's socket on its machine, if images are in containerd's store; null if they are in Docker's own.</summary>
    public string? ContainerdSocket { get; init; }

    /// <summary>The time between two looks at a container.</summary>
    public required Configs.Duration Interval { get; init; }
}

/// <summary>
/// cAdvisor: processors, memory and network of each container, as metrics. It sees this machine's processes, the kernel's groups
/// and the names of containers' layers. It changes nothing and has no way to the socket but the proxy: the whole of the machine's
/// files, which its documentation mounts, has the socket among it.
/// </summary>
/// <remarks>
/// As its source has it (container/docker/handler.go, lib/container/libcontainer/handler.go), it needs <c>mount-id</c> of each
/// container, the kernel's groups, and <c>net/dev</c> of a process in each container: all of that anybody may read. What a
/// container takes of the disk is what root alone could see, and no alert or dashboard asks for it.
/// </remarks>
internal sealed class CadvisorServer : ComponentResource
{
    public const int Port = 8080;
    public const string ReadyPath = "/healthz";
    private const string ProcessesPath = "/rootfs/proc";

    // What costs much and is asked for by nobody. Events of memory running out would take the kernel's messages, which not every
    // machine has for containers; the node exporter counts them.
    private static readonly string[] DisabledMetrics =
    [
        "advtcp", "cpu_topology", "cpuset", "disk", "hugetlb", "memory_numa", "oom_event", "percpu", "process", "referenced_memory", "resctrl", "sched", "tcp", "udp",
    ];

    // It asks Docker once when it starts, and knows of no container ever after if nobody answers then: at an update, or when the
    // machine has started and Docker starts containers in whatever order it likes. The last line is its image's entry point.
    private static string WaitingFor(string dockerHost) =>
        $"""
        trap 'exit 1' TERM
        until wget -q -T 5 -O /dev/null {dockerHost.Replace("tcp://", "http://", StringComparison.Ordinal)}/_ping; do sleep 1; done
        exec /usr/bin/cadvisor -logtostderr "$@"
        """;

    private static readonly string[] Labels = ["com.docker.compose.project", "com.docker.compose.service", ServiceLabels.Component, ServiceLabels.Stack];

    /// <summary>The container and where it is reached.</summary>
    public ContainerService Service { get; }

    public CadvisorServer(string name, CadvisorServerArgs args, ComponentResourceOptions? options = null)
        : base("phlo:cadvisor:CadvisorServer", name, options)
    {
        Service = new ContainerService(name, new ContainerServiceArgs
        {
            Profile = args.Profile,
            Port = Port,
            EntryPoint = ["/bin/sh", "-c", WaitingFor(args.DockerHost), "cadvisor"],
            Command =
            [
                $"--docker={args.DockerHost}",
                "--docker_only=true",
                "--store_container_labels=false",
                $"--whitelisted_container_labels={string.Join(',', Labels)}",
                $"--disable_metrics={string.Join(',', DisabledMetrics)}",
                $"--housekeeping_interval={args.Interval.ToGoString()}",
                // Its machine seldom changes, and each look is two lines in its log. They are dropped; that they come at all within half an
                // hour is how AlloyReadsNoLogs tells a quiet machine from one whose logs are not read.
                "--update_machine_info_interval=20m",
            ],
            HostFolders =
            [
                // It looks for both below /rootfs.
                new HostFolder("/proc", ProcessesPath),
                .. DockerFolders(args),
                // Where it looks for it. With images in containerd's store Docker does not know where a container's files are.
                .. args.ContainerdSocket is { } socket ? new[] { new HostFolder(socket, "/run/containerd/containerd.sock") } : [],
            ],
            // Below the kernel's settings other file systems may be mounted, and an engine before Docker 25 leaves those writable.
            HiddenPaths = [$"{ProcessesPath}/sys"],
            HealthCheck = HealthChecks.Http(Port, ReadyPath),
            User = args.StorageDriver is null ? "0:0" : "64996:64996",
            AlwaysRunsAsUser = args.StorageDriver is not null,
            // It asks nobody who they are: nobody else is there.
            Networks = [NetworkTier.Socket],
        }, new ComponentResourceOptions { Parent = this });

        RegisterOutputs();
    }

    private static HostFolder[] DockerFolders(CadvisorServerArgs args)
    {
        if (args.StorageDriver is not { } driver)
            return [new HostFolder("/sys", "/sys"), new HostFolder(args.DockerRoot, $"/rootfs{args.DockerRoot}"), new HostFolder(args.DockerRoot, args.DockerRoot)];

        var groups = new HostFolder("/sys/fs/cgroup", "/sys/fs/cgroup");
        if (driver == CadvisorServerArgs.ContainerdStore)
            return [groups];

        var layers = $"{args.DockerRoot}/image/{driver}/layerdb/mounts";
        return [groups, new HostFolder(layers, $"/rootfs{layers}")];
    }
}
