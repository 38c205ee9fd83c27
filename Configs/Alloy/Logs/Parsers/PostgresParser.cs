namespace Infra.Configs.Alloy.Logs.Parsers;

/// <summary>
/// Postgres with <c>log_line_prefix = '%m [%p] '</c>, which is its default. What belongs to a message (DETAIL, HINT, STATEMENT,
/// CONTEXT and lines that begin with a tab) is joined to it. The name of a zone says its offset only for UTC; with another
/// <c>log_timezone</c> a line keeps Docker's time.
/// </summary>
internal static class PostgresParser
{
    /// <summary>A regular expression of the names that Postgres goes by, escaped as within quotes.</summary>
    public const string Components = """(postgres|postgresql|pg)(-\\d+)?""";

    private const string Level = "DEBUG[1-5]|LOG|INFO|NOTICE|WARNING|ERROR|FATAL|PANIC";

    // What a longer prefix, such as '%m [%p] %q%u@%d ', puts before the level.
    private const string Session = """(?:[^\s:]+ )?""";

    public static LogParser Parser => new(
        Components,
        $$"""^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} \S+ \[\d+\] {{Session}}(?:{{Level}}):""")
    {
        Stages =
        [
            LogStages.Regex($$"""^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} \S+ \[\d+\] {{Session}}(?P<level>{{Level}}):"""),
            LogStages.Regex("""^(?P<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} (?:UTC|GMT)) """),
            LogStages.Timestamp("2006-01-02 15:04:05.000 MST"),
        ],
    };
}
