using System.Globalization;
using Docker.DotNet.Models;
using Embedded.Engine.Values;
using Version = System.Version;

// The library calls non-null what it leaves out of a request where it is null, which is what an absent input means.
#nullable disable warnings

namespace Embedded.Engine.Providers.Docker;

/// <summary>Says in Docker's words what a container's inputs ask for.</summary>
internal static class ContainerRequest
{
    private const long Megabyte = 1024 * 1024;

    public static CreateContainerParameters Create(PropertyMap inputs, string operationId, Version api) => new()
    {
        Name = inputs.Text("name"),
        Image = inputs.Text("image"),
        Platform = inputs.Text("platform"),
        Hostname = inputs.Text("hostname"),
        Domainname = inputs.Text("domainname"),
        User = inputs.Text("user"),
        WorkingDir = inputs.Text("workingDir"),
        Tty = inputs.Flag("tty"),
        OpenStdin = inputs.Flag("stdinOpen"),
        Env = inputs.Texts("envs"),
        Cmd = inputs.Texts("command"),
        Entrypoint = inputs.Texts("entrypoints"),
        Labels = Labelled(inputs.Labels(), operationId),
        StopSignal = inputs.Text("stopSignal"),
        StopTimeout = inputs.Amount("stopTimeout") is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        Healthcheck = Healthcheck(inputs.Object("healthcheck")),
        ExposedPorts = inputs.Objects("ports").Select(PortKey).Distinct().ToDictionary(key => key, _ => default(EmptyStruct)),
        Volumes = inputs.Objects("volumes").Select(volume => volume.Text("containerPath")).OfType<string>().Distinct()
            .ToDictionary(path => path, _ => default(EmptyStruct)),
        HostConfig = Host(inputs, api),
        NetworkingConfig = ContainerNetworks.AtCreation(inputs),
    };

    /// <summary>Only what Docker can change on a container that exists.</summary>
    public static ContainerUpdateParameters Update(PropertyMap inputs) => new()
    {
        RestartPolicy = Restart(inputs),
        CPUShares = inputs.Whole("cpuShares") ?? 0,
        CpusetCpus = inputs.Text("cpuSet"),
        Memory = (inputs.Whole("memory") ?? 0) * Megabyte,
        MemoryReservation = (inputs.Whole("memoryReservation") ?? 0) * Megabyte,
        // Without a word on swap the engine would hold the new memory against the old swap, and refuse.
        MemorySwap = inputs.Amount("memorySwap") is { } swap
            ? (swap > 0 ? swap * Megabyte : swap)
            : 2 * (inputs.Whole("memory") ?? 0) * Megabyte,
    };

    public static Dictionary<string, string> Labelled(Dictionary<string, string>? labels, string operationId)
    {
        labels ??= new(StringComparer.Ordinal);
        labels[OperationLabel.Name] = operationId;
        return labels;
    }

    /// <summary><c>9090/tcp</c>.</summary>
    public static string PortKey(PropertyMap port) =>
        string.Create(CultureInfo.InvariantCulture, $"{port.Whole("internal")}/{port.Text("protocol") ?? "tcp"}");

