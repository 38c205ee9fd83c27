using Infra.Configs.Alerts;
using static Infra.Configs.Lakehouse.Postgres.PostgresMetrics;

namespace Infra.Configs.Lakehouse.Postgres;

/// <summary>Alerts about Postgres: the lakehouse's database, by its exporter.</summary>
internal static class PostgresAlerts
{
    /// <summary>The share of the allowed connections from which on they are few (the guide's threshold).</summary>
    public const decimal ConnectionShare = 0.8m;

    /// <summary>From this age on, a transaction holds up more than itself: what it has locked, and all that vacuum would clean.</summary>
    public const int LongTransactionSeconds = 1800;

    /// <summary>The share of blocks that are found in memory below which memory is short.</summary>
    public const decimal CacheHitShare = 0.9m;

    /// <summary>The share of transactions that are rolled back from which on somebody's work fails.</summary>
    public const decimal RollbackShare = 0.2m;

    /// <summary>How far a replica may be behind.</summary>
    public const int ReplicationLagSeconds = 60;

    /// <summary>How much a replication slot may keep back.</summary>
    public const long SlotLagBytes = 1L << 30;

    /// <summary>What queries may write a second to files because their memory is short.</summary>
    public const int TemporaryBytesPerSecond = 10 << 20;

    /// <summary>Half of the transactions after which Postgres stops; autovacuum should have begun at a fifth of this.</summary>
    public const int OldTransactionIds = 1_000_000_000;

    /// <summary>Where Postgres itself takes emergency measures (vacuum_failsafe_age); at about 2.1 billion it stops taking transactions.</summary>
    public const int VeryOldTransactionIds = 1_600_000_000;

    /// <summary>How far a database's size is foreseen.</summary>
    public const int ForecastDays = 7;

    private const string By = "by (job, service, instance)";
    private const string ByDatabase = "by (job, service, instance, datname)";

    // Of less work than that, a share says little.
    private const int LeastBlocksPerSecond = 100;
    private const int LeastTransactionsPerSecond = 1;
    private const long LeastBytes = 1L << 30;

    public static IReadOnlyList<AlertRule> Rules(Duration pendingPeriod) => [.. State(pendingPeriod), .. Load, .. Growth, .. Replication];

    private static IReadOnlyList<AlertRule> State(Duration pendingPeriod) =>
    [
        Rule(
            AlertRules.DownName(LakehouseServices.Postgres), AlertSeverity.Critical, pendingPeriod, $"{Of(Up)} == 0",
            "Postgres is down",
            "The Postgres exporter at {{ $labels.instance }} has not been able to connect to its database for " + pendingPeriod
                + ". Nessie's catalog and Dagster's runs are kept there."),
        Rule(
            "PostgresExporterScrapeError", AlertSeverity.Warning, Duration.Minutes(10), $"{Of(ScrapeError)} == 1 and on (instance) {Of(Up)} == 1",
            "Some of Postgres' metrics are missing",
            "A query of the exporter at {{ $labels.instance }} has failed for 10 minutes."),
        Rule(
            "PostgresConnectionsNearlyExhausted", AlertSeverity.Warning, Duration.Minutes(5),
            $"sum {By} ({Of(Backends)}) / (max {By} ({Of(MaxConnections)}) > 0) > {ConnectionShare}",
            "Postgres has few connections left",
            "{{ $value | humanizePercentage }} of its connections are in use."),
    ];

