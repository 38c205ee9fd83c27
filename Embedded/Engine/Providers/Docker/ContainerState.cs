using System.Collections.Immutable;
using System.Globalization;
using Docker.DotNet.Models;
using Embedded.Engine.Providers.Schema;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Docker;

/// <summary>Says in the words of inputs and outputs what Docker tells of a container.</summary>
internal static class ContainerState
{
    /// <summary>
    /// What of a container can be other than declared: changed by hand (<c>docker update</c>, <c>rename</c>, <c>stop</c>,
    /// <c>network disconnect</c>), or mistaken in the state. The rest is fixed for a container's life, and comparing it
    /// could only find another spelling.
    /// </summary>
    private static readonly ImmutableArray<string> Drifting =
    [
        "name", "image", "restart", "maxRetryCount", "memory", "memoryReservation", "memorySwap", "cpuShares", "cpuSet",
        "cpus", "ports", "mounts",
    ];

    /// <summary>The inputs that describe the container as it is now, in the declared spelling wherever that still holds.</summary>
    public static PropertyMap RefreshInputs(PropertyMap inputs, ContainerInspectResponse container)
    {
        var observed = ContainerObservation.Of(container);
        foreach (var name in Drifting)
        {
            var (declared, found) = (inputs.Get(name), observed.Get(name));
            if (ContainerEquivalence.AreSame(name, declared, found) || IsUntold(name, declared, container))
                continue;
            inputs = found is null ? inputs.Remove(name) : inputs.Set(name, found);
        }
        if (!container.State!.Running && inputs.Flag("mustRun", true))
            inputs = inputs.Set("mustRun", PropertyValue.False);
        return WithoutLostNetworks(inputs, container);
    }

    /// <summary>The inputs that would make this container, for taking it into the stack.</summary>
    public static PropertyMap ImportInputs(ContainerInspectResponse container, ImageInspectResponse? image)
    {
        var observed = ContainerObservation.Of(container);
        foreach (var name in (ReadOnlySpan<string>)["hostname", "runtime", "platform", "ipcMode", "shmSize", "logDriver"])
            observed = observed.Remove(name);
        if (!container.State!.Running)
            observed = observed.Set("mustRun", PropertyValue.False);
        // Another word for the bridge, where nothing was asked for.
        var mode = container.HostConfig!.NetworkMode is "default" ? "bridge" : container.HostConfig.NetworkMode;
        observed = observed.Set("networkMode", PropertyValue.Of(mode ?? ""));
        if (image?.Config is { } config)
        {
            if (SameTexts(config.Cmd, container.Config!.Cmd))
                observed = observed.Remove("command");
            if (SameTexts(config.Entrypoint, container.Config!.Entrypoint))
                observed = observed.Remove("entrypoints");
            foreach (var (name, inherited) in new[] { ("user", config.User), ("workingDir", config.WorkingDir), ("stopSignal", config.StopSignal) })
                if (observed.Text(name) == inherited)
                    observed = observed.Remove(name);
            if (config.Healthcheck is { } health && SameTexts(health.Test, container.Config!.Healthcheck?.Test))
                observed = observed.Remove("healthcheck");
        }
        var networks = (container.NetworkSettings?.Networks ?? new Dictionary<string, EndpointSettings>())
            .Where(network => network.Key != mode)
            .OrderBy(network => network.Key, StringComparer.Ordinal)
            .Select(network => PropertyValue.Of(PropertyMap.Of(("name", PropertyValue.Of(network.Key)))))
            .ToList();
        if (networks.Count > 0)
            observed = observed.Set("networksAdvanced", PropertyValue.Of(networks));
        return PropertyMap.Of(observed.Where(pair => !ContainerEquivalence.AreSame(pair.Key, pair.Value, null) || pair.Key == "mustRun"));
    }

    /// <summary>Everything declared, everything that Docker chose where nothing was declared, and what is only known of a container that exists.</summary>
    public static PropertyMap Outputs(PropertyMap inputs, ContainerInspectResponse container, string? logs = null)
    {
        var outputs = WithoutNotes(RefreshInputs(inputs, container));
        foreach (var (name, value) in ContainerObservation.Of(container))
            if (!outputs.ContainsKey(name))
                outputs = outputs.Set(name, value);
        foreach (var name in (ReadOnlySpan<string>)["command", "entrypoints", "envs", "labels", "securityOpts"])
            if (!outputs.ContainsKey(name))
                outputs = outputs.Set(name, PropertyValue.Of([]));
        if (outputs.ContainsKey("ports"))
            outputs = outputs.Set("ports", PublishedPorts(outputs.Objects("ports"), container.NetworkSettings?.Ports));
        // Of the old default bridge Docker tells nothing any more; the official provider's value has long been empty.
        outputs = outputs.Set("bridge", PropertyValue.Of("")).Set("networkDatas", NetworkDatas(container));
        if (!container.State!.Running)
            outputs = outputs.Set("exitCode", PropertyValue.Of((double)container.State!.ExitCode));
        return logs is null ? outputs : outputs.Set("containerLogs", PropertyValue.Of(logs));
    }

