using Infra.Configs.Rules;
using static Infra.Configs.Lakehouse.Postgres.PostgresMetrics;

namespace Infra.Configs.Lakehouse.Postgres;

/// <summary>What panels ask of Postgres over long times.</summary>
internal static class PostgresRules
{
    public const string ConnectionRatio = "service:pg_connections:ratio";
    public const string CacheHitRatio = "datname:pg_cache_hit:ratio_rate5m";
    public const string RollbackRatio = "datname:pg_rollback:ratio_rate5m";

    private const string ByDatabase = "by (job, service, datname)";

    public static IReadOnlyList<RecordingGroup> Groups => [new("postgres", null, Rules)];

    private static IReadOnlyList<RecordingRule> Rules { get; } =
    [
        // Each exporter's own share: the fullest Postgres is the one that counts.
        new(ConnectionRatio,
            $"max by (job, service) (sum by (job, service, instance) ({Of(Backends)}) / (max by (job, service, instance) ({Of(MaxConnections)}) > 0))"),
        new(CacheHitRatio,
            $"sum {ByDatabase} (rate({Of(BlocksHit)}[5m])) / (sum {ByDatabase} (rate({Of(BlocksHit)}[5m]) + rate({Of(BlocksRead)}[5m])) > 0)"),
        new(RollbackRatio,
            $"sum {ByDatabase} (rate({Of(Rollbacks)}[5m])) / (sum {ByDatabase} (rate({Of(Commits)}[5m]) + rate({Of(Rollbacks)}[5m])) > 0)"),
    ];
}
