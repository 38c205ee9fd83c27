using Infra.Components.Containers;
using Infra.Configs.BlackboxExporter;
using Pulumi;

namespace Infra.Components.BlackboxExporter;

/// <summary>What the blackbox exporter is given.</summary>
internal sealed record BlackboxExporterServerArgs
{
    public required ContainerProfile Profile { get; init; }

    /// <summary>The configuration folder: <see cref="BlackboxFiles.ConfigFile"/>, and the authorities that it names.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>Files of <see cref="BlackboxFiles.SecretsFolder"/> by their name.</summary>
    public IReadOnlyDictionary<string, Output<string>> Secrets { get; init; } = new Dictionary<string, Output<string>>();

    /// <summary>Whether what it asks is outside of the stack and of the networks that it joins.</summary>
    public bool NeedsEgress { get; init; }

    /// <summary>The Docker networks of what it asks.</summary>
    public IReadOnlyList<string> TargetNetworks { get; init; } = [];
}

/// <summary>
/// The blackbox exporter: asks services whether they can work. Whoever may call it can have it ask any address in its networks, so
/// in a secured stack it answers nobody without its password, and it is published nowhere.
/// </summary>
internal sealed class BlackboxExporterServer : ComponentResource
{
    public const int Port = 9115;
    public const string ReadyPath = "/-/healthy";

    /// <summary>The folder of the configuration.</summary>
    public const string ConfigPath = "/etc/blackbox_exporter";

    /// <summary>The container and where it is reached.</summary>
    public ContainerService Service { get; }

    public BlackboxExporterServer(string name, BlackboxExporterServerArgs args, ComponentResourceOptions? options = null)
        : base("phlo:blackbox:BlackboxExporterServer", name, options)
    {
        Service = new ContainerService(name, new ContainerServiceArgs
        {
            Profile = args.Profile,
            Port = Port,
            Command = [$"--config.file={ConfigPath}/{BlackboxFiles.ConfigFile}", .. WebListener.Flags(args.Profile.Security)],
            Configuration =
            [
                new ConfigurationVolumeArgs { Purpose = "config", MountPath = ConfigPath, Files = args.Files },
                .. args.Secrets.Count == 0 ? [] : new[] { new ConfigurationVolumeArgs { Purpose = "secrets", MountPath = BlackboxFiles.SecretsFolder, SecretFiles = args.Secrets } },
                .. WebListener.Volumes(args.Profile.Security),
            ],
            HealthCheck = args.Profile.Security is null ? HealthChecks.Http(Port, ReadyPath) : HealthChecks.Listening(Port),
            // The image has none but root. Nobody else's: it can call Loki and Tempo.
            User = "64998:64998",
            AlwaysRunsAsUser = true,
            Networks = [NetworkTier.Collection, NetworkTier.Storage, .. args.NeedsEgress ? [NetworkTier.Egress] : Array.Empty<NetworkTier>()],
            ForeignNetworks = [.. args.TargetNetworks.Select(network => (Input<string>)network)],
        }, new ComponentResourceOptions { Parent = this });

        RegisterOutputs();
    }
}
