using Infra.Configs.Alloy.Queries;
using Infra.Configs.Alloy.Syntax;

namespace Infra.Configs.Alloy.Logs.Parsers;

/// <summary>
/// Trino: fields between tabs, a stack trace on the lines that follow, or JSON with <c>log.console-format=JSON</c>
/// (airlift's <c>StaticFormatter</c> and <c>JsonRecord</c>).
/// </summary>
internal static class TrinoParser
{
    private const string Components = "trino(-.+)?";

    public static LogParser Parser => new(Components, """^(?:\d{4}-\d\d-\d\dT|\{)""")
    {
        Stages =
        [
            LogStages.Json(new("level", "level"), new(LogStages.Time, "timestamp")),
            LogStages.Regex("""^(?P<time>\d{4}-\d\d-\d\dT\S+)\t(?P<level>[A-Z]+)\t"""),
            LogStages.Timestamp("2006-01-02T15:04:05.000Z0700", fallback: "RFC3339Nano"),
            QueryTime(),
        ],
    };

    // For a Trino that posts no queries.
    private static AlloyBlock QueryTime() => LogStages.Match(
        $"{{component=~\"{Components}\"}} |= \"TIMELINE: Query\"",
        LogStages.Regex("""TIMELINE: Query \S+ :: [A-Z]+(?: \([A-Z0-9_]+\))? :: elapsed (?P<elapsed>\d+ms) """),
        QueryDurations.OfLogged("elapsed"));
}
