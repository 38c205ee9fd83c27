using Infra.Components.Containers;
using Pulumi;

namespace Infra.Components.SocketProxy;

/// <summary>What the socket proxy is given.</summary>
internal sealed record SocketProxyServerArgs
{
    public required ContainerProfile Profile { get; init; }

    /// <summary>The path of Docker's socket on its machine.</summary>
    public required string SocketPath { get; init; }

    /// <summary>The number of the user that the proxy runs as where its group is known.</summary>
    public required int UserId { get; init; }

    /// <summary>The number of the group that may use the socket; null if the proxy is to be its owner, root, without any capability.</summary>
    public required int? SocketGroup { get; init; }

    /// <summary>What may be asked, as expressions of which each has to match a path from its start to its end.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>The services that may ask, by their names in the network. All of them may ask everything.</summary>
    public required IReadOnlyList<string> Clients { get; init; }
}

/// <summary>
/// A proxy of Docker's socket: no other container sees that. It lets through what its clients need and nothing else: no file of a
/// container, no process in it, no change of anything.
/// </summary>
internal sealed class SocketProxyServer : ComponentResource
{
    public const int Port = 2375;
    private const string SocketPath = "/var/run/docker.sock";

    // The proxy adds ^ and $ to each.
    private const string Ping = "/_ping";

    /// <summary>What finding containers takes: the list, which has labels and addresses. No environment and no line of a log.</summary>
    public static IReadOnlyList<string> Discovery { get; } = [Ping, @"(/v1\.[0-9]+)?/(networks|containers/json)"];

    /// <summary>What reading logs and measuring containers takes besides. A container's own description has its environment.</summary>
    public static IReadOnlyList<string> ContainersAndLogs { get; } =
    [
        Ping,
        @"(/v1\.[0-9]+)?/(version|info|networks|containers/json)",
        @"(/v1\.[0-9]+)?/containers/[a-f0-9]{64}/(json|logs)",
        @"(/v1\.[0-9]+)?/images/(json|[A-Za-z0-9/:@._-]+/json)",
    ];

    /// <summary>The container and where it is reached.</summary>
    public ContainerService Service { get; }

    public SocketProxyServer(string name, SocketProxyServerArgs args, ComponentResourceOptions? options = null)
        : base("phlo:docker:SocketProxyServer", name, options)
    {
        Service = new ContainerService(name, new ContainerServiceArgs
        {
            Profile = args.Profile,
            Port = Port,
            Command =
            [
                "-listenip=0.0.0.0",
                $"-allowfrom={string.Join(',', args.Clients)}",
                // Clients agree on a version of the API by it.
                "-allowHEAD=/_ping",
                .. args.Paths.Select(path => $"-allowGET={path}"),
                "-allowhealthcheck",
                // The socket is another one after the engine was restarted: the proxy ends, and Docker starts it with the new one.
                "-watchdoginterval=60",
                "-stoponwatchdog",
                "-shutdowngracetime=5",
            ],
            HostFolders = [new HostFolder(args.SocketPath, SocketPath)],
            HealthCheck = ["CMD", "/healthcheck"],
            User = args.SocketGroup is { } group ? $"{args.UserId}:{group}" : "0:0",
            AlwaysRunsAsUser = true,
            Networks = [NetworkTier.Socket],
        }, new ComponentResourceOptions { Parent = this });

        RegisterOutputs();
    }
}
