using Infra.Components.Containers;
using Infra.Configs.Lakehouse.Trino;
using Pulumi;

namespace Infra.Components.Lakehouse;

/// <summary>What Trino is given.</summary>
internal sealed record TrinoServerArgs
{
    public required ContainerProfile Profile { get; init; }

    public required TrinoConfig Config { get; init; }

    /// <summary>The object store's secret key.</summary>
    public required Output<string> SecretKey { get; init; }

    /// <summary>Further files of <see cref="TrinoServer.SecretsPath"/> by their name.</summary>
    public IReadOnlyDictionary<string, Output<string>> Secrets { get; init; } = new Dictionary<string, Output<string>>();

    /// <summary>What it has nothing to ask without.</summary>
    public required IReadOnlyList<ContainerService> After { get; init; }
}

/// <summary>Trino on one node, with the lakehouse's tables as its catalog.</summary>
internal sealed class TrinoServer : ComponentResource
{
    public const int Port = 8080;
    private const string ConfigPath = "/etc/phlo/trino";
    private const string CatalogPath = "/etc/trino/catalog";

    /// <summary>The folder of secrets.</summary>
    public const string SecretsPath = "/run/secrets";

    private const string SecretKeyFile = "lake-secret-key";

    // As many as Trino's documentation asks for; below 4096 it does not start.
    private const int OpenFiles = 131072;

    // As many, again. Its user has the number of a laptop's first one, whose browser alone has thousands.
    private const int LeastProcesses = 128000;

    /// <summary>The container and where it is reached.</summary>
    public ContainerService Service { get; }

    public TrinoServer(string name, TrinoServerArgs args, ComponentResourceOptions? options = null)
        : base("phlo:lakehouse:TrinoServer", name, options)
    {
        Service = new ContainerService(name, new ContainerServiceArgs
        {
            Profile = args.Profile,
            Port = Port,
            // Trino takes secrets from its environment. So it gets this one there, and Docker's account of the container does not.
            EntryPoint = ["/bin/bash", "-c"],
            Command =
            [
                $"export {TrinoFiles.SecretKeyVariable}=\"$(cat {SecretsPath}/{SecretKeyFile})\" && "
                + $"exec /usr/lib/trino/bin/run-trino --config={ConfigPath}/{TrinoFiles.ConfigFile}",
            ],
            Configuration =
            [
                new ConfigurationVolumeArgs
                {
                    Purpose = "config",
                    MountPath = ConfigPath,
                    Files = Config(args.Config),
                },
                // In place of the image's, whose catalogs are examples.
                new ConfigurationVolumeArgs
                {
                    Purpose = "catalog",
                    MountPath = CatalogPath,
                    Files = new Dictionary<string, string> { [TrinoFiles.CatalogFile] = TrinoFiles.RenderCatalog(args.Config) },
                },
                new ConfigurationVolumeArgs
                {
                    Purpose = "secrets",
                    MountPath = SecretsPath,
                    SecretFiles = new Dictionary<string, Output<string>>(args.Secrets) { [SecretKeyFile] = args.SecretKey },
                },
            ],
            // The image's own: an answer alone does not say that the server has started.
            StartPeriod = "1m30s",
            HealthCheck = ["CMD", "/usr/lib/trino/bin/health-check"],
            User = "1000:1000",
            OpenFiles = OpenFiles,
            LeastProcesses = LeastProcesses,
            After = args.After,
            Networks = [NetworkTier.Collection],
        }, new ComponentResourceOptions { Parent = this });

        RegisterOutputs();
    }

    private static Dictionary<string, string> Config(TrinoConfig config)
    {
        var files = new Dictionary<string, string> { [TrinoFiles.ConfigFile] = TrinoFiles.RenderConfig(config, ConfigPath) };
        if (config.QueryLog is not null)
            files[TrinoFiles.QueryLogFile] = TrinoFiles.RenderQueryLog(config.QueryLog);

        return files;
    }
}
