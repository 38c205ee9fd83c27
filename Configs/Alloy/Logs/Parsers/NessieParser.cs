namespace Infra.Configs.Alloy.Logs.Parsers;

/// <summary>
/// Nessie: Quarkus' text, with the trace before the logger where a format says so, or JSON with
/// <c>QUARKUS_LOG_CONSOLE_JSON_ENABLED=true</c>; and what the Java machine says for itself.
/// </summary>
internal static class NessieParser
{
    public static LogParser Parser => new(LogProducts.Nessie)
    {
        FirstLine = $$"""^(?:\d{4}-\d\d-\d\d |\{|{{JavaLines.FirstLine}})""",
        Stages = [LogStages.Regex("""^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} (?P<level>[A-Z]+) """)],
    };
}
