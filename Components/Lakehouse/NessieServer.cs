using Infra.Components.Containers;
using Infra.Configs.Lakehouse.Nessie;
using Pulumi;

namespace Infra.Components.Lakehouse;

/// <summary>What Nessie is given.</summary>
internal sealed record NessieServerArgs
{
    public required ContainerProfile Profile { get; init; }

    public required NessieConfig Config { get; init; }

    public required Output<string> DatabasePassword { get; init; }

    /// <summary>The object store's secret key.</summary>
    public required Output<string> SecretKey { get; init; }

    /// <summary>What it does not start without.</summary>
    public required IReadOnlyList<ContainerService> After { get; init; }
}

/// <summary>Nessie: the catalog of the lakehouse's tables, as a REST catalog of Iceberg's.</summary>
internal sealed class NessieServer : ComponentResource
{
    public const int Port = 19120;

    /// <summary>The port of metrics and health.</summary>
    public const int ManagementPort = 9000;

    private const string ConfigPath = "/deployments/config";
    private const string SecretsPath = "/run/secrets";

    /// <summary>The container and where it is reached.</summary>
    public ContainerService Service { get; }

    public NessieServer(string name, NessieServerArgs args, ComponentResourceOptions? options = null)
        : base("phlo:lakehouse:NessieServer", name, options)
    {
        var secrets = Output.Tuple(args.DatabasePassword, args.SecretKey).Apply(pair => NessieProperties.RenderSecrets(pair.Item1, pair.Item2));
        Service = new ContainerService(name, new ContainerServiceArgs
        {
            Profile = args.Profile,
            Port = Port,
            Environment = new Dictionary<string, string>
            {
                ["SMALLRYE_CONFIG_LOCATIONS"] = $"{SecretsPath}/{NessieProperties.SecretsFile}",
                // The heap's percentage of the container's memory: what the image takes leaves a small one too little for the rest.
                ["JAVA_MAX_MEM_RATIO"] = "60",
            },
            Configuration =
            [
                new ConfigurationVolumeArgs
                {
                    Purpose = "config",
                    MountPath = ConfigPath,
                    Files = new Dictionary<string, string> { [NessieProperties.ConfigFile] = NessieProperties.Render(args.Config) },
                },
                new ConfigurationVolumeArgs
                {
                    Purpose = "secrets",
                    MountPath = SecretsPath,
                    SecretFiles = new Dictionary<string, Output<string>> { [NessieProperties.SecretsFile] = secrets },
                },
            ],
            // That of the bucket, too: Nessie looks whether its warehouse is there.
            StartPeriod = "1m30s",
            HealthCheck = HealthChecks.Bash(ManagementPort, "/q/health"),
            User = "10000:10001",
            After = args.After,
            Networks = [NetworkTier.Collection],
        }, new ComponentResourceOptions { Parent = this });

        RegisterOutputs();
    }
}
