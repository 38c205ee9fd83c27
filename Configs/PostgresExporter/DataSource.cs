namespace Infra.Configs.PostgresExporter;

/// <summary>The database that the Postgres exporter watches. Its password is no part of this: the exporter reads it from a file.</summary>
/// <param name="Address">Host and port.</param>
/// <param name="User">The role; it needs <c>pg_monitor</c>.</param>
/// <param name="Database">The database to connect to; statistics cover all.</param>
/// <param name="SslMode">As libpq has it: <c>disable</c>, <c>require</c>, <c>verify-ca</c>, <c>verify-full</c>.</param>
internal sealed record DataSource(string Address, string User, string Database, string SslMode)
{
    /// <summary>Host, port, database and parameters in the form that the exporter's <c>DATA_SOURCE_URI</c> takes.</summary>
    public string Uri => $"{Address}/{System.Uri.EscapeDataString(Database)}?sslmode={SslMode}";
}
