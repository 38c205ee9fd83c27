namespace Infra.Configs.PostgresExporter;

/// <summary>What the Postgres exporter measures only if it is asked to.</summary>
internal static class ExporterCollectors
{
    /// <summary>
    /// What Postgres 17 has of its checkpoints. With an older Postgres the exporter would warn at every scrape
    /// (collector/pg_stat_checkpointer.go), so it is for a Postgres whose release is known.
    /// </summary>
    public const string Checkpoints = "stat_checkpointer";

    /// <summary>The age of transaction ids, and the time of Postgres' start; of exporter 0.20.1.</summary>
    public static IReadOnlyList<string> Current { get; } = ["database_wraparound", "postmaster"];

    /// <summary>The same as queries, for releases that have no such collectors, such as the 0.11.1 that Debian packages.</summary>
    public static IReadOnlyList<MetricQuery> AsQueries { get; } =
    [
        new("pg_database_wraparound")
        {
            Sql = "SELECT datname, age(datfrozenxid) AS age_datfrozenxid_seconds FROM pg_catalog.pg_database WHERE datallowconn",
            Labels = [new("datname", "Database")],
            Gauges = [new("age_datfrozenxid_seconds", "Transactions since the oldest id that is not frozen")],
        },
        new("pg_postmaster")
        {
            Sql = "SELECT extract(epoch FROM pg_postmaster_start_time()) AS start_time_seconds",
            Gauges = [new("start_time_seconds", "When Postgres started")],
        },
    ];
}
