namespace Infra.Configs.Lakehouse.Dagster;

/// <summary>What is read of Dagster's own tables, so that whoever reads it need not be allowed to read more.</summary>
/// <remarks>
/// Tables: python_modules/dagster/dagster/_core/storage/{runs,event_log,schedules}/schema.py of dagster-io/dagster. What is
/// left out may hold secrets: a run's configuration stands in <c>runs.run_body</c>. The name of a schedule or sensor stands
/// nowhere but in <c>instigators.instigator_body</c>, beside its state and its cursor.
/// </remarks>
internal static class DagsterTables
{
    /// <summary>The columns that are read, by table.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Columns { get; } = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
    {
        ["asset_keys"] = ["asset_key", "last_materialization_timestamp"],
        ["daemon_heartbeats"] = ["daemon_type", "timestamp"],
        ["instigators"] = ["instigator_body", "selector_id"],
        ["job_ticks"] = ["selector_id", "status", "timestamp", "type"],
        ["runs"] = ["create_timestamp", "end_time", "pipeline_name", "run_id", "start_time", "status"],
    };
}
