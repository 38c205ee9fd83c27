namespace Infra.Configs.Alloy.Logs.Parsers;

/// <summary>
/// Dagster: text that is coloured even without a terminal, with what Python says of an error on the lines that follow; events of a
/// pipeline, as structlog writes them for people (Phlo's <c>PHLO_LOG_FORMAT=console</c>); the web server's own lines; and what dbt
/// prints within a run, which begins with the time of the day.
/// </summary>
internal static class DagsterParser
{
    private const string Uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
    private const string Level = "DEBUG|INFO|WARNING|ERROR|CRITICAL";

    public static LogParser Parser => new(LogProducts.Dagster)
    {
        FirstLine = $$"""^(?:\d{4}-\d\d-\d\d[ T]|\{|(?:{{Level}})[: ]|\[|\d\d:\d\d:\d\d|{{LogJoins.Deaths}})""",
        Stages =
        [
            LogStages.Regex($$"""^(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4} - \S+ - )?(?P<level>{{Level}})(?: - |:)"""),
            LogStages.Match(LineSelector.Any.Containing("-4"), LogStages.Regex($"(?:^| - |[Rr]un |run_id=)(?P<run_id>{Uuid})\\b")),
            LogStages.Match(
                LineSelector.Any.Containing("ASSET_"),
                LogStages.Regex("""ASSET_(?:MATERIALIZATION|OBSERVATION) - (?:Materialized|Observed) value (?P<asset_key>\S*[^\s.])""")),
        ],
    };
}
