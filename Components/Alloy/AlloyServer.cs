using System.Globalization;
using Infra.Components.Containers;
using Infra.Configs;
using Infra.Configs.Alloy;
using Infra.Configs.Alloy.Queries;
using Infra.Configs.Tls;
using Pulumi;

namespace Infra.Components.Alloy;

/// <summary>What Alloy is given.</summary>
internal sealed record AlloyServerArgs
{
    public required ContainerProfile Profile { get; init; }

    /// <summary>The configuration folder, as <see cref="AlloyFiles"/> renders it.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>Files of <see cref="AlloyServer.SecretsPath"/> by their name.</summary>
    public IReadOnlyDictionary<string, Output<string>> Secrets { get; init; } = new Dictionary<string, Output<string>>();

    /// <summary>How many megabytes of lines may wait for Loki.</summary>
    public required int LogDiskMegabytes { get; init; }

    /// <summary>Whether it writes to stores outside of the stack.</summary>
    public bool NeedsEgress { get; init; }

    /// <summary>The Docker networks of those who send it traces.</summary>
    public IReadOnlyList<string> SenderNetworks { get; init; } = [];
}

/// <summary>Grafana Alloy: collects the logs of all containers and takes traces, and passes both on to their stores.</summary>
internal sealed class AlloyServer : ComponentResource
{
    public const int Port = 12345;

    /// <summary>The folder of secrets.</summary>
    public const string SecretsPath = "/run/secrets";

    private const string ConfigPath = "/etc/alloy";
    private const string DataPath = "/var/lib/alloy/data";

    /// <summary>The container and where it is reached.</summary>
    public ContainerService Service { get; }

    /// <summary>Where Trino posts its queries, in the stack's own network.</summary>
    public static string QueriesUrl(bool tls) =>
        string.Create(CultureInfo.InvariantCulture, $"{(tls ? "https" : "http")}://{ServiceNames.Alloy}:{QueryLogPipeline.Port}{QueryLogPipeline.Path}");

    /// <summary>The address of its page and metrics.</summary>
    public string Url => $"{Service.Scheme}://{Service.ReachableAddress}";

    public AlloyServer(string name, AlloyServerArgs args, ComponentResourceOptions? options = null)
        : base("phlo:alloy:AlloyServer", name, options)
    {
        Service = new ContainerService(name, new ContainerServiceArgs
        {
            Profile = args.Profile,
            Port = Port,
            // A loop beside it, in the same container: nobody else sees its disk, and Alloy itself has no limit for it.
            EntryPoint =
            [
                "/bin/bash", $"{ConfigPath}/{AlloyFiles.WalLimitFile}", $"{DataPath}/loki.write.default/wal",
                string.Create(CultureInfo.InvariantCulture, $"{args.LogDiskMegabytes * 1024L * 1024}"), "15", "/bin/alloy",
            ],
            Command =
            [
                "run",
                $"{ConfigPath}/{AlloyFiles.ConfigFile}",
                // How far each container was read, and what Loki has not taken yet.
                $"--storage.path={DataPath}",
                string.Create(CultureInfo.InvariantCulture, $"--server.http.listen-addr=0.0.0.0:{Port}"),
                "--server.http.enable-pprof=false",
                "--disable-reporting",
                // Its documentation calls it --disable-support-bundle, which it does not know.
                "--server.http.disable-support-bundle",
                "--stability.level=generally-available",
            ],
            Configuration =
            [
                new ConfigurationVolumeArgs { Purpose = "config", MountPath = ConfigPath, Files = args.Files },
                .. args.Secrets.Count == 0 ? [] : new[] { new ConfigurationVolumeArgs { Purpose = "secrets", MountPath = SecretsPath, SecretFiles = args.Secrets } },
            ],
            DataPath = DataPath,
            HealthCheck = ["CMD", "/bin/bash", "-c", args.Profile.Security is null ? PlainProbe : TlsProbe],
            // The user that the image has, owns its data folder, and does not use by itself.
            User = "473:473",
            Networks = [NetworkTier.Collection, NetworkTier.Storage, NetworkTier.Socket, .. args.NeedsEgress ? [NetworkTier.Egress] : Array.Empty<NetworkTier>()],
            ForeignNetworks = [.. args.SenderNetworks.Select(network => (Input<string>)network)],
        }, new ComponentResourceOptions { Parent = this });

        RegisterOutputs();
    }

    // The image has neither curl nor wget; bash opens connections itself.
    private static string PlainProbe { get; } = string.Create(
        CultureInfo.InvariantCulture,
        $@"exec 3<>/dev/tcp/127.0.0.1/{Port} && printf 'GET {AlloyFiles.ReadyPath} HTTP/1.0\r\n\r\n' >&3 && head -n 1 <&3 | grep -q ' 200 '");

    // Bash speaks no TLS, but the certificates in the image came with openssl. Should an image be without, that it listens has to do.
    private static string TlsProbe { get; } = string.Create(
        CultureInfo.InvariantCulture,
        $@"if command -v openssl >/dev/null; then printf 'GET {AlloyFiles.ReadyPath} HTTP/1.0\r\n\r\n' | openssl s_client -quiet -verify_return_error -verify_hostname localhost -servername localhost -CAfile {TlsFiles.Authority} -connect 127.0.0.1:{Port} 2>/dev/null | grep -q '^HTTP/1.[01] 200 '; else exec 3<>/dev/tcp/127.0.0.1/{Port}; fi");
}