    private static HostConfig Host(PropertyMap inputs, Version api)
    {
        var volumes = inputs.Objects("volumes");
        var security = inputs.Texts("securityOpts");
        // The engine knows no such option: it is the client's word for hiding and protecting nothing.
        var isUnconfined = security?.Remove("systempaths=unconfined") ?? false;
        var capabilities = inputs.Object("capabilities");
        var cpus = inputs.Text("cpus");
        return new HostConfig
        {
            Privileged = inputs.Flag("privileged"),
            PublishAllPorts = inputs.Flag("publishAllPorts"),
            RestartPolicy = Restart(inputs),
            Runtime = inputs.Text("runtime"),
            AutoRemove = inputs.Flag("rm"),
            ReadonlyRootfs = inputs.Flag("readOnly"),
            LogConfig = new LogConfig { Type = inputs.Text("logDriver") ?? "", Config = inputs.Pairs("logOpts") },
            Mounts = [.. inputs.Objects("mounts").Select(mount => Mounted(mount, api))],
            Binds = [.. volumes.Select(Bind).OfType<string>()],
            VolumesFrom = [.. volumes.Select(volume => volume.Text("fromContainer")).OfType<string>()],
            Tmpfs = inputs.Pairs("tmpfs"),
            PortBindings = Bindings(inputs),
            ExtraHosts = [.. inputs.Objects("hosts").Select(host => $"{host.Text("host")}:{host.Text("ip")}")],
            Ulimits = [.. inputs.Objects("ulimits").Select(limit => new Ulimit
            {
                Name = limit.Text("name"),
                Soft = limit.Whole("soft") ?? 0,
                Hard = limit.Whole("hard") ?? 0,
            })],
            CapAdd = capabilities?.Texts("adds")?.ConvertAll(ContainerEquivalence.Capability),
            CapDrop = capabilities?.Texts("drops")?.ConvertAll(ContainerEquivalence.Capability),
            Devices = [.. inputs.Objects("devices").Select(device => new DeviceMapping
            {
                PathOnHost = device.Text("hostPath"),
                PathInContainer = device.Text("containerPath") ?? device.Text("hostPath"),
                CgroupPermissions = device.Text("permissions") ?? "rwm",
            })],
            DeviceRequests = DeviceRequests(inputs),
            BlkioDeviceReadBps = Throttles(inputs, "deviceReadBps"),
            BlkioDeviceReadIOps = Throttles(inputs, "deviceReadIops"),
            BlkioDeviceWriteBps = Throttles(inputs, "deviceWriteBps"),
            BlkioDeviceWriteIOps = Throttles(inputs, "deviceWriteIops"),
            DNS = inputs.Texts("dns"),
            DNSOptions = inputs.Texts("dnsOpts"),
            DNSSearch = inputs.Texts("dnsSearches"),
            SecurityOpt = security,
            MaskedPaths = isUnconfined ? [] : null,
            ReadonlyPaths = isUnconfined ? [] : null,
            Memory = (inputs.Whole("memory") ?? 0) * Megabyte,
            MemoryReservation = (inputs.Whole("memoryReservation") ?? 0) * Megabyte,
            MemorySwap = inputs.Whole("memorySwap") is { } swap ? (swap > 0 ? swap * Megabyte : swap) : 0,
            ShmSize = (inputs.Whole("shmSize") ?? 0) * Megabyte,
            NanoCPUs = cpus is null ? 0 : (long)(decimal.Parse(cpus, NumberStyles.Float, CultureInfo.InvariantCulture) * 1_000_000_000m),
            CPUPeriod = cpus is null ? inputs.Whole("cpuPeriod") ?? 0 : 0,
            CPUQuota = cpus is null ? inputs.Whole("cpuQuota") ?? 0 : 0,
            CPUShares = inputs.Whole("cpuShares") ?? 0,
            CpusetCpus = inputs.Text("cpuSet"),
            NetworkMode = inputs.Text("networkMode"),
            UsernsMode = inputs.Text("usernsMode"),
            PidMode = inputs.Text("pidMode"),
            IpcMode = inputs.Text("ipcMode"),
            CgroupnsMode = inputs.Text("cgroupnsMode"),
            CgroupParent = inputs.Text("cgroupParent"),
            GroupAdd = inputs.Texts("groupAdds"),
            Sysctls = inputs.Pairs("sysctls"),
            StorageOpt = inputs.Pairs("storageOpts"),
            Init = inputs.Flag("init"),
        };
    }

    private static RestartPolicy Restart(PropertyMap inputs) => new()
    {
        Name = inputs.Text("restart") switch
        {
            "always" => RestartPolicyKind.Always,
            "on-failure" => RestartPolicyKind.OnFailure,
            "unless-stopped" => RestartPolicyKind.UnlessStopped,
            _ => RestartPolicyKind.No,
        },
        MaximumRetryCount = inputs.Whole("maxRetryCount") ?? 0,
    };

    private static HealthcheckConfig? Healthcheck(PropertyMap? healthcheck) => healthcheck is null
        ? null
        : new HealthcheckConfig
        {
            Test = healthcheck.Texts("tests"),
            Interval = Duration(healthcheck, "interval"),
            Timeout = Duration(healthcheck, "timeout"),
            StartPeriod = Duration(healthcheck, "startPeriod"),
            StartInterval = Duration(healthcheck, "startInterval"),
            Retries = healthcheck.Amount("retries"),
        };

