using Infra.Configs.Alerts;
using Infra.Configs.Contract;
using Infra.Configs.Monitoring;

namespace Infra.Configs.Lakehouse.Dagster;

/// <summary>Alerts on what Dagster and the pipelines in it write.</summary>
internal static class DagsterLogAlerts
{
    // Every way in which its containers are called.
    private const string Streams = """{cascade_component=~"dagster(-.+)?"}""";

    /// <summary>The fields of lines that pipelines write as JSON, and that the guide shows.</summary>
    public static IReadOnlyList<LogField> Fields { get; } =
    [
        new("event_type", LogFieldKind.Line, "What happened: pipeline_failure, pipeline_success, iceberg_table_updated, …"),
        new("job_name", LogFieldKind.Line, "The job whose run it was"),
    ];

    public static IReadOnlyList<AlertRule> Rules(MonitoringScope scope) => scope.EvaluatesLogs ? [RunFailed] : [];

    private static AlertRule RunFailed { get; } = new()
    {
        Name = "DagsterRunFailed",
        Source = AlertSource.Logs,
        // The event of a sensor that reacts to failed runs; where there is none, the line that Dagster itself writes into the log of
        // the process that executed the run. A job that both speak of is one series.
        Expression =
            $"""sum by (job_name) (count_over_time({Streams} |= "pipeline_failure" | json | event_type="pipeline_failure" [10m]))"""
            + $""" or sum by (job_name) (count_over_time({Streams} |= "RUN_FAILURE" """
            + """| regexp ` - dagster - ERROR - (?P<job_name>\S+) - [0-9a-f-]{36} - \d+ - RUN_FAILURE - ` | job_name!="" [10m]))""",
        Severity = AlertSeverity.Warning,
        Component = LakehouseServices.Dagster,
        Summary = "Dagster's job {{ $labels.job_name }} has failed",
        Description = "{{ $value | humanize }} runs of {{ $labels.job_name }} have failed within 10 minutes, by what they and Dagster wrote.",
    };
}
