using Infra.Configs;

namespace Infra.Components.Containers;

/// <summary>The image of every service. Versions stand here and nowhere else.</summary>
internal static class ContainerImages
{
    private const string GitHub = "ghcr.io";

    // The one that Dagster's own chart runs as web server and as daemon: with its driver for Postgres, and with no code in it.
    private static readonly ContainerImage Dagster = new("dagster/dagster-celery-k8s", "1.13.24");

    // It has sh and curl, which is all that the canary needs, and is there in any case.
    private static readonly ContainerImage Grafana = new("grafana/grafana", "13.2.0");

    private static readonly Dictionary<string, ContainerImage> ByService = new()
    {
        [ServiceNames.Prometheus] = new("prom/prometheus", "v3.14.0"),
        [ServiceNames.Alertmanager] = new("prom/alertmanager", "v0.34.0"),
        [ServiceNames.PostgresExporter] = new("prometheuscommunity/postgres-exporter", "v0.20.1"),
        [ServiceNames.NodeExporter] = new("prom/node-exporter", "v1.12.1"),
        [ServiceNames.BlackboxExporter] = new("prom/blackbox-exporter", "v0.28.0"),
        [ServiceNames.Loki] = new("grafana/loki", "3.7.6"),
        [ServiceNames.Tempo] = new("grafana/tempo", "3.0.3"),
        [ServiceNames.Alloy] = new("grafana/alloy", "v1.18.1"),
        [ServiceNames.Canary] = Grafana,
        [ServiceNames.Grafana] = Grafana,
        [ServiceNames.Cadvisor] = new("google/cadvisor", "v0.60.6", GitHub),
        [ServiceNames.SocketProxy] = new("wollomatic/socket-proxy", "1.13.1"),
        [ServiceNames.DiscoveryProxy] = new("wollomatic/socket-proxy", "1.13.1"),
        [ServiceNames.Postgres] = new("library/postgres", "17.11-bookworm"),
        [ServiceNames.Minio] = new("minio/minio", "RELEASE.2025-09-07T16-13-09Z"),
        [ServiceNames.Nessie] = new("projectnessie/nessie", "0.108.4", GitHub),
        [ServiceNames.Trino] = new("trinodb/trino", "483"),
        [ServiceNames.DagsterWebserver] = Dagster,
        [ServiceNames.DagsterDaemon] = Dagster,
    };

    /// <summary>All of them, each once.</summary>
    public static IReadOnlyList<ContainerImage> All { get; } = [.. ByService.Values.Distinct()];

    /// <summary>The published image of a service.</summary>
    public static ContainerImage Of(string service) => ByService[service];

    /// <summary>The image that <c>eng/</c> builds of the operating system's own package, where no registry answers.</summary>
    public static string Local(string service) => $"phlo-sandbox/{service}:local";
}
