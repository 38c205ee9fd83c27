using Infra.Configs.Rules;
using static Infra.Configs.Lakehouse.Dagster.DagsterMetrics;

namespace Infra.Configs.Lakehouse.Dagster;

/// <summary>Shares and ages, computed from what Dagster's tables say.</summary>
internal static class DagsterRules
{
    public const string JobFailureRatio = "job_name:dagster_run_failures:ratio_1h";
    public const string FailureRatio = "service:dagster_run_failures:ratio_1h";
    public const string AssetAge = "asset_key:dagster_asset_age:seconds";
    public const string HeartbeatAge = "daemon_type:dagster_daemon_heartbeat_age:seconds";

    private static IReadOnlyList<RecordingRule> Rules { get; } =
    [
        new(JobFailureRatio, Failures("by (job, service, job_name)")),
        new(FailureRatio, Failures("by (job, service)")),
        new(AssetAge, $"time() - max by (job, service, asset_key) ({Of(AssetTime)})"),
        new(HeartbeatAge, $"time() - max by (job, service, daemon_type) ({Of(Heartbeat)})"),
    ];

    public static IReadOnlyList<RecordingGroup> Groups => [new("dagster", null, Rules)];

    private static string Failures(string by) =>
        $"sum {by} ({Of(RecentRuns, "status=\"FAILURE\",window=\"1h\"")}) / (sum {by} ({Of(RecentRuns, "status=~\"SUCCESS|FAILURE\",window=\"1h\"")}) > 0)";
}
