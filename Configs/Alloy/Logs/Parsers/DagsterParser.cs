namespace Infra.Configs.Alloy.Logs.Parsers;

/// <summary>
/// Dagster: text that is coloured even without a terminal, with Python's tracebacks on the lines that follow, or JSON with
/// <c>--log-format json</c>, whose level is in small letters; events of a pipeline that print themselves as JSON, or as structlog
/// writes for people (Phlo's <c>PHLO_LOG_FORMAT=console</c>); and the web server's own lines.
/// </summary>
internal static class DagsterParser
{
    private const string Uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

    public static LogParser Parser => new("dagster(-.+)?", """^(?:\d{4}-\d\d-\d\d[ T]|\{|(?:DEBUG|INFO|WARNING|ERROR|CRITICAL):)""")
    {
        Coloured = true,
        Stages =
        [
            LogStages.Json(
                new("asset_key", "asset_key || dagster_meta.asset_key"),
                new("level", "level || levelname"),
                new("run_id", "run_id || dagster_meta.run_id"),
                new(LogStages.Time, "timestamp")),
            LogStages.Regex("""^(?P<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4}) - .*? - (?P<level>DEBUG|INFO|WARNING|ERROR|CRITICAL) - """),
            LogStages.Regex("^(?P<level>DEBUG|INFO|WARNING|ERROR|CRITICAL):"),
            LogStages.Regex($$"""^(?P<time>\d{4}-\d\d-\d\dT\S+)\s+{{LogStages.BracketedLevel}}"""),
            LogStages.Regex($"(?: - |\\b[Rr]un |\\brun_id=)(?P<run_id>{Uuid})\\b"),
            LogStages.Regex("""ASSET_(?:MATERIALIZATION|OBSERVATION) - (?:Materialized|Observed) value (?P<asset_key>\S*[^\s.])"""),
            LogStages.Timestamp("2006-01-02 15:04:05 -0700", fallback: "RFC3339Nano"),
        ],
    };
}
