using Infra.Configs.Lakehouse;
using Infra.Configs.Prometheus;

namespace Infra.Configs.BlackboxExporter;

/// <summary>
/// What services say when they are asked whether they can work, which their metrics do not tell: Nessie without its database, a Trino
/// that starts for ever and a MinIO without a quorum answer a scrape as ever.
/// </summary>
internal static class ReadinessProbes
{
    /// <summary>Trino's state, which everybody may ask for (ServerInfoResource in trinodb/trino).</summary>
    public const string TrinoPath = "/v1/info";

    /// <summary>On the management port; its checks are the database and the warehouses' object stores. Down is 503.</summary>
    public const string NessiePath = "/q/health/ready";

    /// <summary>503 without a write quorum. There is no write quorum without a read quorum (ClusterCheckHandler in minio/minio).</summary>
    public const string MinioPath = "/minio/health/cluster";

    /// <summary>Of Dagster's web server, which has no metrics.</summary>
    public const string DagsterPath = "/server_info";

    /// <summary>503 while Grafana has no database, of which its metrics say nothing.</summary>
    public const string GrafanaPath = "/api/health";

    /// <summary>The same path for Alertmanager and Prometheus.</summary>
    public const string AlertmanagerPath = "/-/ready";

    // Trino answers while it starts as well, with 200.
    private const string TrinoHasStarted = """
        "starting"\s*:\s*false
        """;

    /// <summary>What the names of these probes end in.</summary>
    public const string Suffix = "-ready";

    /// <summary>The name of a probe of a target's, for the scrape job and the module.</summary>
    public static string Name(string target) => target + Suffix;

    /// <summary>How a service is asked under a path.</summary>
    public static ProbeModule Module(string target, string service, string path, HttpAccess access) => new(Name(target))
    {
        Answer = service == LakehouseServices.Trino && path == TrinoPath ? TrinoHasStarted : null,
        Access = access,
    };

    /// <summary>The scrape that has a service asked.</summary>
    /// <param name="prober">Host and port of the exporter.</param>
    public static ScrapeJob Job(string target, string service, IReadOnlyList<string> addresses, string path, bool https, string prober) =>
        new(ServiceNames.BlackboxExporter, addresses)
        {
            Name = Name(target),
            Probe = new Probe(prober, Name(target), path, https),
            OtherService = new MetricsOfAnother("probe_.*", service),
        };
}
