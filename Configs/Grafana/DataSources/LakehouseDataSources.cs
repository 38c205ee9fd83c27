using Infra.Configs.Json;

namespace Infra.Configs.Grafana.DataSources;

/// <summary>Services of the lakehouse that Grafana asks itself, in SQL.</summary>
internal static class LakehouseDataSources
{
    /// <summary>The plugin of the Trino data source. The image does not have it.</summary>
    public const string TrinoPlugin = "trino-datasource";

    /// <summary>The plugin of the Postgres data source.</summary>
    public const string PostgresPlugin = "grafana-postgresql-datasource";

    private const int Connections = 5;

    /// <param name="address">Host and port.</param>
    /// <param name="user">A role that can read and nothing else.</param>
    /// <param name="sslMode">As libpq has it.</param>
    /// <param name="verifiesWithAuthority">Whether the server's certificate is checked with an authority that is given as a secret.</param>
    public static DataSource Postgres(string address, string database, string user, string sslMode, bool verifiesWithAuthority = false) => new()
    {
        Uid = DataSourceUids.Postgres,
        Name = "Postgres",
        Type = PostgresPlugin,
        Url = address,
        User = user,
        Options = new JsonMap
        {
            { "database", database },
            { "sslmode", sslMode },
            { "tlsConfigurationMethod", verifiesWithAuthority ? "file-content" : null },
            { "maxOpenConns", Connections },
            { "maxIdleConns", 1 },
            { "connMaxLifetime", Duration.Hours(1).TotalSeconds },
        },
    };

    /// <param name="user">Who asks; null for the plugin's own <c>grafana</c>, which Trino takes without a password.</param>
    public static DataSource Trino(string url, string? user) => new()
    {
        Uid = DataSourceUids.Trino,
        Name = "Trino",
        Type = TrinoPlugin,
        Url = url,
        BasicAuthUser = user,
        Options = new JsonMap { { "enableImpersonation", false } },
    };
}
