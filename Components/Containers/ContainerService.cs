using System.Globalization;
using Infra.Configs.Tls;
using Pulumi;
using Pulumi.Docker;
using Pulumi.Docker.Inputs;

namespace Infra.Components.Containers;

/// <summary>
/// A service in a container: its image, its configuration, its data, and a container that counts as there only when it is healthy.
/// </summary>
internal sealed class ContainerService : ComponentResource
{
    // The Docker provider takes a change of these for an update and leaves the container as it was;
    // and a container that never became healthy must not pass for one that did.
    private static readonly string[] ReplacedOnChange = ["healthcheck", "tmpfs", "init", "cpuQuota", "cpuPeriod", "#initerror"];

    private const string RootGroup = "0";

    /// <summary>The container.</summary>
    public Container Container { get; }

    /// <summary>What the container leaves behind; null for a service without data.</summary>
    public Volume? Data { get; }

    /// <summary>The container's name.</summary>
    public string ContainerName { get; }

    /// <summary>Host and port of the service for other services of the stack.</summary>
    public string Address { get; }

    /// <summary><c>http</c> or <c>https</c>.</summary>
    public string Scheme { get; }

    /// <summary>Host and port by which the service is reached: from this machine if it is published, else inside of the stack.</summary>
    public string ReachableAddress { get; }

    /// <param name="name">The service, which is also its name in the network.</param>
    public ContainerService(string name, ContainerServiceArgs args, ComponentResourceOptions? options = null)
        : base("phlo:containers:ContainerService", name, options)
    {
        var policy = args.Profile.Policy;
        HostAccess.Refuse(policy, name, args);
        policy.Users?.Claim(name, args.User);
        ContainerName = $"{policy.NamePrefix}-{name}";
        Address = $"{name}:{args.Port}";
        Scheme = args.Profile.Security is null ? "http" : "https";
        ReachableAddress = args.Profile.PublishedPort == 0 ? Address : $"{Local(policy.PublishAddress)}:{args.Profile.PublishedPort}";

        var image = new RemoteImage($"{name}-image", new RemoteImageArgs
        {
            Name = args.Profile.Image,
            // Another container, or the next update, may well need it.
            KeepLocally = true,
        }, new CustomResourceOptions { Parent = this });

        var configuration = args.Configuration.Concat(Identity(args))
            .Select(volume => (Args: volume, Volume: new ConfigurationVolume(
                $"{name}-{volume.Purpose}", volume, policy, name, image, new ComponentResourceOptions { Parent = this })))
            .ToList();

        Data = args.DataPath is null ? null : DataVolume(name, policy);
        var owner = Data is not null && args.TakesOverData ? new DataOwner(name, Data.Name, args.User, policy, new ComponentResourceOptions { Parent = this }) : null;

        var container = new ContainerArgs
        {
            Name = ContainerName,
            Image = image.ImageId,
            Mounts = Mounts(args, configuration, Data),
            NetworksAdvanced = Networks(name, args),
            Restart = "unless-stopped",
            StopTimeout = policy.StopGraceSeconds,
            DestroyGraceSeconds = policy.StopGraceSeconds,
            LogDriver = "json-file",
            Labels = ServiceLabels.ForContainer(
                policy, name, "service",
                [.. configuration.Where(item => !item.Args.Live).Select(item => (item.Args.Purpose, item.Volume.Revision)), .. AuthorityRevision(args), .. LogRevision(policy)]),
        };
        Limit(container, args);
        if (args.HealthCheck.Count > 0)
            WaitForHealth(container, args);
        // An empty list is not the same to every provider as none at all.
        if (args.EntryPoint.Count > 0)
            container.Entrypoints = args.EntryPoint.ToArray();
        if (args.Command.Count > 0)
            container.Command = args.Command.ToArray();
        if (args.Environment.Count > 0)
            container.Envs = Variables(args.Environment);
        if (args.Profile.PublishedPort != 0)
            container.Ports = Port(args);
        if (args.StopSignal is not null)
            container.StopSignal = args.StopSignal;
        if (args.AlwaysRunsAsUser || args.TakesOverData)
            container.User = args.User;
        if (args.KeepsKeyToItself && args.Profile.Security is not null)
            (container.User, container.GroupAdds) = (args.User, RootGroup);
        Hide(container, args);
        if (policy.Hardened)
            Harden(container, args);

        Container = new Container(name, container, new CustomResourceOptions
        {
            Parent = this,
            // A name and a port can have one owner at a time.
            DeleteBeforeReplace = true,
            ReplaceOnChanges = [.. ReplacedOnChange],
            // To these Docker adds what its daemon is set to for everybody, so that they would differ each time. What becomes of
            // ours is told by a label.
            IgnoreChanges = { "logOpts" },
            DependsOn = configuration.Select(item => item.Volume.Carrier).Concat(args.After.Select(service => service.Container))
                .Concat(owner is null ? [] : [owner.Container])
                .Select(resource => (Input<Resource>)resource).ToArray(),
        });

        RegisterOutputs();
    }

