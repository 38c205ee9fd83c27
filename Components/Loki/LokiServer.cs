using System.Text;
using Infra.Components.Containers;
using Infra.Configs.Loki;
using Infra.Configs.Tls;
using Pulumi;

namespace Infra.Components.Loki;

/// <summary>Loki: keeps the lines of logs and finds them.</summary>
internal sealed class LokiServer : ComponentResource
{
    public const int Port = 3100;
    private const string SecretsPath = "/run/secrets";
    private const string AuthorizationFile = "alertmanager-authorization";

    /// <summary>The container and where it is reached.</summary>
    public ContainerService Service { get; }

    /// <summary>The address of its API.</summary>
    public string Url => $"{Service.Scheme}://{Service.ReachableAddress}";

    public LokiServer(string name, LokiServerArgs args, ComponentResourceOptions? options = null)
        : base("phlo:loki:LokiServer", name, options)
    {
        Service = new ContainerService(name, new ContainerServiceArgs
        {
            Profile = args.Profile,
            Port = Port,
            Command = [$"-config.file={LokiPaths.ConfigFolder}/{LokiPaths.ConfigFile}"],
            Environment = Environment(args),
            Configuration =
            [
                new ConfigurationVolumeArgs { Purpose = "config", MountPath = LokiPaths.ConfigFolder, Files = Files(args) },
                .. Secrets(args),
            ],
            DataPath = LokiPaths.Data,
            HealthCheck = HealthCheck(args),
            User = "10001:10001",
            Networks = [NetworkTier.Storage, .. args.Bucket?.Tiers ?? []],
            ForeignNetworks = args.Bucket?.ForeignNetworks ?? [],
        }, new ComponentResourceOptions { Parent = this });

        RegisterOutputs();
    }

    private static Dictionary<string, string> Files(LokiServerArgs args)
    {
        var configuration = LokiFiles.RenderConfig(new LokiConfig
        {
            Port = Port,
            Retention = args.Retention,
            MemoryMegabytes = args.Profile.PlannedMemoryMegabytes,
            DiskFullThreshold = args.DiskFullThreshold,
            Bucket = args.Bucket?.For(LokiPaths.ConfigFolder),
            BucketSince = args.BucketSince,
            Tls = args.Profile.Security is null ? null : new ServerTls(),
            Alertmanager = new RulerAlertmanager(args.AlertmanagerUrl)
            {
                Tls = args.Profile.Security is null ? null : new ClientTls(),
                AuthorizationFile = args.AlertmanagerCredential is null ? null : $"{SecretsPath}/{AuthorizationFile}",
            },
        });
        return new Dictionary<string, string>(args.Bucket?.Files ?? []) { [LokiPaths.ConfigFile] = configuration };
    }

    private static Dictionary<string, string> Environment(LokiServerArgs args) => new(args.Bucket?.Environment(SecretsPath) ?? [])
    {
        ["GOMEMLIMIT"] = new LokiMemory(args.Profile.PlannedMemoryMegabytes).GoLimit,
    };

    private static IEnumerable<ConfigurationVolumeArgs> Secrets(LokiServerArgs args)
    {
        var files = new Dictionary<string, Output<string>>(args.Bucket?.SecretFiles ?? []);
        if (args.AlertmanagerCredential is { } credential)
            files[AuthorizationFile] = credential.Password.Apply(password => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.User}:{password}")));

        return files.Count == 0 ? [] : [new ConfigurationVolumeArgs { Purpose = "secrets", MountPath = SecretsPath, SecretFiles = files }];
    }

    // The image has nothing but Loki, which asks itself: over HTTP alone, so where that is secured by the listener for this.
    private static string[] HealthCheck(LokiServerArgs args) =>
        ["CMD", "/usr/bin/loki", "-health", $"-health.url=http://127.0.0.1:{(args.Profile.Security is null ? Port : LokiFiles.InternalPort)}/ready"];
}
