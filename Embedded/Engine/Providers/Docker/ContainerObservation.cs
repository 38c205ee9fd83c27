using System.Globalization;
using Docker.DotNet.Models;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Docker;

/// <summary>
/// What Docker tells of a container, in the form of inputs. Environment and labels are left out, as with the official
/// provider: they are mixed with those of the image.
/// </summary>
internal static class ContainerObservation
{
    private const long Megabyte = 1024 * 1024;

    public static PropertyMap Of(ContainerInspectResponse container)
    {
        var (config, host) = (container.Config!, container.HostConfig!);
        var found = new Dictionary<string, PropertyValue>(StringComparer.Ordinal)
        {
            ["name"] = PropertyValue.Of(container.Name.TrimStart('/')),
            ["image"] = PropertyValue.Of(config.Image.StartsWith("sha256:", StringComparison.Ordinal) ? container.Image : config.Image),
            ["rm"] = PropertyValue.Of(host.AutoRemove),
            ["readOnly"] = PropertyValue.Of(host.ReadonlyRootfs),
            ["hostname"] = PropertyValue.Of(config.Hostname ?? ""),
            ["domainname"] = PropertyValue.Of(config.Domainname ?? ""),
            ["user"] = PropertyValue.Of(config.User ?? ""),
            ["workingDir"] = PropertyValue.Of(config.WorkingDir ?? ""),
            ["publishAllPorts"] = PropertyValue.Of(host.PublishAllPorts),
            ["restart"] = PropertyValue.Of(host.RestartPolicy?.Name switch
            {
                RestartPolicyKind.Always => "always",
                RestartPolicyKind.OnFailure => "on-failure",
                RestartPolicyKind.UnlessStopped => "unless-stopped",
                _ => "no",
            }),
            ["maxRetryCount"] = PropertyValue.Of((double)(host.RestartPolicy?.MaximumRetryCount ?? 0)),
            ["init"] = PropertyValue.Of(host.Init ?? false),
            ["runtime"] = PropertyValue.Of(host.Runtime ?? ""),
            ["platform"] = PropertyValue.Of(container.Platform ?? ""),
            ["privileged"] = PropertyValue.Of(host.Privileged),
            ["memory"] = PropertyValue.Of((double)(host.Memory / Megabyte)),
            ["memoryReservation"] = PropertyValue.Of((double)Megabytes(host.MemoryReservation)),
            ["memorySwap"] = PropertyValue.Of((double)Megabytes(host.MemorySwap)),
            ["shmSize"] = PropertyValue.Of((double)(host.ShmSize / Megabyte)),
            ["cpuShares"] = PropertyValue.Of((double)host.CPUShares),
            ["cpuSet"] = PropertyValue.Of(host.CpusetCpus ?? ""),
            ["logDriver"] = PropertyValue.Of(host.LogConfig?.Type ?? ""),
            ["networkMode"] = PropertyValue.Of(host.NetworkMode ?? ""),
            ["usernsMode"] = PropertyValue.Of(host.UsernsMode ?? ""),
            ["ipcMode"] = PropertyValue.Of(host.IpcMode ?? ""),
            ["tty"] = PropertyValue.Of(config.Tty),
            ["stdinOpen"] = PropertyValue.Of(config.OpenStdin),
            ["stopSignal"] = PropertyValue.Of(config.StopSignal ?? ""),
            ["stopTimeout"] = PropertyValue.Of(config.StopTimeout?.TotalSeconds ?? 0),
        };
        if (host.NanoCPUs > 0)
            found["cpus"] = PropertyValue.Of((host.NanoCPUs / 1_000_000_000m).ToString("0.#########", CultureInfo.InvariantCulture));
        if (host.PidMode is { Length: > 0 } pidMode)
            found["pidMode"] = PropertyValue.Of(pidMode);

        Texts("command", config.Cmd);
        Texts("entrypoints", config.Entrypoint);
        Texts("dns", host.DNS);
        Texts("dnsOpts", host.DNSOptions);
        Texts("dnsSearches", host.DNSSearch);
        Texts("securityOpts", host.SecurityOpt);
        Texts("groupAdds", host.GroupAdd);
        Pairs("tmpfs", host.Tmpfs);
        Pairs("sysctls", host.Sysctls);
        Pairs("storageOpts", host.StorageOpt);
        Items("mounts", host.Mounts?.Select(Mounted));
        Items("ports", Ports(host.PortBindings));
        Items("hosts", host.ExtraHosts?.Select(entry => entry.Split(':', 2)).Where(parts => parts.Length == 2)
            .Select(parts => PropertyMap.Of(("host", PropertyValue.Of(parts[0])), ("ip", PropertyValue.Of(parts[1])))));
        Items("ulimits", host.Ulimits?.Select(limit => PropertyMap.Of(
            ("name", PropertyValue.Of(limit.Name)), ("soft", PropertyValue.Of((double)limit.Soft)), ("hard", PropertyValue.Of((double)limit.Hard)))));
        Items("devices", host.Devices?.Select(device => PropertyMap.Of(
            ("hostPath", PropertyValue.Of(device.PathOnHost)),
            ("containerPath", PropertyValue.Of(device.PathInContainer)),
            ("permissions", PropertyValue.Of(device.CgroupPermissions)))));
        Throttles("deviceReadBps", host.BlkioDeviceReadBps);
        Throttles("deviceReadIops", host.BlkioDeviceReadIOps);
        Throttles("deviceWriteBps", host.BlkioDeviceWriteBps);
        Throttles("deviceWriteIops", host.BlkioDeviceWriteIOps);
        if (host.CapAdd is { Count: > 0 } || host.CapDrop is { Count: > 0 })
            found["capabilities"] = PropertyValue.Of(PropertyMap.Of(
                ("adds", List(host.CapAdd)), ("drops", List(host.CapDrop))));
        if (config.Healthcheck is { Test.Count: > 0 } health)
            found["healthcheck"] = PropertyValue.Of(PropertyMap.Of(
                ("tests", List(health.Test)),
                ("interval", Duration(health.Interval)),
                ("timeout", Duration(health.Timeout)),
                ("startPeriod", Duration(health.StartPeriod)),
                ("startInterval", Duration(health.StartInterval)),
                ("retries", PropertyValue.Of((double)(health.Retries ?? 0)))));
        return PropertyMap.Of(found);

        void Texts(string name, IList<string>? values)
        {
            if (values is { Count: > 0 })
                found[name] = List(values);
        }

        void Pairs(string name, IDictionary<string, string>? pairs)
        {
            if (pairs is { Count: > 0 })
                found[name] = PropertyValue.Of(PropertyMap.Of(pairs.Select(pair => KeyValuePair.Create(pair.Key, PropertyValue.Of(pair.Value)))));
        }

        void Items(string name, IEnumerable<PropertyMap>? items)
        {
            if (items?.Select(PropertyValue.Of).ToList() is { Count: > 0 } list)
                found[name] = PropertyValue.Of(list);
        }

        void Throttles(string name, IList<ThrottleDevice>? devices) => Items(name, devices?.Select(device => PropertyMap.Of(
            ("path", PropertyValue.Of(device.Path)), ("rate", PropertyValue.Of((double)device.Rate)))));
    }