    private static TimeSpan? Duration(PropertyMap map, string name) =>
        map.Text(name) is { } text && GoDuration.TryParse(text, out var duration) && duration > TimeSpan.Zero ? duration : null;

    private static Mount Mounted(PropertyMap mount, Version api)
    {
        var type = mount.Text("type");
        var result = new Mount
        {
            Type = type,
            Target = mount.Text("target"),
            Source = mount.Text("source"),
            ReadOnly = mount.Flag("readOnly"),
        };
        if (type == "bind" && mount.Object("bindOptions") is { } bind)
            result.BindOptions = new BindOptions { Propagation = bind.Text("propagation") };
        if (type == "tmpfs" && mount.Object("tmpfsOptions") is { } tmpfs)
            result.TmpfsOptions = new TmpfsOptions { SizeBytes = tmpfs.Amount("sizeBytes"), Mode = (uint?)tmpfs.Amount("mode") };
        if (type == "volume" && mount.Object("volumeOptions") is { } options)
        {
            if (options.Text("subpath") is not null && api < new Version(1, 45))
                throw new ProviderException(
                    $"The mount at {result.Target} has volumeOptions.subpath, which takes Docker API 1.45 (Docker 26); this engine speaks {api}. "
                    + "Mount the whole volume, or upgrade Docker.");
            var driver = options.Text("driverName");
            var driverOptions = options.Pairs("driverOptions");
            result.VolumeOptions = new VolumeOptions
            {
                NoCopy = options.Flag("noCopy"),
                Labels = options.Labels(),
                Subpath = options.Text("subpath"),
                DriverConfig = driver is null && driverOptions is null ? null : new Driver { Name = driver, Options = driverOptions },
            };
        }
        return result;
    }

    private static string? Bind(PropertyMap volume)
    {
        if ((volume.Text("hostPath") ?? volume.Text("volumeName")) is not { } source || volume.Text("containerPath") is not { } target)
            return null;
        var relabel = volume.Text("selinuxRelabel") is { } label ? "," + label : "";
        return $"{source}:{target}:{(volume.Flag("readOnly") ? "ro" : "rw")}{relabel}";
    }

    private static Dictionary<string, IList<PortBinding>> Bindings(PropertyMap inputs)
    {
        var bindings = new Dictionary<string, IList<PortBinding>>(StringComparer.Ordinal);
        foreach (var port in inputs.Objects("ports"))
        {
            var key = PortKey(port);
            if (!bindings.TryGetValue(key, out var list))
                bindings[key] = list = [];
            list.Add(new PortBinding
            {
                HostIP = port.Text("ip") ?? "0.0.0.0",
                HostPort = (port.Whole("external") ?? 0).ToString(CultureInfo.InvariantCulture),
            });
        }
        return bindings;
    }

    private static List<ThrottleDevice> Throttles(PropertyMap inputs, string name) =>
        [.. inputs.Objects(name).Select(device => new ThrottleDevice { Path = device.Text("path"), Rate = (ulong)Math.Max(0, device.Whole("rate") ?? 0) })];

    private static List<DeviceRequest> DeviceRequests(PropertyMap inputs)
    {
        if (inputs.Text("gpus") is { } gpus)
        {
            gpus = gpus.Trim('"', '\'', ' ');
            return
            [
                gpus.StartsWith("device=", StringComparison.Ordinal)
                    ? new DeviceRequest { DeviceIDs = gpus["device=".Length..].Split(','), Capabilities = [["gpu"]] }
                    : new DeviceRequest
                    {
                        Count = long.TryParse(gpus, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : -1,
                        Capabilities = [["gpu"]],
                    },
            ];
        }
        return [.. inputs.Objects("deviceRequests").Select(request => new DeviceRequest
        {
            Driver = request.Text("driver") ?? "cdi",
            Count = request.Whole("count") ?? 0,
            DeviceIDs = request.Texts("deviceIds"),
            Capabilities = request.Texts("capabilities") is { } needed ? [needed] : null,
            Options = request.Pairs("options"),
        })];
    }
}
