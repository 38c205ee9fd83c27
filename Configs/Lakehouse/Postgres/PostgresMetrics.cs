using Infra.Configs.Contract;

namespace Infra.Configs.Lakehouse.Postgres;

/// <summary>What is relied on of Postgres' metrics, which the Postgres exporter serves.</summary>
internal static class PostgresMetrics
{
    public const string Up = "pg_up";
    public const string ScrapeError = "pg_exporter_last_scrape_error";
    public const string StartTime = "pg_postmaster_start_time_seconds";

    public const string Backends = "pg_stat_database_numbackends";
    public const string MaxConnections = "pg_settings_max_connections";
    public const string Sessions = "pg_stat_activity_count";
    public const string LongestTransaction = "pg_stat_activity_max_tx_duration";
    public const string Locks = "pg_locks_count";

    public const string Commits = "pg_stat_database_xact_commit";
    public const string Rollbacks = "pg_stat_database_xact_rollback";
    public const string BlocksHit = "pg_stat_database_blks_hit";
    public const string BlocksRead = "pg_stat_database_blks_read";
    public const string TuplesReturned = "pg_stat_database_tup_returned";
    public const string TuplesFetched = "pg_stat_database_tup_fetched";
    public const string TuplesInserted = "pg_stat_database_tup_inserted";
    public const string TuplesUpdated = "pg_stat_database_tup_updated";
    public const string TuplesDeleted = "pg_stat_database_tup_deleted";
    public const string Deadlocks = "pg_stat_database_deadlocks";
    public const string TemporaryBytes = "pg_stat_database_temp_bytes";

    public const string SizeBytes = "pg_database_size_bytes";

    /// <summary>A number of transactions, whatever its name says.</summary>
    public const string TransactionIdAge = "pg_database_wraparound_age_datfrozenxid_seconds";

    public const string IsReplica = "pg_replication_is_replica";
    public const string ReplicationLag = "pg_replication_lag_seconds";
    public const string SlotLag = "pg_replication_slots_pg_wal_lsn_diff";
    public const string StandbyLag = "pg_stat_replication_pg_wal_lsn_diff";
    public const string ArchiveFailures = "pg_stat_archiver_failed_count";
    public const string WalBytes = "pg_wal_size_bytes";

    /// <summary>Of Postgres 17 and later; before, they are the background writer's.</summary>
    public const string CheckpointsTimed = "pg_stat_checkpointer_num_timed_total";
    public const string CheckpointsRequested = "pg_stat_checkpointer_num_requested_total";
    public const string CheckpointBuffers = "pg_stat_checkpointer_buffers_written_total";
    public const string OldCheckpointsTimed = "pg_stat_bgwriter_checkpoints_timed_total";
    public const string OldCheckpointsRequested = "pg_stat_bgwriter_checkpoints_req_total";
    public const string OldCheckpointBuffers = "pg_stat_bgwriter_buffers_checkpoint_total";
    public const string CleanedBuffers = "pg_stat_bgwriter_buffers_clean_total";

    /// <summary>A series of Postgres'.</summary>
    public static string Of(string series, string matchers = "") => Selector.Of(LakehouseServices.Postgres, series, matchers);

    public static ProductContract Contract { get; } = new()
    {
        Service = LakehouseServices.Postgres,
        Version = "17 with exporter 0.20.1",
        Source = "prometheus-community/postgres_exporter: collector/*.go",
        Recordings = ["postgres-exporter"],
        Metrics = [.. Server, .. Databases, .. Replication, .. Checkpoints],
    };

    private static IEnumerable<Metric> Server =>
    [
        new(Up, MetricType.Gauge, "1 if connected"),
        new("pg_static", MetricType.Unknown, "always 1", "version", "short_version"),
        new(ScrapeError, MetricType.Gauge, "1 if a query failed"),
        new(StartTime, MetricType.Gauge, "seconds since 1970") { AppearsLater = Switched("postmaster", "pg_postmaster") },
        new(MaxConnections, MetricType.Gauge, "connections"),
        new(Sessions, MetricType.Gauge, "sessions", "datname", "state", "usename", "application_name", "backend_type", "wait_event_type", "wait_event"),
        new(LongestTransaction, MetricType.Gauge, "seconds", "datname", "state", "usename", "application_name", "backend_type", "wait_event_type", "wait_event"),
        new(Locks, MetricType.Gauge, "locks", "datname", "mode"),
        new(WalBytes, MetricType.Gauge, "bytes") { NewerThanPackages = true },
    ];

    private static IEnumerable<Metric> Databases =>
    [
        new(Backends, MetricType.Gauge, "connections", "datid", "datname"),
        new(Commits, MetricType.Counter, "transactions", "datid", "datname"),
        new(Rollbacks, MetricType.Counter, "transactions", "datid", "datname"),
        new(BlocksHit, MetricType.Counter, "blocks", "datid", "datname"),
        new(BlocksRead, MetricType.Counter, "blocks", "datid", "datname"),
        new(TuplesReturned, MetricType.Counter, "rows", "datid", "datname"),
        new(TuplesFetched, MetricType.Counter, "rows", "datid", "datname"),
        new(TuplesInserted, MetricType.Counter, "rows", "datid", "datname"),
        new(TuplesUpdated, MetricType.Counter, "rows", "datid", "datname"),
        new(TuplesDeleted, MetricType.Counter, "rows", "datid", "datname"),
        new(Deadlocks, MetricType.Counter, "deadlocks", "datid", "datname"),
        new(TemporaryBytes, MetricType.Counter, "bytes", "datid", "datname"),
        new(SizeBytes, MetricType.Gauge, "bytes", "datname"),
        new(TransactionIdAge, MetricType.Gauge, "transactions", "datname") { AppearsLater = Switched("database_wraparound", "pg_database_wraparound") },
    ];

    private static IEnumerable<Metric> Replication =>
    [
        new(IsReplica, MetricType.Gauge, "1 if so") { NewerThanPackages = true },
        new(ReplicationLag, MetricType.Gauge, "seconds") { NewerThanPackages = true },
        new(SlotLag, MetricType.Gauge, "bytes", "slot_name", "database") { AppearsLater = "With the first replication slot: collector/pg_replication_slots.go." },
        new(StandbyLag, MetricType.Gauge, "bytes", "application_name", "client_addr", "state", "slot_name", "pid")
        {
            AppearsLater = "With the first standby: collector/pg_stat_replication.go.",
        },
        new(ArchiveFailures, MetricType.Counter, "files"),
    ];

    private static IEnumerable<Metric> Checkpoints =>
    [
        new(CheckpointsTimed, MetricType.Counter, "checkpoints") { AppearsLater = From17 },
        new(CheckpointsRequested, MetricType.Counter, "checkpoints") { AppearsLater = From17 },
        new(CheckpointBuffers, MetricType.Counter, "buffers") { AppearsLater = From17 },
        new(OldCheckpointsTimed, MetricType.Counter, "checkpoints"),
        new(OldCheckpointsRequested, MetricType.Counter, "checkpoints"),
        new(OldCheckpointBuffers, MetricType.Counter, "buffers"),
        new(CleanedBuffers, MetricType.Counter, "buffers"),
    ];

    private const string From17 = "With Postgres 17 and --collector.stat_checkpointer: collector/pg_stat_checkpointer.go. The recording is of Postgres 15.";

    private static string Switched(string collector, string file) => $"The recording is from before --collector.{collector} was switched on: collector/{file}.go.";
}
