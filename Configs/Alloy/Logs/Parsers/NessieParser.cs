namespace Infra.Configs.Alloy.Logs.Parsers;

/// <summary>
/// Nessie: Quarkus' text with a comma before the milliseconds and no zone, or JSON with <c>QUARKUS_LOG_CONSOLE_JSON_ENABLED=true</c>.
/// Containers run in UTC unless somebody gives them another zone.
/// </summary>
internal static class NessieParser
{
    public static LogParser Parser => new("nessie(-.+)?", """^(?:\d{4}-\d\d-\d\d |\{)""")
    {
        Stages =
        [
            LogStages.Json(new("level", "level"), new("span_id", "mdc.spanId"), new(LogStages.Time, "timestamp"), new("trace_id", "mdc.traceId")),
            LogStages.Regex("""^(?P<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}) (?P<level>[A-Z]+)\s+\["""),
            LogStages.Timestamp("2006-01-02 15:04:05,000", fallback: "RFC3339Nano"),
        ],
    };
}
