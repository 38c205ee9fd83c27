using Infra.Tests.Configs.Alerts;
using static Infra.Tests.Configs.Alerts.AlertSeries;

namespace Infra.Tests.Configs.Lakehouse.Postgres;

internal static class PostgresAlertScenarios
{
    private const string Lakehouse = "datname=\"lakehouse\"";
    private const string Age = "pg_database_wraparound_age_datfrozenxid_seconds";
    private const string Transaction = "pg_stat_activity_max_tx_duration";

    public static IReadOnlyList<AlertScenario> All { get; } =
    [
        new("PostgresDown", "postgres", [Postgres("pg_up", "0x60")], [Postgres("pg_up", "1x60"), Of("other", "pg_up", "0x60")]),
        new("PostgresExporterScrapeError", "postgres", [Postgres("pg_exporter_last_scrape_error", "1x60"), Postgres("pg_up", "1x60")], [Postgres("pg_exporter_last_scrape_error", "1x60"), Postgres("pg_up", "0x60")]),
        new("PostgresConnectionsNearlyExhausted", "postgres", Connections(50, 35), Connections(40, 35)),
        new("PostgresDeadlocks", "postgres", [Postgres("pg_stat_database_deadlocks", "2x25 3x30", Lakehouse)], [Postgres("pg_stat_database_deadlocks", "2x15 3x40", Lakehouse)]),
        new("PostgresLocksWaiting", "postgres", [Waiting("Lock", "1x60")], [Waiting("Lock", "1x27 0x1 1x30"), Waiting("Client", "9x60")]),
        new("PostgresLongTransaction", "postgres", [Postgres(Transaction, "0+60x90", $"{Lakehouse},state=\"idle in transaction\"")], [Postgres(Transaction, "0+60x60 0+60x30", $"{Lakehouse},state=\"active\",backend_type=\"autovacuum worker\""), Postgres(Transaction, "900x90", $"{Lakehouse},state=\"active\",backend_type=\"client backend\"")], 50),
        new("PostgresCacheHitLow", "postgres", Blocks(8000, 2000), Blocks(9500, 500)),
        // Half of it from disk, but hardly anything.
        new("PostgresCacheHitLow", "postgres", Blocks(8000, 2000), Blocks(30, 30)),
        new("PostgresRollbacks", "postgres", Transactions(70, 30), Transactions(90, 10)),
        new("PostgresRollbacks", "postgres", Transactions(70, 30), Transactions(3, 3)),
        new("PostgresTemporaryFiles", "postgres", [Postgres("pg_stat_database_temp_bytes", "0+1000000000x60", Lakehouse)], [Postgres("pg_stat_database_temp_bytes", "0+500000000x60", Lakehouse)]),
        // A gigabyte and more, that grows by so many bytes a minute for a day.
        new("PostgresGrowsFast", "postgres", [Postgres("pg_database_size_bytes", "2000000000+500000x1500", Lakehouse)], [Postgres("pg_database_size_bytes", "2000000000+50000x1500", Lakehouse)], 1500),
        // A small one may, and so may one that has only just been filled.
        new("PostgresGrowsFast", "postgres", [Postgres("pg_database_size_bytes", "2000000000+500000x1500", Lakehouse)], [Postgres("pg_database_size_bytes", "1000000+5000x1500", Lakehouse), Postgres("pg_database_size_bytes", "_x1200 2000000000+500000x300", "datname=\"new\"")], 1500),
        new("PostgresTransactionIdsOld", "postgres", [Postgres(Age, "1100000000x60", Lakehouse)], [Postgres(Age, "900000000x60", Lakehouse)]),
        new("PostgresTransactionIdsRunOut", "postgres", [Postgres(Age, "1700000000x60", Lakehouse)], [Postgres(Age, "1500000000x60", Lakehouse)]),
        new("PostgresReplicationLag", "postgres", Replica(1, 90), Replica(1, 30)),
        // A primary may not know what a lag is.
        new("PostgresReplicationLag", "postgres", Replica(1, 90), Replica(0, 90)),
        new("PostgresReplicationSlotLag", "postgres", [Postgres("pg_replication_slots_pg_wal_lsn_diff", "2000000000x60", "slot_name=\"s\"")], [Postgres("pg_replication_slots_pg_wal_lsn_diff", "1000000000x60", "slot_name=\"s\"")]),
        new("PostgresArchiveFailing", "postgres", [Postgres("pg_stat_archiver_failed_count", "0x20 1x40")], [Postgres("pg_stat_archiver_failed_count", "4x60")]),
    ];

    private static string Postgres(string metric, string values, string labels = "") => Of("postgres", metric, values, labels);

    private static string Waiting(string kind, string values) => Postgres("pg_stat_activity_count", values, $"{Lakehouse},state=\"active\",wait_event_type=\"{kind}\"");

    private static string[] Connections(int one, int other) =>
    [
        Postgres("pg_stat_database_numbackends", $"{one}x60", Lakehouse),
        Postgres("pg_stat_database_numbackends", $"{other}x60", "datname=\"postgres\""),
        Postgres("pg_settings_max_connections", "100x60"),
    ];

    // In a minute.
    private static string[] Blocks(int hit, int read) =>
        [Postgres("pg_stat_database_blks_hit", $"0+{hit}x60", Lakehouse), Postgres("pg_stat_database_blks_read", $"0+{read}x60", Lakehouse)];

    private static string[] Transactions(int committed, int undone) =>
        [Postgres("pg_stat_database_xact_commit", $"0+{committed}x60", Lakehouse), Postgres("pg_stat_database_xact_rollback", $"0+{undone}x60", Lakehouse)];

    private static string[] Replica(int replica, int lag) => [Postgres("pg_replication_is_replica", $"{replica}x60"), Postgres("pg_replication_lag_seconds", $"{lag}x60")];
}
