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

    /// <summary>The time between two looks at a container.</summary>
    public required Configs.Duration Interval { get; init; }
}

/// <summary>
/// cAdvisor: processors, memory, network and disk of each container, as metrics. It is the one service with more rights than
/// others: it sees this machine's files, read-only, as root. It changes nothing and has no way to the socket but the proxy.
/// </summary>
internal sealed class CadvisorServer : ComponentResource
{
    public const int Port = 8080;
    public const string ReadyPath = "/healthz";

    // What costs much and is asked for by nobody. An event of memory running out would need the kernel's messages.
    private static readonly string[] DisabledMetrics =
    [
        "advtcp", "cpu_topology", "cpuset", "hugetlb", "memory_numa", "oom_event", "percpu", "process", "referenced_memory", "resctrl", "sched", "tcp", "udp",
    ];

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
            Command =
            [
                $"--docker={args.DockerHost}",
                "--docker_only=true",
                "--store_container_labels=false",
                $"--whitelisted_container_labels={string.Join(',', Labels)}",
                $"--disable_metrics={string.Join(',', DisabledMetrics)}",
                $"--housekeeping_interval={args.Interval.ToGoString()}",
            ],
            HostFolders =
            [
                new HostFolder("/", "/rootfs"),
                new HostFolder("/sys", "/sys"),
                new HostFolder(args.DockerRoot, args.DockerRoot),
            ],
            HealthCheck = HealthChecks.Http(Port, ReadyPath),
            User = "0:0",
            // Containers' folders belong to whoever runs in them.
            Capabilities = ["CAP_DAC_READ_SEARCH"],
            Networks = [NetworkTier.Socket],
        }, new ComponentResourceOptions { Parent = this });

        RegisterOutputs();
    }
}
