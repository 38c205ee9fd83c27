using Docker.DotNet;
using Docker.DotNet.Models;
using Embedded.Engine.Values;
using Version = System.Version;

namespace Embedded.Engine.Providers.Docker;

/// <summary>Creates, reads and removes networks. Nothing of a network can be changed.</summary>
internal sealed class DockerNetworks(DockerConnection docker) : IDockerResource
{
    /// <summary>From this API on the engine itself refuses a second network of one name.</summary>
    private static readonly Version UniqueNames = new(1, 44);

    public async Task<ResourceResult> CreateAsync(CreateRequest request, CancellationToken cancellation)
    {
        var inputs = request.Inputs;
        var name = inputs.Text("name")!;
        try
        {
            await RefuseTakenNameAsync(name, cancellation);
            var created = await docker.CallAsync(
                "creating a network",
                (client, token) => client.Networks.CreateNetworkAsync(NetworkRequest.Create(inputs, request.OperationId), token),
                cancellation);
            var network = await docker.CallAsync(
                "looking at the network", (client, token) => client.Networks.InspectNetworkAsync(created.ID, token), cancellation);
            return new ResourceResult(created.ID, Outputs(network));
        }
        catch (DockerApiException failure) when (failure.Words().Contains("Pool overlaps", StringComparison.OrdinalIgnoreCase))
        {
            var subnets = string.Join(", ", inputs.Objects("ipamConfigs").Select(config => config.Text("subnet")).OfType<string>());
            throw new ProviderException(
                $"Network {name}: {(subnets.Length > 0 ? $"its subnet {subnets}" : "the subnet that Docker chose")} overlaps with another network's. "
                + "Choose a free one (ipamConfigs[].subnet), or remove the network that has it (`docker network ls`, `docker network inspect`).", failure);
        }
        catch (DockerApiException failure) when (failure.IsConflict())
        {
            throw new ProviderException(TakenName(name, null), failure);
        }
        catch (DockerApiException failure)
        {
            throw DockerErrors.Explain($"Creating network {name}", failure);
        }
    }

    public async Task<ReadResult?> ReadAsync(string id, PropertyMap inputs, PropertyMap outputs, CancellationToken cancellation)
    {
        try
        {
            var network = await docker.CallAsync(
                "looking at the network", (client, token) => client.Networks.InspectNetworkAsync(id, token), cancellation);
            return new ReadResult(network.ID, inputs.ContainsKey("name") ? inputs : Declared(network), Outputs(network));
        }
        catch (DockerApiException failure) when (failure.IsNotFound())
        {
            return null;
        }
    }

    public async Task<ResourceResult> UpdateAsync(UpdateRequest request, CancellationToken cancellation)
    {
        var found = await ReadAsync(request.Id, request.NewInputs, request.OldOutputs, cancellation)
            ?? throw new ProviderException(
                $"Network {request.NewInputs.Text("name")} is gone: somebody removed it. Run with --refresh, and it is made again.");
        return new ResourceResult(found.Id, found.Outputs);
    }

    public async Task DeleteAsync(string id, PropertyMap inputs, PropertyMap outputs, CancellationToken cancellation)
    {
        var name = inputs.Text("name") ?? id;
        DockerApiException? last = null;
        var gone = await Retry.UntilAsync(
            async () =>
            {
                try
                {
                    await docker.CallAsync(
                        "removing a network", (client, token) => client.Networks.DeleteNetworkAsync(id, token), cancellation);
                    return true;
                }
                catch (DockerApiException failure) when (failure.IsNotFound())
                {
                    return true;
                }
                catch (DockerApiException failure) when (failure.Words().Contains("has active endpoints", StringComparison.Ordinal))
                {
                    last = failure;
                    return false;
                }
                catch (DockerApiException failure)
                {
                    throw DockerErrors.Explain($"Removing network {name}", failure);
                }
            },
            Retry.RemovalLimit,
            cancellation);
        if (gone)
            return;
        var attached = await AttachedAsync(id, cancellation);
        throw new ProviderException(
            $"Network {name} cannot be removed: {attached} still uses it after {Retry.RemovalLimit.TotalSeconds:0} s. "
            + $"Remove or disconnect what this stack does not own (`docker network disconnect {name} CONTAINER`), then run again.", last);
    }

