namespace Infra.Configs.Alloy.Logs.Parsers;

/// <summary>
/// Everything else, the stack's own services first: <c>key=value</c> (Prometheus, Loki, Tempo, Alloy, Grafana), JSON, the
/// letters of cAdvisor, and a level at the beginning of a line, behind a time if there is one. They keep Docker's time: what
/// a line calls its time may be another event's.
/// </summary>
internal static class OtherParser
{
    public static LogParser Parser => new("", """^\S""")
    {
        Coloured = true,
        Stages =
        [
            // First: a bare word is a key without a value to it, and would take away what the others find in a text about a level.
            LogStages.Logfmt(LogLabels.Level),
            LogStages.Regex("""^(?P<level>[IWEF])\d{4} \d\d:\d\d:\d\d\.\d+ """),
            LogStages.Regex("""^(?:[0-9][0-9TZ:.,+/-]*\s+){0,3}\[?(?P<level>TRACE|DEBUG|INFO|NOTICE|WARNING|WARN|ERROR|CRITICAL|FATAL)\b"""),
            LogStages.Regex($$"""^(?:[0-9][0-9TZ:.,+/-]*\s+){0,3}{{LogStages.BracketedLevel}}"""),
            LogStages.Json(new("asset_key", "asset_key"), new("level", "level || severity || levelname"), new("run_id", "run_id")),
        ],
    };
}