    private static IEnumerable<ConfigurationVolumeArgs> Identity(ContainerServiceArgs args) => args.Profile.Security is not { } security ? [] :
    [
        new ConfigurationVolumeArgs
        {
            Purpose = "tls",
            MountPath = TlsFiles.Folder,
            SecretFiles = new Dictionary<string, Output<string>>
            {
                [TlsFiles.AuthorityFileName] = security.Tls.Authority,
                [TlsFiles.IdentityFileName] = security.Tls.Combined,
            },
            // Most products read their certificate anew for each connection.
            Live = args.RereadsCertificate,
            FilePermissions = args.KeepsKeyToItself ? "0440" : ConfigurationVolumeArgs.ReadableByAll,
        },
    ];

    // A renewed certificate is read by itself, but whom they trust many services read at their start alone: another authority
    // has to replace them, or they would refuse everybody that it has given a certificate.
    private static IEnumerable<(string Purpose, Output<string> Revision)> AuthorityRevision(ContainerServiceArgs args) => args.Profile.Security is not { } security ? [] :
        [("authority", security.Tls.Authority.Apply(pem => ConfigurationVolume.Hash(new Dictionary<string, string> { [TlsFiles.AuthorityFileName] = pem })))];

    private static Dictionary<string, string> LogOptions(string maxSize, int maxFiles) => new()
    {
        ["max-file"] = maxFiles.ToString(CultureInfo.InvariantCulture),
        ["max-size"] = maxSize,
    };

    private static IEnumerable<(string Purpose, Output<string> Revision)> LogRevision(ContainerPolicy policy) => policy.LogMaxSize is not { } size ? [] :
        [("log", Output.Create(ConfigurationVolume.Hash(LogOptions(size, policy.LogMaxFiles))))];

    private Volume DataVolume(string name, ContainerPolicy policy) => new($"{name}-data", new VolumeArgs
    {
        Name = $"{policy.NamePrefix}-{name}-data",
        Labels = ServiceLabels.ForVolume(policy, name),
    }, new CustomResourceOptions
    {
        Parent = this,
        DeleteBeforeReplace = true,
        RetainOnDelete = policy.KeepData,
        // No change of a label is worth what is in it.
        IgnoreChanges = { "labels", "driver", "driverOpts" },
    });

    private static InputList<ContainerMountArgs> Mounts(
        ContainerServiceArgs args, IEnumerable<(ConfigurationVolumeArgs Args, ConfigurationVolume Volume)> configuration, Volume? data)
    {
        var mounts = new InputList<ContainerMountArgs>();
        foreach (var (volume, resource) in configuration)
            mounts.Add(new ContainerMountArgs { Type = "volume", Source = resource.VolumeName, Target = volume.MountPath, ReadOnly = true });
        if (data is not null)
            mounts.Add(new ContainerMountArgs { Type = "volume", Source = data.Name, Target = args.DataPath! });
        foreach (var folder in args.HostFolders)
            mounts.Add(new ContainerMountArgs { Type = "bind", Source = folder.Source, Target = folder.Target, ReadOnly = true });

        return mounts;
    }