    /// <summary>Outputs carry no <c>__defaults</c>, which the official provider keeps among inputs.</summary>
    public static PropertyMap WithoutNotes(PropertyMap map) => PropertyMap.Of(map
        .Where(pair => !pair.Key.StartsWith(SchemaCheck.ReservedPrefix, StringComparison.Ordinal))
        .Select(pair => KeyValuePair.Create(pair.Key, WithoutNotes(pair.Value))));

    private static PropertyValue WithoutNotes(PropertyValue value) => value switch
    {
        MapValue map => PropertyValue.Of(WithoutNotes(map.Properties)),
        ListValue list => PropertyValue.Of(list.Items.Select(WithoutNotes)),
        _ => value,
    };

    /// <summary>What Docker fills in where nothing is declared is no drift.</summary>
    private static bool IsUntold(string name, PropertyValue? declared, ContainerInspectResponse container)
    {
        var memory = container.HostConfig!.Memory;
        var swap = container.HostConfig!.MemorySwap;
        return name switch
        {
            // The engine takes twice the memory, or -1 and 0 where it does not count swap.
            "memorySwap" => ContainerEquivalence.AreSame(name, declared, null) ? swap <= 0 || swap == 2 * memory : swap == 0,
            // On an id the inspection answers with an id, on a name with that name; a digest names the same image.
            "image" => declared is null or UnknownValue,
            "cpus" => declared is null && container.HostConfig!.NanoCPUs == 0,
            _ => false,
        };
    }

    private static PropertyMap WithoutLostNetworks(PropertyMap inputs, ContainerInspectResponse container)
    {
        if (inputs.Get("networksAdvanced")?.Unwrapped is not ListValue declared || container.NetworkSettings?.Networks is not { } networks)
            return inputs;
        var kept = declared.Items.Where(item =>
            item.Unwrapped is not MapValue map || map.Properties.Text("name") is not { } name || networks.Any(network =>
                network.Key == name || (network.Value?.NetworkID is { Length: > 0 } id && id.StartsWith(name, StringComparison.Ordinal)))).ToList();
        return kept.Count == declared.Items.Length ? inputs : inputs.Set("networksAdvanced", PropertyValue.Of(kept));
    }

    private static PropertyValue PublishedPorts(IReadOnlyList<PropertyMap> declared, IDictionary<string, IList<PortBinding>>? published)
    {
        return PropertyValue.Of(declared.Select(port =>
        {
            if (port.Amount("external") is null && published?.TryGetValue(ContainerRequest.PortKey(port), out var bindings) == true)
            {
                var found = (bindings ?? []).FirstOrDefault(binding => binding.HostIP == (port.Text("ip") ?? "0.0.0.0"));
                if (found is not null && double.TryParse(found.HostPort, CultureInfo.InvariantCulture, out var external))
                    port = port.Set("external", PropertyValue.Of(external));
            }
            return PropertyValue.Of(port);
        }));
    }

    private static PropertyValue NetworkDatas(ContainerInspectResponse container) => PropertyValue.Of(
        (container.NetworkSettings?.Networks ?? new Dictionary<string, EndpointSettings>())
        .OrderBy(network => network.Key, StringComparer.Ordinal)
        .Select(network => PropertyValue.Of(PropertyMap.Of(
            ("gateway", PropertyValue.Of(network.Value.Gateway ?? "")),
            ("globalIpv6Address", PropertyValue.Of(network.Value.GlobalIPv6Address ?? "")),
            ("globalIpv6PrefixLength", PropertyValue.Of((double)network.Value.GlobalIPv6PrefixLen)),
            ("ipAddress", PropertyValue.Of(network.Value.IPAddress ?? "")),
            ("ipPrefixLength", PropertyValue.Of((double)network.Value.IPPrefixLen)),
            ("ipv6Gateway", PropertyValue.Of(network.Value.IPv6Gateway ?? "")),
            ("macAddress", PropertyValue.Of(network.Value.MacAddress ?? "")),
            ("networkName", PropertyValue.Of(network.Key))))));

    private static bool SameTexts(IList<string>? one, IList<string>? other) => (one ?? []).SequenceEqual(other ?? []);
}
