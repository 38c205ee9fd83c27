using Infra.Configs.Alerts;

namespace Infra.Configs.Lakehouse.Dagster;

/// <summary>Alerts about Dagster, by what its tables say.</summary>
internal static class DagsterAlerts
{
    private const string Heartbeat = "dagster_daemon_last_heartbeat_timestamp_seconds";

    public static IReadOnlyList<AlertRule> Rules(Duration pendingPeriod) =>
    [
        new AlertRule
        {
            Name = AlertRules.DownName(LakehouseServices.Dagster),
            Expression = $"time() - max by (job, service) ({Heartbeat}) > 180",
            For = pendingPeriod,
            Severity = AlertSeverity.Critical,
            Component = LakehouseServices.Dagster,
            Summary = "Dagster's daemon is down",
            Description = "Its last sign of life is {{ $value | humanizeDuration }} old: no schedule and no sensor starts a run.",
        },
        new AlertRule
        {
            Name = "DagsterDaemonStale",
            // A kind of daemon that is not used any more leaves its last heartbeat behind for good.
            Expression = $"(time() - max by (job, service, daemon_type) ({Heartbeat}) > 180) < 86400",
            For = Duration.Minutes(5),
            Severity = AlertSeverity.Warning,
            Component = LakehouseServices.Dagster,
            Summary = "Dagster's {{ $labels.daemon_type }} daemon does not work",
            Description = "Its last sign of life is {{ $value | humanizeDuration }} old.",
        },
        new AlertRule
        {
            Name = "DagsterRunsFailing",
            Expression =
                """sum by (job, service) (dagster_recent_runs_count{status="FAILURE",window="1h"})"""
                + """ / sum by (job, service) (dagster_recent_runs_count{status=~"SUCCESS|FAILURE",window="1h"}) > 0.05""",
            For = Duration.Minutes(5),
            Severity = AlertSeverity.Warning,
            Component = LakehouseServices.Dagster,
            Summary = "Dagster's runs fail",
            Description = "{{ $value | humanizePercentage }} of the runs that ended within the last hour have failed.",
        },
    ];
}
