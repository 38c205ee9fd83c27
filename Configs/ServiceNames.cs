namespace Infra.Configs;

/// <summary>The services that this project runs: their names in settings, DNS aliases, labels and scrape jobs.</summary>
internal static class ServiceNames
{
    public const string Prometheus = "prometheus";
    public const string Alertmanager = "alertmanager";
    public const string PostgresExporter = "postgres-exporter";
    public const string NodeExporter = "node-exporter";
    public const string BlackboxExporter = "blackbox-exporter";
    public const string Postgres = "postgres";
    public const string Loki = "loki";
    public const string Tempo = "tempo";
    public const string Alloy = "alloy";
    public const string Canary = "canary";
    public const string Grafana = "grafana";
    public const string Cadvisor = "cadvisor";
    public const string SocketProxy = "socket-proxy";
    public const string DiscoveryProxy = "discovery-proxy";
    public const string Minio = "minio";
    public const string Nessie = "nessie";
    public const string Trino = "trino";
    public const string DagsterWebserver = "dagster-webserver";
    public const string DagsterDaemon = "dagster-daemon";

    /// <summary>The lakehouse to watch that a stack may bring itself, in the order in which one depends on the other.</summary>
    public static IReadOnlyList<string> Lakehouse { get; } = [Postgres, Minio, Nessie, Trino, DagsterWebserver, DagsterDaemon];

    /// <summary>Those that can do no TLS, or listen nowhere. Who is in their networks has to do with them.</summary>
    public static IReadOnlyList<string> WithoutTls { get; } = [Cadvisor, SocketProxy, DiscoveryProxy, Canary];

    /// <summary>All of them, in the order in which they are deployed and listed.</summary>
    public static IReadOnlyList<string> All { get; } = [Prometheus, Alertmanager, PostgresExporter, NodeExporter, BlackboxExporter, Loki, Tempo, SocketProxy, DiscoveryProxy, Cadvisor, Alloy, Canary, Grafana, .. Lakehouse];
}

/// <summary>Scrape jobs that are named otherwise than the service that answers for them.</summary>
internal static class ScrapeJobs
{
    /// <summary>The machine itself.</summary>
    public const string Node = "node";
}
