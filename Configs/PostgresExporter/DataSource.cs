namespace Infra.Configs.PostgresExporter;

/// <summary>The database that the Postgres exporter watches. Its password is no part of this: the exporter reads it from a file.</summary>
/// <param name="Address">Host and port.</param>
/// <param name="User">The role; it needs <c>pg_monitor</c>.</param>
/// <param name="Database">The database to connect to; statistics cover all.</param>
/// <param name="SslMode">As libpq has it: <c>disable</c>, <c>require</c>, <c>verify-ca</c>, <c>verify-full</c>.</param>
internal sealed record DataSource(string Address, string User, string Database, string SslMode)
{
    private static readonly Duration LongestConnectTimeout = Duration.Seconds(5);

    /// <summary>How often the exporter is asked.</summary>
    public required Duration ScrapeInterval { get; init; }

    /// <summary>The authority that the server's certificate must come from; null for the system's.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>
    /// How long the exporter tries to connect. It has to give up, and say <c>pg_up 0</c>, before the scrape itself times out:
    /// else an unreachable database looks like an unreachable exporter. The exporter waits one second more before it
    /// answers (Servers.GetServer in cmd/postgres_exporter/server.go), hence no more than half.
    /// </summary>
    private Duration ConnectTimeout =>
        Duration.Seconds(Math.Clamp(ScrapeInterval.TotalSeconds / 2, 1, LongestConnectTimeout.TotalSeconds));

    /// <summary>Host, port, database and parameters in the form that the exporter's <c>DATA_SOURCE_URI</c> takes.</summary>
    public string Uri => $"{Address}/{System.Uri.EscapeDataString(Database)}?sslmode={SslMode}&connect_timeout={ConnectTimeout.TotalSeconds}{Authority}";

    private string Authority => AuthorityFile is null ? "" : $"&sslrootcert={AuthorityFile}";
}
