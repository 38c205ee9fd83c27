using Infra.Configs.Alerts;
using Infra.Configs.Monitoring;

namespace Infra.Configs.Lakehouse.Dagster;

/// <summary>
/// Alerts on single runs, by Dagster's tables: metrics count runs and do not name them, so no metric says that this one run is stuck.
/// </summary>
/// <remarks>
/// Each row is one alert: one column is the number, the texts beside it are labels. Only columns of <see cref="DagsterTables"/> are
/// read. When a run came into its state is in none of them, so the rule's own duration says how long the run has been in it.
/// </remarks>
internal static class DagsterSqlAlerts
{
    /// <summary>How long a run may take to start or to stop.</summary>
    public static Duration ChangeLimit { get; } = Duration.Minutes(10);

    /// <summary>A run is overdue after so many times the longest of its job's successful runs of a week,</summary>
    public const int OverdueFactor = 3;

    /// <summary>and not before this time,</summary>
    public static Duration OverdueFloor { get; } = Duration.Hours(1);

    /// <summary>which is this for a job without such runs.</summary>
    public static Duration OverdueDefault { get; } = Duration.Hours(6);

    // The oldest say enough where many hang.
    private const int MostRuns = 20;

    public static IReadOnlyList<AlertRule> Rules(MonitoringScope scope) => scope.DagsterSchema is { } schema ? [Stuck($"\"{schema}\""), Overdue($"\"{schema}\"")] : [];

    private static AlertRule Stuck(string tables) => new()
    {
        Name = "DagsterRunStuck",
        Source = AlertSource.Sql,
        Expression = $"""
            SELECT pipeline_name AS job_name, run_id, lower(status) AS status,
              extract(epoch FROM (now() AT TIME ZONE 'utc') - create_timestamp)::float8 AS age_seconds
            FROM {tables}.runs WHERE status IN ('STARTING', 'CANCELING')
            ORDER BY create_timestamp LIMIT {MostRuns}
            """,
        For = ChangeLimit,
        Severity = AlertSeverity.Warning,
        Component = LakehouseServices.Dagster,
        Summary = "A run of {{ $labels.job_name }} is stuck in {{ $labels.status }}",
        Description = $"Run {{{{ $labels.run_id }}}} of {{{{ $labels.job_name }}}} has been {{{{ $labels.status }}}} for {ChangeLimit}. It was made {{{{ $value | humanizeDuration }}}} ago.",
    };

    private static AlertRule Overdue(string tables) => new()
    {
        Name = "DagsterRunOverdue",
        Source = AlertSource.Sql,
        Expression = $"""
            SELECT r.pipeline_name AS job_name, r.run_id, (extract(epoch FROM now()) - r.start_time)::float8 AS age_seconds
            FROM {tables}.runs r
            LEFT JOIN (
              SELECT pipeline_name, max(end_time - start_time) AS longest FROM {tables}.runs
              WHERE status = 'SUCCESS' AND end_time > extract(epoch FROM now()) - {Duration.Days(7).TotalSeconds}
              GROUP BY pipeline_name
            ) AS usual ON usual.pipeline_name = r.pipeline_name
            WHERE r.status = 'STARTED' AND extract(epoch FROM now()) - r.start_time
              > greatest({OverdueFloor.TotalSeconds}, coalesce({OverdueFactor} * usual.longest, {OverdueDefault.TotalSeconds}))
            ORDER BY r.start_time LIMIT {MostRuns}
            """,
        For = Duration.Minutes(2),
        Severity = AlertSeverity.Warning,
        Component = LakehouseServices.Dagster,
        Summary = "A run of {{ $labels.job_name }} is overdue",
        Description = "Run {{ $labels.run_id }} of {{ $labels.job_name }} has been running for {{ $value | humanizeDuration }}, "
            + $"more than {OverdueFactor} times as long as any successful run of a week.",
    };
}