    private static PropertyMap Mounted(Mount mount)
    {
        var map = PropertyMap.Of(
            ("target", PropertyValue.Of(mount.Target ?? "")),
            ("source", PropertyValue.Of(mount.Source ?? "")),
            ("type", PropertyValue.Of(mount.Type ?? "")),
            ("readOnly", PropertyValue.Of(mount.ReadOnly ?? false)));
        if (mount.BindOptions?.Propagation is { Length: > 0 } propagation)
            map = map.Set("bindOptions", PropertyValue.Of(PropertyMap.Of(("propagation", PropertyValue.Of(propagation)))));
        if (mount.TmpfsOptions is { } tmpfs)
            map = map.Set("tmpfsOptions", PropertyValue.Of(PropertyMap.Of(
                ("sizeBytes", PropertyValue.Of((double)(tmpfs.SizeBytes ?? 0))), ("mode", PropertyValue.Of((double)(tmpfs.Mode ?? 0))))));
        if (mount.VolumeOptions is { } volume)
        {
            var options = PropertyMap.Of(
                ("noCopy", PropertyValue.Of(volume.NoCopy ?? false)),
                ("labels", OperationLabel.ToInputs(volume.Labels)),
                ("driverName", PropertyValue.Of(volume.DriverConfig?.Name ?? "")),
                ("subpath", PropertyValue.Of(volume.Subpath ?? "")));
            if (volume.DriverConfig?.Options is { Count: > 0 } driverOptions)
                options = options.Set("driverOptions", PropertyValue.Of(PropertyMap.Of(
                    driverOptions.Select(pair => KeyValuePair.Create(pair.Key, PropertyValue.Of(pair.Value))))));
            map = map.Set("volumeOptions", PropertyValue.Of(options));
        }
        return map;
    }

    private static IEnumerable<PropertyMap> Ports(IDictionary<string, IList<PortBinding>>? bindings) =>
        from entry in bindings ?? new Dictionary<string, IList<PortBinding>>()
        let parts = entry.Key.Split('/')
        let inside = double.Parse(parts[0], CultureInfo.InvariantCulture)
        orderby inside, parts[1]
        from binding in entry.Value ?? []
        select PropertyMap.Of(
            ("internal", PropertyValue.Of(inside)),
            ("external", PropertyValue.Of(double.TryParse(binding.HostPort, CultureInfo.InvariantCulture, out var outside) ? outside : 0)),
            ("ip", PropertyValue.Of(string.IsNullOrEmpty(binding.HostIP) ? "0.0.0.0" : binding.HostIP)),
            ("protocol", PropertyValue.Of(parts[1])));

    private static PropertyValue List(IEnumerable<string>? values) => PropertyValue.Of((values ?? []).Select(PropertyValue.Of));

    private static PropertyValue Duration(TimeSpan? duration) => PropertyValue.Of(GoDuration.Format(duration ?? TimeSpan.Zero));

    private static long Megabytes(long bytes) => bytes > 0 ? bytes / Megabyte : bytes;
}
