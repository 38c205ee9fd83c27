using Infra.Configs;
using Infra.Configs.BlackboxExporter;

namespace Infra.Stacks.Settings;

/// <summary>The lakehouse that is watched: where its services serve their metrics, and as whom they are asked.</summary>
internal sealed record LakehouseSettings
{
    /// <summary>The services that Prometheus scrapes itself; Postgres and Dagster are watched through the exporter.</summary>
    public required IReadOnlyList<LakehouseTarget> Targets { get; init; }

    /// <summary>As whom MinIO is asked.</summary>
    public required MinioIdentity Minio { get; init; }

    /// <summary>Where Dagster keeps its tables; null where it is not watched.</summary>
    public required DagsterSettings? Dagster { get; init; }

    /// <summary>The lakehouse's Docker networks, which those who collect from it join.</summary>
    public required IReadOnlyList<string> Networks { get; init; }

    /// <summary>The certificates of the authority that the lakehouse's services have theirs from, as PEM; null for well-known ones.</summary>
    public required string? Authority { get; init; }

    public static LakehouseSettings Read(SettingReader reader, EnvironmentDefaults defaults, bool localImages, PostgresSettings postgres)
    {
        var credentials = new TargetCredentials(reader);
        var minio = MinioIdentity.Read(reader, credentials);
        LakehouseTarget?[] known =
        [
            Trino(reader, defaults, credentials),
            Nessie(reader, defaults),
            .. MinioTargets(reader, defaults, minio),
        ];
        return new LakehouseSettings
        {
            Targets = [.. known.OfType<LakehouseTarget>(), .. FurtherTargets.Read(reader, credentials, localImages)],
            Minio = minio,
            Dagster = ReadDagster(reader, defaults, postgres.Enabled, postgres.Demo && !localImages),
            Networks = reader.List("lakehouseNetworks", [], TargetNames.IsOwnNetwork, "names of Docker networks that somebody has made (not bridge or host), separated by commas, or none"),
            Authority = TargetNames.ReadAuthority(reader, "lakehouseAuthority"),
        };
    }

    private static LakehouseTarget? Trino(SettingReader reader, EnvironmentDefaults defaults, TargetCredentials credentials)
    {
        var https = TargetNames.ReadScheme(reader, "trinoScheme");
        var user = reader.Text("trinoUser", "prometheus", TargetNames.IsUser, "the name of a user, without a colon");
        var password = credentials.Read("trinoPassword", user);
        if (password is not null && !https)
            reader.Mistake("trinoPassword", "expected trinoScheme = https beside it: Trino takes no password over plain HTTP");

        var target = new LakehouseTarget("trino")
        {
            Addresses = TargetNames.ReadAddresses(reader, "trinoAddresses", "trino:8080"),
            Https = https,
            Path = TargetNames.ReadPath(reader, "trinoPath", "/metrics"),
            ReadyPath = TargetNames.ReadReadyPath(reader, "trinoReadyPath", ReadinessProbes.TrinoPath),
            // Trino asks everybody for a name, even where it checks no password.
            User = user,
            Password = password,
            DroppedMetrics = TargetNames.ReadMetricNames(
                reader, "trinoDroppedMetrics",
                // What its planner, scheduler and HTTP clients measure of themselves.
                ["trino_sql_planner_iterative_*", "io_airlift_http_client_*", "trino_execution_scheduler_*", "trino_server_remotetask_*"]),
            Labels = LabelsOf(reader, "trino"),
        };
        return reader.Flag("trinoEnabled", defaults.WatchesLakehouse) ? target : null;
    }

    private static LakehouseTarget? Nessie(SettingReader reader, EnvironmentDefaults defaults)
    {
        var target = new LakehouseTarget("nessie")
        {
            // The port of Quarkus' management interface, which is not the one of the catalog.
            Addresses = TargetNames.ReadAddresses(reader, "nessieAddresses", "nessie:9000"),
            Https = TargetNames.ReadScheme(reader, "nessieScheme"),
            Path = TargetNames.ReadPath(reader, "nessiePath", "/q/metrics"),
            ReadyPath = TargetNames.ReadReadyPath(reader, "nessieReadyPath", ReadinessProbes.NessiePath),
            Labels = LabelsOf(reader, "nessie"),
        };
        return reader.Flag("nessieEnabled", defaults.WatchesLakehouse) ? target : null;
    }

