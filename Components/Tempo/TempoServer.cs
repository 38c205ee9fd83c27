using Infra.Components.Containers;
using Infra.Configs.Tempo;
using Infra.Configs.Tls;
using Pulumi;

namespace Infra.Components.Tempo;

/// <summary>Tempo: keeps traces and finds them, and makes metrics of their spans.</summary>
internal sealed class TempoServer : ComponentResource
{
    public const int Port = 3200;

    /// <summary>The port on which it takes traces over gRPC.</summary>
    public const int OtlpGrpcPort = 4317;

    /// <summary>The port on which it takes traces over HTTP.</summary>
    public const int OtlpHttpPort = 4318;

    private const int Megabyte = 1_000_000;
    private const string SecretsPath = "/run/secrets";
    private const string PasswordFile = "prometheus-password";

    /// <summary>The container and where it is reached.</summary>
    public ContainerService Service { get; }

    /// <summary>The address of its API.</summary>
    public string Url => $"{Service.Scheme}://{Service.ReachableAddress}";

    public TempoServer(string name, TempoServerArgs args, ComponentResourceOptions? options = null)
        : base("phlo:tempo:TempoServer", name, options)
    {
        Service = new ContainerService(name, new ContainerServiceArgs
        {
            Profile = args.Profile,
            Port = Port,
            Command = [$"-config.file={TempoPaths.ConfigFolder}/{TempoPaths.ConfigFile}"],
            Environment = new Dictionary<string, string>(args.Bucket?.Environment(SecretsPath) ?? []),
            Configuration =
            [
                new ConfigurationVolumeArgs { Purpose = "config", MountPath = TempoPaths.ConfigFolder, Files = Files(args) },
                .. Secrets(args),
            ],
            DataPath = TempoPaths.Data,
            HealthCheck = HealthCheck(args),
            // Loki's image has the same user.
            User = "64992:64992",
            TakesOverData = true,
            Networks = [NetworkTier.Storage, .. args.Bucket?.Tiers ?? []],
            ForeignNetworks = args.Bucket?.ForeignNetworks ?? [],
        }, new ComponentResourceOptions { Parent = this });

        RegisterOutputs();
    }

    private static Dictionary<string, string> Files(TempoServerArgs args)
    {
        var configuration = TempoFiles.RenderConfig(new TempoConfig
        {
            Port = Port,
            OtlpGrpcPort = OtlpGrpcPort,
            OtlpHttpPort = OtlpHttpPort,
            Retention = args.Retention,
            MemoryMegabytes = args.Profile.PlannedMemoryMegabytes,
            Limits = new TempoLimits { IngestionBytes = args.IngestionRateMegabytes * Megabyte, IngestionBurstBytes = 2 * args.IngestionRateMegabytes * Megabyte },
            Bucket = args.Bucket?.For(TempoPaths.ConfigFolder),
            Tls = args.Profile.Security is null ? null : new ServerTls(),
            SpanMetrics = new SpanMetricsTarget($"{args.PrometheusUrl}/api/v1/write")
            {
                Tls = args.Profile.Security is null ? null : new ClientTls(),
                User = args.PrometheusCredential?.User,
                PasswordFile = args.PrometheusCredential is null ? null : $"{SecretsPath}/{PasswordFile}",
            },
        });
        return new Dictionary<string, string>(args.Bucket?.Files ?? []) { [TempoPaths.ConfigFile] = configuration };
    }

    private static IEnumerable<ConfigurationVolumeArgs> Secrets(TempoServerArgs args)
    {
        var files = new Dictionary<string, Output<string>>(args.Bucket?.SecretFiles ?? []);
        if (args.PrometheusCredential is { } credential)
            files[PasswordFile] = credential.Password;

        return files.Count == 0 ? [] : [new ConfigurationVolumeArgs { Purpose = "secrets", MountPath = SecretsPath, SecretFiles = files }];
    }

    // The image has nothing but Tempo, which asks itself: over HTTP alone, so where that is secured by the listener for this.
    private static string[] HealthCheck(TempoServerArgs args) =>
        ["CMD", "/tempo", "-health", $"-health.url=http://127.0.0.1:{(args.Profile.Security is null ? Port : TempoFiles.InternalPort)}/ready"];
}
