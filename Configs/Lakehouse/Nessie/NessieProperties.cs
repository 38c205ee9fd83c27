namespace Infra.Configs.Lakehouse.Nessie;

/// <summary>What Nessie has to do with.</summary>
/// <param name="Database">Host, port and database of Postgres, as <c>host:port/database</c>.</param>
/// <param name="DatabaseUser">The role that owns Nessie's tables.</param>
/// <param name="ObjectStore">Host and port of the object store.</param>
/// <param name="AccessKey">The user there.</param>
/// <param name="Tracing">Where traces go; null for none.</param>
internal sealed record NessieConfig(string Database, string DatabaseUser, string ObjectStore, string AccessKey, DemoTracing? Tracing = null);

/// <summary>Renders Nessie's configuration, which is Quarkus'.</summary>
/// <remarks>
/// Keys: servers/quarkus-server/src/main/resources/application.properties and docker/all-in-one/docker-compose.yml of
/// projectnessie/nessie at nessie-0.108.4, and quarkus.io/guides/opentelemetry for the names of tracing. The management interface, with metrics and health, is on port 9000 by itself.
/// </remarks>
internal static class NessieProperties
{
    /// <summary>The file in the folder that the image's start script makes the current one.</summary>
    public const string ConfigFile = "application.properties";

    public const string SecretsFile = "nessie.properties";

    private const string ObjectStoreKey = "nessie.catalog.secrets.access-key";

    /// <summary>Everything that anybody may see.</summary>
    public static string Render(NessieConfig config) => PropertiesText.Render([
        // JDBC without the 2 is deprecated.
        ("nessie.version.store.type", "JDBC2"),
        ("nessie.version.store.persist.jdbc.datasource", "postgresql"),
        ("quarkus.datasource.postgresql.jdbc.url", $"jdbc:postgresql://{config.Database}"),
        ("quarkus.datasource.postgresql.username", config.DatabaseUser),
        ("nessie.catalog.default-warehouse", LakehouseStorage.Warehouse),
        ($"nessie.catalog.warehouses.{LakehouseStorage.Warehouse}.location", LakehouseStorage.Location),
        ("nessie.catalog.service.s3.default-options.endpoint", $"http://{config.ObjectStore}/"),
        ("nessie.catalog.service.s3.default-options.region", LakehouseStorage.Region),
        ("nessie.catalog.service.s3.default-options.path-style-access", "true"),
        ("nessie.catalog.service.s3.default-options.access-key", $"urn:nessie-secret:quarkus:{ObjectStoreKey}"),
        ($"{ObjectStoreKey}.name", config.AccessKey),
        .. Tracing(config.Tracing),
    ]);

    // Of requests that come with a trace, whoever began it decides. The service is called as everywhere else; of itself it would be «Nessie».
    private static IEnumerable<(string Name, string Value)> Tracing(DemoTracing? tracing) => tracing is null ? [] :
    [
        ("quarkus.otel.sdk.disabled", "false"),
        ("quarkus.otel.exporter.otlp.traces.endpoint", tracing.Endpoint),
        ("quarkus.otel.service.name", ServiceNames.Nessie),
        ("quarkus.otel.traces.sampler", "parentbased_traceidratio"),
        ("quarkus.otel.traces.sampler.arg", tracing.Ratio),
    ];

    /// <summary>What only Nessie may see; read besides the other file.</summary>
    public static string RenderSecrets(string databasePassword, string secretKey) => PropertiesText.Render(
        ("quarkus.datasource.postgresql.password", PropertiesText.Literal(databasePassword)),
        ($"{ObjectStoreKey}.secret", PropertiesText.Literal(secretKey)));
}