    private static IEnumerable<LakehouseTarget> MinioTargets(SettingReader reader, EnvironmentDefaults defaults, MinioIdentity identity)
    {
        var path = TargetNames.ReadPath(reader, "minioPath", "/minio/v2/metrics").TrimEnd('/');
        var cluster = new LakehouseTarget("minio")
        {
            Addresses = TargetNames.ReadAddresses(reader, "minioAddresses", "minio:9000"),
            Https = TargetNames.ReadScheme(reader, "minioScheme"),
            Token = identity.Token,
            Labels = LabelsOf(reader, "minio"),
        };
        var ready = TargetNames.ReadReadyPath(reader, "minioReadyPath", ReadinessProbes.MinioPath);
        // What concerns buckets is not among what concerns the whole.
        return reader.Flag("minioEnabled", defaults.WatchesLakehouse)
            ? [cluster with { Name = "minio-cluster", Path = $"{path}/cluster", ReadyPath = ready }, cluster with { Name = "minio-bucket", Path = $"{path}/bucket" }]
            : [];
    }

    private static IReadOnlyDictionary<string, string> LabelsOf(SettingReader reader, string service) =>
        TargetNames.ReadLabels(reader, $"{service}Labels");

    private static DagsterSettings? ReadDagster(SettingReader reader, EnvironmentDefaults defaults, bool postgresEnabled, bool demo)
    {
        var schema = reader.Text("dagsterSchema", "public", PostgresSettings.IsName, "the name of a schema: letters, digits, hyphens and underscores");
        var enabled = reader.Flag("dagsterEnabled", defaults.WatchesLakehouse && postgresEnabled);
        if (enabled && !postgresEnabled)
            reader.Mistake("dagsterEnabled", "expected false, or postgresEnabled = true: Dagster is watched through its tables in Postgres");

        var freshness = AssetFreshnessSettings.Read(reader);
        var addresses = reader.List(
            "dagsterAddresses", demo ? [$"{ServiceNames.DagsterWebserver}:3000"] : [], HostAndPort.IsValid, $"{TargetNames.AddressesExpectation}, or none");
        return enabled ? new DagsterSettings(schema, freshness, addresses) : null;
    }
}

/// <summary>The Dagster whose runs are watched.</summary>
/// <param name="Schema">The schema of its tables, in the database that the Postgres exporter connects to.</param>
/// <param name="AssetFreshness">How old assets may get, by their keys.</param>
/// <param name="WebAddresses">Hosts and ports of its web server; none where that is not watched.</param>
internal sealed record DagsterSettings(string Schema, IReadOnlyDictionary<string, Configs.Duration> AssetFreshness, IReadOnlyList<string> WebAddresses);

/// <summary>A service that serves metrics, or one of several paths under which it does.</summary>
internal sealed record LakehouseTarget
{
    public LakehouseTarget(string service) => (Name, Service) = (service, service);

    /// <summary>What tells it from the others.</summary>
    public string Name { get; init; }

    /// <summary>The service, which its metrics have for <c>job</c> and <c>service</c>.</summary>
    public string Service { get; init; }

    /// <summary>Each as <c>host:port</c>.</summary>
    public required IReadOnlyList<string> Addresses { get; init; }

    public required bool Https { get; init; }

    public string Path { get; init; } = "/metrics";

    /// <summary>The path under which it says whether it can work; null where it is not asked.</summary>
    public string? ReadyPath { get; init; }

    /// <summary>The user that it is asked as; null for none.</summary>
    public string? User { get; init; }

    public Secret? Password { get; init; }

    /// <summary>A bearer token in place of a user; null for none.</summary>
    public Secret? Token { get; init; }

    /// <summary>Headers that are sent along.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Labels that all its metrics have besides.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>Metrics that are not kept, as a regular expression of their names; null keeps all.</summary>
    public string? DroppedMetrics { get; init; }

    /// <summary>Whether it may not say what format its metrics have.</summary>
    public bool MayLackContentType { get; init; }
}
