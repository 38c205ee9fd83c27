using Infra.Configs.Rules;

namespace Infra.Configs.Lakehouse.Dagster;

/// <summary>Shares and ages, computed from what Dagster's tables say.</summary>
internal static class DagsterRules
{
    private static IReadOnlyList<RecordingRule> Rules { get; } =
    [
        new(
            "job_name:dagster_run_failures:ratio_1h",
            """sum by (job, service, job_name) (dagster_recent_runs_count{status="FAILURE",window="1h"}) / """
            + """sum by (job, service, job_name) (dagster_recent_runs_count{status=~"SUCCESS|FAILURE",window="1h"})"""),
        new(
            "service:dagster_run_failures:ratio_1h",
            """sum by (job, service) (dagster_recent_runs_count{status="FAILURE",window="1h"}) / """
            + """sum by (job, service) (dagster_recent_runs_count{status=~"SUCCESS|FAILURE",window="1h"})"""),
        new("asset_key:dagster_asset_age:seconds", "time() - max by (job, service, asset_key) (dagster_asset_last_materialization_timestamp_seconds)"),
        new("daemon_type:dagster_daemon_heartbeat_age:seconds", "time() - max by (job, service, daemon_type) (dagster_daemon_last_heartbeat_timestamp_seconds)"),
    ];

    public static IReadOnlyList<RecordingGroup> Groups => [new("dagster", null, Rules)];
}