    public async Task<string?> RecoverAsync(PropertyMap inputs, string operationId, CancellationToken cancellation)
    {
        var found = await docker.CallAsync(
            "looking for what was left behind",
            (client, token) => client.Networks.ListNetworksAsync(
                new NetworksListParameters { Filters = OperationLabel.Filter(operationId) }, token),
            cancellation);
        foreach (var network in found)
            await DeleteAsync(network.ID, inputs, PropertyMap.Empty, cancellation);
        return found.Count == 0
            ? null
            : $"removed network {string.Join(", ", found.Select(network => network.Name))}, which an interrupted update had left behind";
    }

    /// <summary>What the engine tells of a network.</summary>
    public static PropertyMap Outputs(NetworkResponse network)
    {
        var outputs = PropertyMap.Of(
            ("name", PropertyValue.Of(network.Name)),
            ("labels", OperationLabel.ToInputs(network.Labels)),
            ("driver", PropertyValue.Of(network.Driver)),
            ("internal", PropertyValue.Of(network.Internal)),
            ("attachable", PropertyValue.Of(network.Attachable)),
            ("ingress", PropertyValue.Of(network.Ingress)),
            ("ipv6", PropertyValue.Of(network.EnableIPv6)),
            ("ipamDriver", PropertyValue.Of(network.IPAM?.Driver ?? "default")),
            ("ipamConfigs", IpamConfigs(network.IPAM?.Config)),
            ("options", Pairs(network.Options)),
            ("scope", PropertyValue.Of(network.Scope)));
        return network.IPAM?.Options is { Count: > 0 } options ? outputs.Set("ipamOptions", Pairs(options)) : outputs;
    }

    public static PropertyValue IpamConfigs(IList<IPAMConfig>? configs) => PropertyValue.Of((configs ?? []).Select(config =>
    {
        var map = PropertyMap.Empty;
        foreach (var (name, value) in new[] { ("subnet", config.Subnet), ("gateway", config.Gateway), ("ipRange", config.IPRange) })
            if (!string.IsNullOrEmpty(value))
                map = map.Set(name, PropertyValue.Of(value));
        return PropertyValue.Of(config.AuxAddress is { Count: > 0 } ? map.Set("auxAddress", Pairs(config.AuxAddress)) : map);
    }));

    public static PropertyValue Pairs(IDictionary<string, string>? pairs) => PropertyValue.Of(PropertyMap.Of(
        (pairs ?? new Dictionary<string, string>()).Select(pair => KeyValuePair.Create(pair.Key, PropertyValue.Of(pair.Value)))));

    /// <summary>The inputs that would make this network, for taking it into the stack.</summary>
    private static PropertyMap Declared(NetworkResponse network) =>
        PropertyMap.Of(Outputs(network).Remove("scope").Remove("options").Remove("ipamConfigs").Remove("driver")
            .Where(pair => !ContainerEquivalence.AreSame(pair.Key, pair.Value, null)));

    private async Task RefuseTakenNameAsync(string name, CancellationToken cancellation)
    {
        // The first call tells which API is spoken, and an older engine would make two of one name without a word.
        var named = new Dictionary<string, IDictionary<string, bool>> { ["name"] = new Dictionary<string, bool> { [name] = true } };
        if (docker.ApiVersion >= UniqueNames && docker.IsConnected)
            return;
        var found = await docker.CallAsync(
            "listing networks",
            (client, token) => client.Networks.ListNetworksAsync(new NetworksListParameters { Filters = named }, token),
            cancellation);
        if (found.FirstOrDefault(network => network.Name == name) is { } taken)
            throw new ProviderException(TakenName(name, taken));
    }

    private static string TakenName(string name, NetworkResponse? taken) =>
        $"The network name {name} is taken"
        + (taken is null ? "" : $" by network {taken.ID[..12]} (driver {taken.Driver}, created {taken.Created:yyyy-MM-dd HH:mm} UTC)")
        + $". If nobody needs it, remove it (`docker network rm {name}`); else choose another name.";

    private async Task<string> AttachedAsync(string id, CancellationToken cancellation)
    {
        try
        {
            var network = await docker.CallAsync(
                "looking at the network", (client, token) => client.Networks.InspectNetworkAsync(id, token), cancellation);
            return network.Containers is { Count: > 0 } containers
                ? "container " + string.Join(", ", containers.Values.Select(container => container.Name).Order(StringComparer.Ordinal))
                : "a container";
        }
        catch (Exception failure) when (failure is DockerApiException or ProviderException)
        {
            return "a container";
        }
    }
}
