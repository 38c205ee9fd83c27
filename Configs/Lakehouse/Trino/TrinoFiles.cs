namespace Infra.Configs.Lakehouse.Trino;

/// <summary>What Trino has to do with.</summary>
/// <param name="Port">Its own port.</param>
/// <param name="Catalog">Host and port of Nessie.</param>
/// <param name="ObjectStore">Host and port of the object store.</param>
/// <param name="AccessKey">The user there.</param>
/// <param name="Tracing">Where traces go; null for none.</param>
/// <param name="QueryLog">Where ended queries are posted; null for nowhere.</param>
internal sealed record TrinoConfig(int Port, string Catalog, string ObjectStore, string AccessKey, DemoTracing? Tracing = null, DemoQueryLog? QueryLog = null);

/// <summary>Renders what Trino is told besides what its image says.</summary>
/// <remarks>
/// Keys: docs/src/main/sphinx of trinodb/trino at 483: installation/deployment.md, object-storage/metastores.md (REST catalog),
/// object-storage/file-system-s3.md (<c>fs.s3.enabled</c> was <c>fs.native-s3.enabled</c> before 481), security/secrets.md;
/// <c>metrics.jmx-object-names</c>: metrics/MetricsConfig.java of airlift 437; <c>tracing.enabled</c> and <c>otel.exporter.endpoint</c>:
/// admin/opentelemetry.md; <c>event-listener.*</c> and <c>http-event-listener.*</c>: admin/event-listeners-http.md and http/client/HttpClientConfig.java of airlift;
/// <c>otel.tracing.sampling-ratio</c>: opentelemetry/OpenTelemetryConfig.java of airlift 437. The image keeps its own <c>jvm.config</c>: which
/// options the server demands changes with its version and its Java, and its heap is a share of the container's memory.
/// </remarks>
internal static class TrinoFiles
{
    public const string ConfigFile = "config.properties";
    public const string CatalogFile = "iceberg.properties";
    public const string QueryLogFile = "http-event-listener.properties";

    /// <summary>The variable in which the server, and nobody else, has the object store's secret key.</summary>
    public const string SecretKeyVariable = "LAKE_SECRET_KEY";

    // What Trino itself does not measure: its virtual machine.
    private static readonly string[] PlatformBeans =
    [
        "java.lang:type=Memory",
        "java.lang:type=Threading",
        "java.lang:type=OperatingSystem",
        "java.lang:type=GarbageCollector,name=*",
    ];

    /// <summary>The server: one node that plans and works.</summary>
    /// <param name="config">What it has to do with.</param>
    /// <param name="folder">The folder in which the file of the query log is.</param>
    public static string RenderConfig(TrinoConfig config, string folder) => PropertiesText.Render([
        ("coordinator", "true"),
        ("node-scheduler.include-coordinator", "true"),
        ("http-server.http.port", $"{config.Port}"),
        ("discovery.uri", $"http://localhost:{config.Port}"),
        ("metrics.jmx-object-names", string.Join('|', PlatformBeans)),
        .. Tracing(config.Tracing),
        .. config.QueryLog is null ? Array.Empty<(string, string)>() : [("event-listener.config-files", $"{folder}/{QueryLogFile}")],
    ]);

    private static IEnumerable<(string Name, string Value)> Tracing(DemoTracing? tracing) => tracing is null ? [] :
    [
        ("tracing.enabled", "true"),
        ("otel.exporter.endpoint", tracing.Endpoint),
        ("otel.tracing.sampling-ratio", tracing.Ratio),
    ];

    /// <summary>
    /// Posts each query that has ended. Trino does that beside its queries and waits for nothing (HttpEventListener.java); what nobody takes
    /// it tries five more times in half a minute, which a restart of Alloy takes, and then gives up: until then it keeps it in its memory.
    /// </summary>
    public static string RenderQueryLog(DemoQueryLog log) => PropertiesText.Render([
        ("event-listener.name", "http"),
        ("http-event-listener.log-completed", "true"),
        ("http-event-listener.connect-ingest-uri", log.Url),
        ("http-event-listener.connect-retry-count", "5"),
        ("http-event-listener.connect-retry-delay", "1s"),
        ("http-event-listener.connect-max-delay", "16s"),
        ("http-event-listener.http-client.connect-timeout", "2s"),
        ("http-event-listener.http-client.request-timeout", "10s"),
        .. log.Files is not { } files ? Array.Empty<(string, string)>() :
        [
            ("http-event-listener.http-client.key-store-path", files.Identity),
            ("http-event-listener.http-client.trust-store-path", files.Authority),
        ],
    ]);

    /// <summary>The catalog: tables of Iceberg that Nessie knows and the object store has.</summary>
    public static string RenderCatalog(TrinoConfig config) => PropertiesText.Render(
        ("connector.name", "iceberg"),
        ("iceberg.catalog.type", "rest"),
        ("iceberg.rest-catalog.uri", $"http://{config.Catalog}/iceberg"),
        ("iceberg.rest-catalog.warehouse", LakehouseStorage.Warehouse),
        ("fs.s3.enabled", "true"),
        ("s3.endpoint", $"http://{config.ObjectStore}"),
        ("s3.region", LakehouseStorage.Region),
        ("s3.path-style-access", "true"),
        ("s3.aws-access-key", config.AccessKey),
        ("s3.aws-secret-key", $"${{ENV:{SecretKeyVariable}}}"));
}
