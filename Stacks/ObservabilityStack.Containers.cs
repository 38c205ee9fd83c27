using Infra.Components.Containers;
using Infra.Configs;
using Infra.Stacks.Gate;
using Pulumi;
using Pulumi.Docker;

namespace Infra.Stacks;

// What all containers have in common.
internal sealed partial class ObservabilityStack
{
    // Engines before 28 know no «isolated»: those before 27 keep the option and do nothing about it, 27 refuses it.
    private const string GatewayMode = "com.docker.network.bridge.gateway_mode";

    private ContainerPolicy Policy()
    {
        var containers = _settings.Containers;
        return new ContainerPolicy
        {
            NamePrefix = _settings.NamePrefix,
            Stack = _settings.Stack,
            Networks = Networks(),
            PublishAddress = _settings.Network.PublishAddress,
            LogMaxSize = containers.LogMaxSize,
            LogMaxFiles = containers.LogMaxFiles,
            ProcessLimit = containers.ProcessLimit,
            WaitTimeoutSeconds = containers.WaitTimeout.TotalSeconds,
            StopGraceSeconds = containers.StopGracePeriod.TotalSeconds,
            HealthCheckInterval = containers.HealthCheckInterval.ToGoString(),
            Hardened = containers.Hardened,
            KeepData = containers.KeepData,
            DockerSocketHolders = MayHoldDockerSocket(),
            Users = containers.Hardened ? new ContainerUsers(MayBeRoot()) : null,
            ToolImage = _settings.Images.Reference(ServiceNames.Prometheus),
        };
    }

    // No setting hands the socket to anybody else; this is what stands before a component that does.
    private HashSet<string>? MayHoldDockerSocket() =>
        _settings.Environment != StackEnvironment.Prod || _settings.Waivers.Any(waiver => waiver.Rule == GateRule.RawDockerSocket) ? null : [ServiceNames.SocketProxy, ServiceNames.DiscoveryProxy];

    // The proxies where nobody has said which group may use the socket, and cAdvisor where it has to see all of Docker's folder.
    private HashSet<string> MayBeRoot() =>
    [
        .. _settings.Logs.DockerSocketGroup is null ? new[] { ServiceNames.SocketProxy, ServiceNames.DiscoveryProxy } : [],
        .. _settings.Machine.StorageDriver is null ? new[] { ServiceNames.Cadvisor } : [],
    ];

    private StackNetworks Networks()
    {
        if (!_settings.Network.Isolated)
            return StackNetworks.Shared(Network("network", NetworkName(NetworkTier.Collection), isolated: false));

        // Only the front is published, and only through the last is there a way out.
        return StackNetworks.Separate(Enum.GetValues<NetworkTier>().ToDictionary(tier => tier, tier =>
        {
            var name = tier.ToString().ToLowerInvariant();
            return Network($"{name}-network", NetworkName(tier), isolated: tier is not (NetworkTier.Front or NetworkTier.Egress));
        }));
    }

    // As Docker knows the network of a tier.
    private string NetworkName(NetworkTier tier) =>
        _settings.Network.Isolated ? $"{_settings.NamePrefix}-{tier.ToString().ToLowerInvariant()}" : _settings.NamePrefix;

    private Input<string> Network(string name, string dockerName, bool isolated)
    {
        var args = new NetworkArgs
        {
            Name = dockerName,
            Internal = isolated,
            Labels = ServiceLabels.ForNetwork(_settings.Stack),
        };
        if (isolated && _settings.Network.WithoutGateway)
            args.Options = new InputMap<string> { [$"{GatewayMode}_ipv4"] = "isolated", [$"{GatewayMode}_ipv6"] = "isolated" };
        return new Network(name, args, new CustomResourceOptions { DeleteBeforeReplace = true }).Name;
    }

    private ContainerProfile Profile(ContainerPolicy policy, string service) => new()
    {
        Policy = policy,
        Image = _settings.Images.Reference(service),
        MemoryMegabytes = _settings.Containers.MemoryMegabytes[service],
        Processors = _settings.Containers.Processors[service],
        PublishedPort = _settings.Ports[service],
        Security = Security(service),
    };
}