    private static InputList<ContainerNetworksAdvancedArgs> Networks(string name, ContainerServiceArgs args)
    {
        var networks = new InputList<ContainerNetworksAdvancedArgs>();
        // Docker publishes no port of a container that is on internal networks alone.
        IEnumerable<NetworkTier> published = args.Profile.PublishedPort == 0 || args.Networks.Contains(NetworkTier.Front) ? [] : [NetworkTier.Egress];
        foreach (var network in args.Profile.Policy.Networks.Of(args.Networks.Concat(published)))
            networks.Add(new ContainerNetworksAdvancedArgs { Name = network, Aliases = args.Aliases.Prepend(name).ToArray() });
        foreach (var network in args.ForeignNetworks)
            networks.Add(new ContainerNetworksAdvancedArgs { Name = network });

        return networks;
    }

    private static string[] Variables(IReadOnlyDictionary<string, string> environment) =>
        [.. environment.OrderBy(variable => variable.Key, StringComparer.Ordinal).Select(variable => $"{variable.Key}={variable.Value}")];

    // As the official provider reads a number back from Docker: with one decimal where there are nine zeros among all its digits,
    // else without zeros at its end, so that 10 is «10.». Any other spelling would replace the container at every update.
    internal static string Cpus(decimal processors)
    {
        var digits = processors.ToString("F9", CultureInfo.InvariantCulture);
        return digits.Count(digit => digit == '0') == 9 ? processors.ToString("F1", CultureInfo.InvariantCulture) : digits.TrimEnd('0');
    }

    private static ContainerPortArgs Port(ContainerServiceArgs args) => new()
    {
        Internal = args.Port,
        External = args.Profile.PublishedPort,
        Ip = args.Profile.Policy.PublishAddress,
        Protocol = "tcp",
    };

    private static void WaitForHealth(ContainerArgs container, ContainerServiceArgs args)
    {
        container.Healthcheck = new ContainerHealthcheckArgs
        {
            Tests = args.HealthCheck.ToArray(),
            Interval = args.Profile.Policy.HealthCheckInterval,
            Timeout = "5s",
            StartPeriod = args.StartPeriod,
            Retries = 3,
        };
        container.Wait = true;
        container.WaitTimeout = args.Profile.Policy.WaitTimeoutSeconds;
    }

    private static void Limit(ContainerArgs container, ContainerServiceArgs args)
    {
        var (profile, policy) = (args.Profile, args.Profile.Policy);
        if (policy.LogMaxSize is { } size)
            container.LogOpts = LogOptions(size, policy.LogMaxFiles);
        // Swap equal to the memory: no swap, and nothing for Docker to compute that would differ next time.
        if (profile.MemoryMegabytes is { } memory)
            (container.Memory, container.MemorySwap) = (memory, memory);
        if (profile.Processors is { } processors)
            container.Cpus = Cpus(processors);
        if (args.OpenFiles is { } files)
            container.Ulimits.Add(new ContainerUlimitArgs { Name = "nofile", Soft = files, Hard = files });
        if (policy.ProcessLimit is { } limit)
        {
            var processes = Math.Max(limit, args.LeastProcesses);
            container.Ulimits.Add(new ContainerUlimitArgs { Name = "nproc", Soft = processes, Hard = processes });
        }
    }

    private static void Harden(ContainerArgs container, ContainerServiceArgs args)
    {
        container.User = args.User;
        container.ReadOnly = true;
        container.Capabilities = new ContainerCapabilitiesArgs { Drops = "ALL" };
        if (args.Capabilities.Count > 0)
            container.Capabilities = new ContainerCapabilitiesArgs { Adds = args.Capabilities.ToArray(), Drops = "ALL" };
        container.SecurityOpts = "no-new-privileges:true";
        foreach (var path in args.WritablePaths)
            container.Tmpfs.Add(path, "rw,noexec,nosuid,size=64m,mode=1777");
    }

    private static void Hide(ContainerArgs container, ContainerServiceArgs args)
    {
        foreach (var path in args.HiddenPaths)
            container.Tmpfs.Add(path, "ro,noexec,nosuid,size=4k");
    }

    // «All addresses» is nothing that one can connect to.
    private static string Local(string publishAddress) => publishAddress switch
    {
        "0.0.0.0" => "127.0.0.1",
        "::" => "[::1]",
        _ => publishAddress.Contains(':') ? $"[{publishAddress}]" : publishAddress,
    };
}
