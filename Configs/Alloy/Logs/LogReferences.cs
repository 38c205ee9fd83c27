using Infra.Configs.Alloy.Syntax;

namespace Infra.Configs.Alloy.Logs;

/// <summary>Finds what a line is about, whatever wrote it: Trino's queries, and traces.</summary>
internal static class LogReferences
{
    public static IEnumerable<AlloyBlock> Stages =>
    [
        LogStages.Match(
            LineSelector.Any.Containing("_").Matching("_[0-9]{5}_[a-z0-9]{5}"),
            LogStages.Regex("""\b(?P<query_id>\d{8}_\d{6}_\d{5}_[a-z0-9]{5})\b""")),
        LogStages.Match(
            LineSelector.Any.Containing("race"),
            LogStages.Regex("""(?i)\btrace_?id["']?\s*[=:]\s*["']?(?P<trace_id>[0-9a-f]{32})\b"""),
            LogStages.Regex("""(?i)\bspan_?id["']?\s*[=:]\s*["']?(?P<span_id>[0-9a-f]{16})\b""")),
    ];
}
