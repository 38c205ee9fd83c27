using Infra.Configs.Dashboards;
using static Infra.Configs.Dashboards.Query;
using static Infra.Configs.Lakehouse.Postgres.PostgresMetrics;

namespace Infra.Configs.Lakehouse.Postgres;

/// <summary>What operators look at of Postgres.</summary>
internal static class PostgresDashboard
{
    // Postgres' own databases, which nobody uses, are left out of what is counted by database.
    private const string Chosen = "datname=~\"$datname\",datname!~\"template.*\"";

    private const int Day = 86400;

    public static Dashboard Board { get; } = new(BoardUids.Postgres, "Postgres")
    {
        Description = "Whether the lakehouse's database has connections, memory and space left, and what is done in it.",
        Variables = [new Variable("datname", "Database") { Query = $"label_values({Of(Backends, "datname!~\"template.*\"")}, datname)", Multiple = true }],
        Rows =
        [
            new Row("", [.. State().Select(Onward)]),
            new Row("Sessions and locks", [.. Sessions().Select(Onward)]),
            new Row("Work", [.. Work().Select(Onward)]),
            new Row("Size and vacuum", [.. Size().Select(Onward)]),
            new Row("Logs", Onward(Logs())),
            new Row("Write-ahead log, checkpoints and replication", [.. Log().Select(Onward)]) { Collapsed = true },
        ],
    };

    private static IEnumerable<Panel> State() =>
    [
        Panels.Stat("Postgres", "Whether the exporter can connect.", PromqlNow($"min({Of(Up)})")) with
        {
            Words = [new("0", "down", Colors.Bad), new("1", "up", Colors.Good)],
            NoValue = "no answer",
        },
        Panels.Stat("Running for", "Time since Postgres started.", PromqlNow($"time() - max({Of(StartTime)})")) with { Unit = Units.Duration },
        Panels.Stat("Connections in use", "The share of the allowed connections. With none left, Nessie and Dagster fail.", Promql($"max({Of(PostgresRules.ConnectionRatio)})")) with
        {
            Unit = Units.Share,
            Limits = Limits.Above(PostgresAlerts.ConnectionShare),
        },
        Panels.Stat("Found in memory", "The share of blocks that queries found in Postgres' memory, over the last five minutes.", Promql($"min({Of(PostgresRules.CacheHitRatio, Chosen)})")) with
        {
            Unit = Units.Share,
            Limits = Limits.Under(PostgresAlerts.CacheHitShare),
        },
        Panels.Stat("Oldest transaction", "How long the oldest transaction that has not ended has been open.", PromqlNow($"max({Of(LongestTransaction, "backend_type!=\"autovacuum worker\"")})")) with
        {
            Unit = Units.Seconds,
            Limits = Limits.Above(PostgresAlerts.LongTransactionSeconds),
        },
        Panels.Stat("Largest database", "The size of the largest database on disk.", Promql($"max({Of(SizeBytes)})")) with { Unit = Units.Bytes },
    ];

    private static IEnumerable<Panel> Sessions() =>
    [
        Panels.TimeSeries(
            "Connections", "Connections by database, and how many there may be.",
            Promql($"sum by (datname) ({Of(Backends, Chosen)})", "{{datname}}"), Promql($"max({Of(MaxConnections)})", "limit")) with
        {
            SeriesColors = new Dictionary<string, string> { ["limit"] = Colors.Bad },
        },
        Panels.TimeSeries(
            "Sessions by state", "Many that are idle in a transaction come of something that does not finish.",
            Promql($"sum by (state) ({Of(PostgresMetrics.Sessions, Chosen)}) > 0", "{{state}}")) with
        {
            Stacked = true,
        },
        Panels.TimeSeries(
            "Longest transaction", "The age of the oldest transaction by database. What it may still see cannot be vacuumed.",
            Promql($"max by (datname) ({Of(LongestTransaction, $"{Chosen},backend_type!=\"autovacuum worker\"")})", "{{datname}}")) with
        {
            Unit = Units.Seconds,
            Limits = Limits.Above(PostgresAlerts.LongTransactionSeconds),
        },
        Panels.TimeSeries("Locks", "Locks that are held or wanted, by kind. Exclusive ones keep others waiting.", Promql($"sum by (mode) ({Of(Locks, Chosen)}) > 0", "{{mode}}")) with { NoValue = "none" },
        Panels.TimeSeries(
            "Waiting for locks", "Sessions that wait for what another one has locked.",
            Promql($"sum by (datname) ({Of(PostgresMetrics.Sessions, $"{Chosen},wait_event_type=\"Lock\"")})", "{{datname}}")) with
        {
            Limits = Limits.Above(1),
            NoValue = "nobody waits",
            MayBeEmpty = "while nobody waits for a lock",
        },
        Panels.TimeSeries("Deadlocks", "Transactions that waited for each other, each minute.", Promql($"sum by (datname) (rate({Of(Deadlocks, Chosen)}[$__rate_interval])) * 60", "{{datname}}")) with
        {
            Unit = Units.PerMinute,
        },
    ];

    private static IEnumerable<Panel> Work() =>
    [
        Panels.TimeSeries(
            "Transactions", "Transactions a second that were committed, by database.",
            Promql($"sum by (datname) (rate({Of(Commits, Chosen)}[$__rate_interval]))", "{{datname}}")) with
        {
            Unit = Units.PerSecond,
        },
        Panels.TimeSeries("Share of rollbacks", "The part of the transactions that was undone. A few are normal.", Promql($"max by (datname) ({Of(PostgresRules.RollbackRatio, Chosen)})", "{{datname}}")) with
        {
            Unit = Units.Share,
            Limits = Limits.Above(PostgresAlerts.RollbackShare),
        },
        Panels.TimeSeries("Found in memory", "The share of blocks that were in Postgres' memory. Low values come of too little memory, or of a large scan.", Promql($"min by (datname) ({Of(PostgresRules.CacheHitRatio, Chosen)})", "{{datname}}")) with
        {
            Unit = Units.Share,
            Maximum = 1,
            Limits = Limits.Under(PostgresAlerts.CacheHitShare),
        },
        Panels.TimeSeries(
            "Rows read", "Rows that scans went through, and those that queries took of them by an index. Far apart, an index may be missing.",
            Promql($"sum(rate({Of(TuplesReturned, Chosen)}[$__rate_interval]))", "gone through"), Promql($"sum(rate({Of(TuplesFetched, Chosen)}[$__rate_interval]))", "fetched")) with
        {
            Unit = Units.PerSecond,
        },
        Panels.TimeSeries(
            "Rows written", "Rows that were inserted, updated and deleted.",
            Promql($"sum(rate({Of(TuplesInserted, Chosen)}[$__rate_interval]))", "inserted"), Promql($"sum(rate({Of(TuplesUpdated, Chosen)}[$__rate_interval]))", "updated"),
            Promql($"sum(rate({Of(TuplesDeleted, Chosen)}[$__rate_interval]))", "deleted")) with
        {
            Unit = Units.PerSecond,
        },
        Panels.TimeSeries(
            "Temporary files", "What queries write to disk because their memory (work_mem) is short.",
            Promql($"sum by (datname) (rate({Of(TemporaryBytes, Chosen)}[$__rate_interval]))", "{{datname}}")) with
        {
            Unit = Units.BytesPerSecond,
            Limits = Limits.Above(PostgresAlerts.TemporaryBytesPerSecond),
        },
    ];

    private static IEnumerable<Panel> Size() =>
    [
        Panels.TimeSeries("Size of databases", "How they grow.", Promql($"max by (datname) ({Of(SizeBytes, Chosen)})", "{{datname}}")) with { Unit = Units.Bytes },
        Panels.TimeSeries(
            $"Size in {PostgresAlerts.ForecastDays} days", "The forecast from the last day; the alert fires where it is twice the size of now.",
            Promql($"max by (datname) (predict_linear({Of(SizeBytes, Chosen)}[1d], {PostgresAlerts.ForecastDays * Day}))", "{{datname}}")) with
        {
            Unit = Units.Bytes,
        },
        Panels.TimeSeries(
            "Age of transaction ids", "Transactions since the oldest id that vacuum has not frozen. Vacuum begins at 200 million; Postgres stops at about 2.1 billion.",
            Promql($"max by (datname) ({Of(TransactionIdAge, Chosen)})", "{{datname}}")) with
        {
            Limits = Limits.Above(PostgresAlerts.OldTransactionIds, PostgresAlerts.VeryOldTransactionIds),
        },
    ];

    private static IEnumerable<Panel> Log() =>
    [
        Panels.TimeSeries("Write-ahead log", "The log's size on disk. It grows while a replica, a slot or the archive is behind.", Promql($"max({Of(WalBytes)})", "log")) with { Unit = Units.Bytes },
        Panels.TimeSeries(
            "Checkpoints", "Those that were due, and those that were asked for early: many of these mean that max_wal_size is small.",
            Promql(Either(CheckpointsTimed, OldCheckpointsTimed, " * 60"), "due"), Promql(Either(CheckpointsRequested, OldCheckpointsRequested, " * 60"), "asked for")) with
        {
            Unit = Units.PerMinute,
            MayBeEmpty = "of an external Postgres 17, whose checkpoints are not measured",
        },
        Panels.TimeSeries(
            "Written buffers", "Buffers of 8 kB that checkpoints and the background writer wrote.",
            Promql(Either(CheckpointBuffers, OldCheckpointBuffers, ""), "checkpoints"), Promql($"sum(rate({Of(CleanedBuffers)}[$__rate_interval]))", "background writer")) with
        {
            Unit = Units.PerSecond,
        },
        Panels.TimeSeries(
            "Replica behind by", "Of a replica: how far it is behind its primary.",
            Promql($"max by (instance) ({Of(ReplicationLag)}) and max by (instance) ({Of(IsReplica)}) == 1", "{{instance}}")) with
        {
            Unit = Units.Seconds,
            Limits = Limits.Above(PostgresAlerts.ReplicationLagSeconds),
            NoValue = "this is no replica",
            MayBeEmpty = "on a server that is no replica",
        },
        Panels.TimeSeries(
            "Kept back for replication", "Of a primary: the part of the log that slots and standbys have not taken yet.",
            Promql($"max by (slot_name) ({Of(SlotLag)})", "slot {{slot_name}}"), Promql($"max by (application_name) ({Of(StandbyLag)})", "standby {{application_name}}")) with
        {
            Unit = Units.Bytes,
            Limits = Limits.Above(PostgresAlerts.SlotLagBytes),
            NoValue = "no slot and no standby",
            MayBeEmpty = "without replication",
        },
        Panels.TimeSeries("Failures of the archive", "Files of the log that could not be archived, each minute.", Promql($"sum(rate({Of(ArchiveFailures)}[$__rate_interval])) * 60", "failed")) with
        {
            Unit = Units.PerMinute,
        },
    ];

    private static Panel Logs() => Panels.Logs(
        "What Postgres says", "Errors stand here with their statements, and so do checkpoints and connections that failed.", ServiceLogs.Of(LakehouseServices.Postgres)) with
    {
        MayBeEmpty = "Postgres says nothing while nothing happens",
    };

    // Postgres 17 moved what checkpoints do from the background writer to a view of their own.
    private static string Either(string current, string before, string factor) =>
        $"(sum(rate({Of(current)}[$__rate_interval])) or sum(rate({Of(before)}[$__rate_interval]))){factor}";

    private static Panel Onward(Panel panel) => panel with { LogsOf = LakehouseServices.Postgres };
}
