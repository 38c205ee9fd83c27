using Infra.Components.BlackboxExporter;
using Infra.Components.Containers;
using Infra.Components.Prometheus;
using Infra.Configs;
using Infra.Configs.BlackboxExporter;
using Infra.Configs.Lakehouse;
using Infra.Configs.Prometheus;
using Infra.Stacks.Settings;
using Pulumi;

namespace Infra.Stacks;

/// <summary>Makes of the settings what Prometheus scrapes of the lakehouse and where it sends samples on to.</summary>
internal static class LakehouseScrapes
{
    private const string LakehouseAuthorityFile = "lakehouse-ca.pem";
    private const string RemoteWriteAuthorityFile = "remote-write-ca.pem";
    private const string RemoteWriteSecret = "remote-write";

    /// <summary>The job that finds containers by their labels.</summary>
    public const string ContainersJob = "containers";

    /// <summary>The job of a target.</summary>
    /// <param name="secrets">Takes what the target wants to know.</param>
    /// <param name="token">What the target wants instead of the token that the settings have for it; null for that one.</param>
    public static ScrapeJob Job(LakehouseTarget target, LakehouseSettings lakehouse, IDictionary<string, Output<string>> secrets, Output<string>? token = null) => new(target.Service, target.Addresses)
    {
        Name = target.Name,
        MetricsPath = target.Path == "/metrics" ? null : target.Path,
        Labels = target.Labels,
        DroppedMetrics = target.DroppedMetrics,
        MayLackContentType = target.MayLackContentType,
        Access = new HttpAccess
        {
            Https = target.Https,
            User = target.User,
            // One service has one token, however many paths.
            PasswordFile = SecretFile(target.Password?.ToOutput(), $"{target.Name}-password", secrets),
            BearerTokenFile = SecretFile(token ?? target.Token?.ToOutput(), $"{target.Service}-token", secrets),
            Headers = target.Headers,
            AuthorityFile = target.Https && lakehouse.Authority is not null ? $"{PrometheusServer.ConfigPath}/{LakehouseAuthorityFile}" : null,
        },
    };

    /// <summary>What asks the lakehouse's services whether they can work.</summary>
    /// <param name="prober">Host and port of the exporter that asks.</param>
    public static IEnumerable<(ProbeModule Module, ScrapeJob Job)> Probes(LakehouseSettings lakehouse, string prober)
    {
        foreach (var target in lakehouse.Targets.Where(target => target.ReadyPath is not null))
        {
            // How they are, services tell everybody: no password is sent along.
            var access = target.Https && lakehouse.Authority is not null
                ? new HttpAccess { AuthorityFile = $"{BlackboxExporterServer.ConfigPath}/{LakehouseAuthorityFile}" }
                : HttpAccess.Plain;
            yield return (
                ReadinessProbes.Module(target.Name, target.Service, target.ReadyPath!, access),
                ReadinessProbes.Job(target.Name, target.Service, target.Addresses, target.ReadyPath!, target.Https, prober) with { Labels = target.Labels });
        }

        if (lakehouse.Dagster is { WebAddresses: { Count: > 0 } addresses })
        {
            yield return (
                ReadinessProbes.Module(LakehouseServices.Dagster, LakehouseServices.Dagster, ReadinessProbes.DagsterPath, HttpAccess.Plain),
                ReadinessProbes.Job(LakehouseServices.Dagster, LakehouseServices.Dagster, addresses, ReadinessProbes.DagsterPath, https: false, prober));
        }
    }

    /// <summary>The authorities that certificates are checked against where services are asked, as files of the configuration.</summary>
    public static IReadOnlyDictionary<string, string> ProbeAuthorities(LakehouseSettings lakehouse) =>
        lakehouse.Authority is { } authority && lakehouse.Targets.Any(target => target.Https && target.ReadyPath is not null)
            ? new Dictionary<string, string> { [LakehouseAuthorityFile] = authority }
            : new Dictionary<string, string>();

    /// <summary>Whether the lakehouse's services are somewhere outside: without a network of theirs there is no other way to them.</summary>
    public static bool IsOutside(StackSettings settings) => settings.Lakehouse.Networks.Count == 0 && settings.Lakehouse.Targets.Count > 0;

    /// <summary>The job that scrapes whatever container asks for it by Phlo's labels.</summary>
    /// <param name="ownNetworks">The stack's own networks, which the lakehouse may have joined.</param>
    public static ScrapeJob LabelledContainers(StackSettings settings, string dockerHost, IEnumerable<string> ownNetworks) => new(ContainersJob)
    {
        Discovery = new ContainerDiscovery
        {
            DockerHost = dockerHost,
            Networks = [.. settings.Lakehouse.Networks.Concat(ownNetworks)],
            // Phlo labels Dagster's web server too, which has no metrics and answers any path with its page: a target that would be down for ever.
            // And no container speaks under the name of a service of the stack's own.
            KnownServices =
            [
                .. settings.Lakehouse.Targets.Select(target => target.Service).Append(LakehouseServices.Dagster)
                    .Concat(OwnScrapes.All.Where(own => settings.Services.Contains(own.Service)).Select(own => own.Job.Service))
                    .Concat(settings.Services.Contains(ServiceNames.Canary) ? [ServiceNames.Canary] : [])
                    .Distinct(StringComparer.Ordinal),
            ],
            RefreshInterval = settings.Prometheus.ScrapeInterval,
        },
        MayLackContentType = true,
    };

    /// <summary>The store that samples are sent on to; null for none.</summary>
    public static RemoteWrite? LongTermStore(RemoteWriteSettings? settings, IDictionary<string, Output<string>> secrets) => settings is null ? null : new RemoteWrite
    {
        Url = settings.Url,
        Headers = settings.Headers,
        MaxShards = settings.MaxShards,
        Access = new HttpAccess
        {
            User = settings.User,
            PasswordFile = SecretFile(settings.Password?.ToOutput(), $"{RemoteWriteSecret}-password", secrets),
            BearerTokenFile = SecretFile(settings.Token?.ToOutput(), $"{RemoteWriteSecret}-token", secrets),
            AuthorityFile = settings.Authority is null ? null : $"{PrometheusServer.ConfigPath}/{RemoteWriteAuthorityFile}",
        },
    };

    /// <summary>The authorities that certificates are checked against, as files of the configuration.</summary>
    public static IReadOnlyDictionary<string, string> Authorities(StackSettings settings)
    {
        var files = new Dictionary<string, string>();
        if (settings.Lakehouse.Authority is { } lakehouse && settings.Lakehouse.Targets.Any(target => target.Https))
            files.Add(LakehouseAuthorityFile, lakehouse);
        if (settings.Prometheus.RemoteWrite?.Authority is { } store)
            files.Add(RemoteWriteAuthorityFile, store);

        return files;
    }

    /// <summary>What Prometheus has to do with others for all of this.</summary>
    public static IReadOnlyList<NetworkTier> Networks(StackSettings settings) =>
    [
        .. settings.Services.Contains(ServiceNames.DiscoveryProxy) ? new[] { NetworkTier.Socket } : [],
        .. IsOutside(settings) || settings.Prometheus.RemoteWrite is not null ? new[] { NetworkTier.Egress } : [],
    ];

    private static string? SecretFile(Output<string>? secret, string name, IDictionary<string, Output<string>> secrets)
    {
        if (secret is null)
            return null;

        secrets[name] = secret;
        return $"{PrometheusFiles.SecretsFolder}/{name}";
    }
}
