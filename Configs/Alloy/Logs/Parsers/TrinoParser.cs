using Infra.Configs.Alloy.Syntax;

namespace Infra.Configs.Alloy.Logs.Parsers;

/// <summary>
/// Trino: fields between tabs, a stack trace on the lines that follow, or JSON with <c>log.console-format=JSON</c>
/// (airlift's <c>StaticFormatter</c> and <c>JsonRecord</c>); and what the Java machine says for itself.
/// </summary>
internal static class TrinoParser
{
    /// <summary>The metrics that are made of Trino's lines, as a regular expression: they carry the labels of the line.</summary>
    public const string MetricNames = $"{Prefix}{QueryTimeName}_.*";

    private const string Prefix = "trino_execution_";
    private const string QueryTimeName = "ExecutionTime";

    private static readonly decimal[] Seconds = [0.1m, 0.25m, 0.5m, 1m, 2.5m, 5m, 10m, 30m, 60m, 120m, 300m, 900m];

    public static LogParser Parser => new(LogProducts.Trino)
    {
        FirstLine = $$"""^(?:\d{4}-\d\d-\d\dT|\{|{{JavaLines.FirstLine}})""",
        Stages = [LogStages.Regex("""^\d{4}-\d\d-\d\dT\S+\t(?P<level>[A-Z]+)\t"""), QueryTime()],
    };

    // Trino itself has no histogram of how long queries take; this one is in seconds, served with Alloy's own metrics.
    private static AlloyBlock QueryTime() => LogStages.Match(
        LineSelector.Any.Containing("TIMELINE: Query"),
        LogStages.Regex("""TIMELINE: Query \S+ :: [A-Z]+(?: \([A-Z0-9_]+\))? :: elapsed (?P<elapsed>\d+ms) """),
        // A histogram has every label that the line has then.
        LogStages.StructuredMetadata(LogLabels.Stream),
        LogStages.DropLabels(LogLabels.Product),
        new AlloyBlock("stage.metrics")
        {
            new AlloyBlock("metric.histogram")
            {
                { "name", QueryTimeName },
                { "prefix", Prefix },
                { "description", "How long queries took from being submitted to their end, in seconds, by the log line that Trino writes for each." },
                { "source", "elapsed" },
                // Longer than any pause between queries: a histogram that goes away and comes back looks like a reset.
                { "max_idle_duration", Duration.Hours(24) },
                { "buckets", Seconds },
            },
        });
}
