using Infra.Tests.Configs.Alerts.Logs;

namespace Infra.Tests.Configs.Lakehouse.Dagster;

/// <summary>Lines of Dagster's, as its daemon wrote them in the demo.</summary>
internal static class DagsterLogAlertScenarios
{
    private const string Event =
        """{"timestamp": "2026-11-30T14:36:19.643+00:00", "level": "ERROR", "logger": "demo", "message": "quality_check failed", "event_type": "pipeline_failure", "run_id": "fe355e3a-d4d6-40c8-8832-5691d4881a0b", "job_name": "quality_check", "duration_seconds": 1.071, "failure_message": "Execution of run for \"quality_check\" failed. Steps failed: ['check_orders']."}""";

    private const string Failure =
        "2026-11-30 14:36:12 +0000 - dagster - ERROR - quality_check - fe355e3a-d4d6-40c8-8832-5691d4881a0b - 1002 - RUN_FAILURE - Execution of run for \"quality_check\" failed. Steps failed: ['check_orders'].";

    private static readonly LogLine[] AllWell =
    [
        LogLine.Once("dagster-daemon", "2026-11-30 14:36:21 +0000 - dagster - DEBUG - ingest - 6bae03ac-dfd0-4e12-b430-f308125213b1 - 976 - RUN_SUCCESS - Finished execution of run for \"ingest\"."),
        LogLine.Once("dagster-daemon", """{"timestamp": "2026-11-30T14:36:21.151+00:00", "level": "INFO", "logger": "demo", "message": "after pipeline_failure", "event_type": "pipeline_success", "job_name": "ingest"}"""),
        LogLine.Once("dagster-daemon", """{"event": "Sensor tell_of_failure skipped: no RUN_FAILURE - ", "logger": "dagster.daemon.SensorDaemon", "level": "info"}"""),
        // A step that is tried again.
        LogLine.Once("dagster-daemon", "2026-11-30 14:36:12 +0000 - dagster - ERROR - quality_check - fe355e3a-d4d6-40c8-8832-5691d4881a0b - 1002 - check_orders - STEP_FAILURE - pipeline_failure"),
    ];

    public static IReadOnlyList<LogAlertScenario> All { get; } =
    [
        new("DagsterRunFailed", "dagster", [LogLine.Once("dagster-daemon", Event), LogLine.Once("dagster-daemon", Failure)], AllWell),
        new("DagsterRunFailed", "dagster", [LogLine.Once("dagster", Event)], [LogLine.Once("app", Event)]),
        new("DagsterRunFailed", "dagster", [LogLine.Once("dagster-webserver", Failure)], [LogLine.Once("dagster-webserver", Failure, 19)]),
    ];
}
