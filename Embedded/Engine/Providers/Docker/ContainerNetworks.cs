using Docker.DotNet;
using Docker.DotNet.Models;
using Embedded.Engine.Values;

// The library calls non-null what it leaves out of a request where it is null, which is what an absent input means.
#nullable disable warnings

namespace Embedded.Engine.Providers.Docker;

/// <summary>Puts a container on the networks that it is to be on.</summary>
/// <remarks>
/// The official provider makes a container on the default bridge, takes it off and connects it to each of its networks.
/// Named in the request that makes it, the first network takes the bridge's place without those two calls; the network
/// mode stays <c>bridge</c>, so that both providers leave and read back the same container. (An engine before API 1.44
/// takes no more than one there.)
/// </remarks>
internal static class ContainerNetworks
{
    /// <summary>The network that the container is made on; null where it is made as its network mode says.</summary>
    public static NetworkingConfig? AtCreation(PropertyMap inputs) => First(inputs) is { } network
        ? new NetworkingConfig
        {
            EndpointsConfig = new Dictionary<string, EndpointSettings>(StringComparer.Ordinal) { [network.Text("name")!] = Endpoint(network) },
        }
        : null;

    /// <summary>Joins the networks that the container was not made on.</summary>
    public static async Task ConnectAsync(DockerConnection docker, string id, PropertyMap inputs, CancellationToken cancellation)
    {
        var networks = inputs.Objects("networksAdvanced");
        if (networks.Count == 0)
            return;
        var first = First(inputs);
        if (first is null)
            await LeaveBridgeAsync(docker, id, cancellation);
        foreach (var network in networks.Skip(first is null ? 0 : 1))
            await docker.CallAsync(
                "joining a network",
                (client, token) => client.Networks.ConnectNetworkAsync(
                    network.Text("name")!, new NetworkConnectParameters { Container = id, EndpointConfig = Endpoint(network) }, token),
                cancellation);
    }

    // What is never started gets its networks one by one: only then does an engine say at once that there is no such network.
    private static PropertyMap? First(PropertyMap inputs) =>
        inputs.Objects("networksAdvanced") is [var first, ..] && inputs.Flag("start", true) && inputs.Text("networkMode") is (null or "bridge" or "default")
            ? first
            : null;

    private static async Task LeaveBridgeAsync(DockerConnection docker, string id, CancellationToken cancellation)
    {
        try
        {
            await docker.CallAsync(
                "leaving the default network",
                (client, token) => client.Networks.DisconnectNetworkAsync("bridge", new NetworkDisconnectParameters { Container = id }, token),
                cancellation);
        }
        catch (DockerApiException failure) when (failure.Words().Contains("is not connected to", StringComparison.Ordinal))
        {
            // Its network mode is another one.
        }
    }

    private static EndpointSettings Endpoint(PropertyMap network) => new()
    {
        Aliases = network.Texts("aliases"),
        IPAMConfig = new EndpointIPAMConfig
        {
            IPv4Address = network.Text("ipv4Address"),
            IPv6Address = network.Text("ipv6Address"),
            LinkLocalIPs = network.Texts("linkLocalIps"),
        },
        MacAddress = network.Text("macAddress"),
        GwPriority = network.Whole("gwPriority") ?? 0,
        DriverOpts = network.Texts("driverOpts")?.Select(option => option.Split('=', 2)).Where(parts => parts.Length == 2)
            .ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal),
    };
}
