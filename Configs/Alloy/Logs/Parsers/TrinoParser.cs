using Infra.Configs.Alloy.Queries;
using Infra.Configs.Alloy.Syntax;

namespace Infra.Configs.Alloy.Logs.Parsers;

/// <summary>
/// Trino: fields between tabs, a stack trace on the lines that follow, or JSON with <c>log.console-format=JSON</c>
/// (airlift's <c>StaticFormatter</c> and <c>JsonRecord</c>); and what the Java machine says for itself.
/// </summary>
internal static class TrinoParser
{

    public static LogParser Parser => new(LogProducts.Trino)
    {
        FirstLine = $$"""^(?:\d{4}-\d\d-\d\dT|\{|{{JavaLines.FirstLine}})""",
        Stages = [LogStages.Regex("""^\d{4}-\d\d-\d\dT\S+\t(?P<level>[A-Z]+)\t"""), QueryTime()],
    };

    // For a Trino that posts no queries.
    private static AlloyBlock QueryTime() => LogStages.Match(
        LineSelector.Any.Containing("TIMELINE: Query"),
        LogStages.Regex("""TIMELINE: Query \S+ :: [A-Z]+(?: \([A-Z0-9_]+\))? :: elapsed (?P<elapsed>\d+ms) """),
        // A histogram has every label that the line has then.
        LogStages.StructuredMetadata(LogLabels.Stream),
        LogStages.DropLabels(LogLabels.Product),
        QueryDurations.OfLogged("elapsed"));
}
