using Infra.Configs;

namespace Infra.Components.Containers;

/// <summary>A published image: its repository, its version, and the digest that pins it.</summary>
/// <param name="Repository">The repository, without a registry; Docker Hub's own images are under <c>library/</c>.</param>
/// <param name="Tag">The version.</param>
/// <param name="Digest">The content that the tag had when this line was written; null for one that was not seen.</param>
internal sealed record ContainerImage(string Repository, string Tag, string? Digest)
{
    /// <summary>The registry; null for Docker Hub.</summary>
    public string? Registry { get; init; }

    /// <summary>The reference by which Docker finds the image.</summary>
    /// <param name="mirror">A registry that mirrors the image's own, with its path; null for that one.</param>
    /// <param name="pinned">Whether the digest belongs to the reference.</param>
    public string Reference(string? mirror = null, bool pinned = true)
    {
        var repository = (mirror ?? Registry) is { } registry ? $"{registry}/{Repository}" : Repository.Replace("library/", "", StringComparison.Ordinal);
        return pinned && Digest is not null ? $"{repository}:{Tag}@{Digest}" : $"{repository}:{Tag}";
    }
}

/// <summary>The image of every service. Versions stand here and nowhere else.</summary>
internal static class ContainerImages
{
    // The one that Dagster's own chart runs as web server and as daemon: with its driver for Postgres, and with no code in it.
    private static readonly ContainerImage Dagster = new(
        "dagster/dagster-celery-k8s", "1.13.24", "sha256:94e5e5dd6da06dd296a40fb8d3bf1e8a323d085214331d3cc018ada613ae5868");

    private static readonly Dictionary<string, ContainerImage> ByService = new()
    {
        [ServiceNames.Prometheus] = new(
            "prom/prometheus", "v3.14.0", "sha256:5ce7540c3c00ef4ab0c9d2c995c6a5b9c421f44b4a115d97a2c7af3b1c21cbb0"),
        [ServiceNames.Alertmanager] = new(
            "prom/alertmanager", "v0.34.0", "sha256:690c7b525f4367aa91f73e2f91c632206d32e97c6384bdbf2fb7a861b420340d"),
        [ServiceNames.PostgresExporter] = new(
            "prometheuscommunity/postgres-exporter", "v0.20.1", "sha256:ac5ec343104fae0e2d84a27bb8d69b38430a11910c5382cad85d478d2bab713e"),
        [ServiceNames.NodeExporter] = new(
            "prom/node-exporter", "v1.12.1", "sha256:1b4e4438faca4dd7e001dd445d161a4a2091b0fededa84093b3a8dfeae1f1be0"),
        [ServiceNames.Postgres] = new(
            "library/postgres", "17.11-bookworm", "sha256:051f7b7b3abdd564d5d1bd1e8c4b9c1b6e77087d1dd22020ede611c096a272e0"),
        [ServiceNames.Minio] = new(
            "minio/minio", "RELEASE.2025-09-07T16-13-09Z", "sha256:14cea493d9a34af32f524e538b8346cf79f3321eff8e708c1e2960462bd8936e"),
        [ServiceNames.Nessie] = new("projectnessie/nessie", "0.108.4", Digest: null) { Registry = "ghcr.io" },
        [ServiceNames.Trino] = new(
            "trinodb/trino", "483", "sha256:db58cc93e593a2706553745f276bb119c9810e69918be56ecde088ba7ccb0534"),
        [ServiceNames.DagsterWebserver] = Dagster,
        [ServiceNames.DagsterDaemon] = Dagster,
    };

    /// <summary>The published image of a service.</summary>
    public static ContainerImage Of(string service) => ByService[service];

    /// <summary>The image that <c>eng/</c> builds of the operating system's own package, where no registry answers.</summary>
    public static string Local(string service) => $"phlo-sandbox/{service}:local";
}