    private static IReadOnlyList<AlertRule> Load { get; } =
    [
        Rule(
            "PostgresDeadlocks", AlertSeverity.Warning, null, $"sum {ByDatabase} (increase({Of(Deadlocks)}[10m])) > 0",
            "Postgres has ended a deadlock in {{ $labels.datname }}",
            "Transactions in {{ $labels.datname }} have waited for each other within the last 10 minutes. Postgres has ended one of them with an error."),
        Rule(
            "PostgresLocksWaiting", AlertSeverity.Warning, Duration.Minutes(5),
            $"sum {ByDatabase} ({Of(Sessions, "wait_event_type=\"Lock\"")}) > 0",
            "Sessions in {{ $labels.datname }} wait for locks",
            "{{ $value }} sessions wait for what another one has locked. Some have waited for all of the last 5 minutes."),
        Rule(
            "PostgresLongTransaction", AlertSeverity.Warning, Duration.Minutes(5),
            $"max {ByDatabase} ({Of(LongestTransaction, "backend_type!=\"autovacuum worker\"")}) > {LongTransactionSeconds}",
            "A transaction in {{ $labels.datname }} does not end",
            "The oldest transaction in {{ $labels.datname }} is {{ $value | humanizeDuration }} old. Nothing that it may still see can be vacuumed."),
        Rule(
            "PostgresCacheHitLow", AlertSeverity.Warning, Duration.Minutes(10),
            $"sum {ByDatabase} (rate({Of(BlocksHit)}[10m])) / (sum {ByDatabase} (rate({Of(BlocksHit)}[10m]) + rate({Of(BlocksRead)}[10m])) > {LeastBlocksPerSecond}) < {CacheHitShare}",
            "Postgres reads much of {{ $labels.datname }} from disk",
            "Only {{ $value | humanizePercentage }} of the blocks that queries need are found in Postgres' memory."),
        Rule(
            "PostgresRollbacks", AlertSeverity.Warning, Duration.Minutes(10),
            $"sum {ByDatabase} (rate({Of(Rollbacks)}[5m])) / (sum {ByDatabase} (rate({Of(Commits)}[5m]) + rate({Of(Rollbacks)}[5m])) > {LeastTransactionsPerSecond}) > {RollbackShare}",
            "Many transactions in {{ $labels.datname }} are rolled back",
            "{{ $value | humanizePercentage }} of the transactions in {{ $labels.datname }} have been rolled back for 10 minutes."),
        Rule(
            "PostgresTemporaryFiles", AlertSeverity.Warning, Duration.Minutes(10), $"sum {ByDatabase} (rate({Of(TemporaryBytes)}[10m])) > {TemporaryBytesPerSecond}",
            "Queries in {{ $labels.datname }} do not fit into memory",
            "Queries in {{ $labels.datname }} write {{ $value | humanize1024 }}B a second to temporary files."),
    ];

    private static IReadOnlyList<AlertRule> Growth { get; } =
    [
        Rule(
            "PostgresGrowsFast", AlertSeverity.Warning, Duration.Hours(1),
            $"predict_linear({Of(SizeBytes)}[1d], {ForecastDays * 86400}) > 2 * {Of(SizeBytes)}"
                + $" and {Of(SizeBytes)} > {LeastBytes} and {Of(SizeBytes)} offset 12h > 0",
            "The database {{ $labels.datname }} grows fast",
            $"{{{{ $labels.datname }}}} has twice its size within {ForecastDays} days if it goes on as in the last day. It will have {{{{ $value | humanize1024 }}}}B then."),
        Rule(
            "PostgresTransactionIdsOld", AlertSeverity.Warning, Duration.Minutes(10), $"max {ByDatabase} ({Of(TransactionIdAge)}) > {OldTransactionIds}",
            "Vacuum does not keep up in {{ $labels.datname }}",
            "The oldest transaction id in {{ $labels.datname }} that is not frozen is {{ $value | humanize }} transactions old. Postgres stops at about 2.1 billion."),
        Rule(
            "PostgresTransactionIdsRunOut", AlertSeverity.Critical, Duration.Minutes(5), $"max {ByDatabase} ({Of(TransactionIdAge)}) > {VeryOldTransactionIds}",
            "Postgres is about to stop for lack of transaction ids",
            "The oldest transaction id in {{ $labels.datname }} that is not frozen is {{ $value | humanize }} transactions old. At about 2.1 billion Postgres takes no more transactions."),
    ];

    private static IReadOnlyList<AlertRule> Replication { get; } =
    [
        Rule(
            "PostgresReplicationLag", AlertSeverity.Warning, Duration.Minutes(5),
            $"max {By} ({Of(ReplicationLag)}) > {ReplicationLagSeconds} and max {By} ({Of(IsReplica)}) == 1",
            "The replica of Postgres is behind",
            "The replica at {{ $labels.instance }} is {{ $value | humanizeDuration }} behind its primary."),
        Rule(
            "PostgresReplicationSlotLag", AlertSeverity.Warning, Duration.Minutes(10),
            $"max by (job, service, instance, slot_name) ({Of(SlotLag)}) > {SlotLagBytes}",
            "The replication slot {{ $labels.slot_name }} keeps much back",
            "Postgres keeps {{ $value | humanize1024 }}B of its log for the slot {{ $labels.slot_name }}. The disk fills up if nobody reads it."),
        Rule(
            "PostgresArchiveFailing", AlertSeverity.Warning, null, $"sum {By} (increase({Of(ArchiveFailures)}[15m])) > 0",
            "Postgres cannot archive its log",
            "The archive command has failed within the last 15 minutes. Postgres keeps the files until it succeeds, and a restore would lack them."),
    ];

    private static AlertRule Rule(string name, AlertSeverity severity, Duration? pending, string expression, string summary, string description) => new()
    {
        Name = name,
        Expression = expression,
        For = pending,
        Severity = severity,
        Component = LakehouseServices.Postgres,
        Summary = summary,
        Description = description,
    };
}
