using System.Text;
using Infra.Configs.Alloy.Logs.Parsers;
using Infra.Configs.Alloy.Syntax;

namespace Infra.Configs.Alloy.Logs;

/// <summary>
/// Finds how bad something is where a product's own stages have not, and brings the many words for it down to six, in capitals;
/// another word is no level.
/// </summary>
internal static class LogLevels
{
    private static readonly (string Level, string[] Words)[] Known =
    [
        ("INFO", ["INFO", "LOG", "NOTICE", "EVENT", "I", "INFORMATION", "30", "HINWEIS"]),
        ("WARN", ["WARN", "WARNING", "W", "40", "WARNUNG", "ATTENTION", "ADVERTENCIA", "ATTENZIONE", "AVISO", "OSTRZEŻENIE"]),
        ("ERROR", ["ERROR", "ERR", "ERRO", "EROR", "SEVERE", "E", "FAIL", "50", "FEHLER", "ERREUR", "ERRORE", "BŁĄD"]),
        ("DEBUG", ["DEBUG", "DEBUG1", "DEBUG2", "DEBUG3", "DEBUG4", "DEBUG5", "FINE", "CONFIG", "DBUG", "D", "20"]),
        ("FATAL", ["FATAL", "PANIC", "CRITICAL", "CRIT", "ALERT", "EMERG", "EMERGENCY", "F", "60", "PANIK", "PANIQUE"]),
        ("TRACE", ["TRACE", "FINER", "FINEST", "VERBOSE", "TRCE", "10"]),
    ];

    // A word counts as a level in brackets or before a colon; in capitals it may stand alone.
    private const string Words = "trace|debug|dbug|trce|info|information|notice|warn|warning|error|err|severe|critical|crit|alert|emerg|fatal|fail|panic";
    private const string Capitals = "TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|ERR|SEVERE|CRITICAL|CRIT|FATAL|PANIC";

    // What stands before it: dates, times, zones, numbers, anything in brackets, and a name between dashes.
    private const string Before = @"\[[^\]\n]*\]|\{[^}\n]*\}|\[?\d[\w:.,/+-]*\]?|\+\d{4}|UTC|GMT|CES?T|[AP]M|[\w.$/-]+ -(?: |$)";

    private static readonly string Text = $@"^(?:(?:{Before})[\s:|,-]*)*?(?P<level>\[ *(?i:{Words}) *\]|(?i:{Words}):|(?:{Capitals})\b)";

    // What dbt prints within whatever runs it: a time of the day, and what went wrong.
    private const string Dbt = @"^\d\d:\d\d:\d\d\s+\d+ of \d+ (?P<level>ERROR|FAIL|WARN)\b";
    private const string DbtErrors = @"^\d\d:\d\d:\d\d\s+(?:Encountered an error|(?:\w+ )+Error\b)";

    private const string Fatal =
        @"^(?:panic: |fatal error: |goroutine \d+ |\[signal |created by |exit status [1-9]|main\.\w+\(|[\w./*-]+\.[\w.()*\[\]]+\(.*\)\n\t|Terminating due to |Unhandled exception|thread '[^']*' panicked|PHP Fatal error)";

    private const string Error =
        @"^(?:Traceback \(most|Exception in thread |Caused by: |During handling of |The above exception |Uncaught |(?:[\w$]+\.)*\w*(?:Error|Exception|Interrupt|Exit)(?::|\n|$))|\n\s+at [\w.$<>]+[ (]";

    public static IReadOnlyList<string> All { get; } = [.. Known.Select(known => known.Level)];

    public static IEnumerable<AlloyBlock> Stages =>
    [
        LogStages.Labels(LogLabels.Level),
        LogStages.Match(
            LineSelector.Without(LogLabels.Level),
            LogStages.Regex(Text),
            // Postgres under a name that does not say so.
            LogStages.Match(LineSelector.Any.Containing(":  "), LogStages.Regex(PostgresParser.LevelBehindPrefix)),
            LogStages.Match(LineSelector.Any.Containing(" of "), LogStages.Regex(Dbt)),
            LogStages.Labels(LogLabels.Level)),
        LogStages.Match(
            LineSelector.OfOther(LogLabels.Level, All),
            LogStages.Template(LogLabels.Level, Template()),
            LogStages.DropLabels(LogLabels.Level),
            LogStages.Labels(LogLabels.Level)),
        LogStages.Match(LineSelector.Without(LogLabels.Level).Matching(Fatal), LogStages.Label(LogLabels.Level, "FATAL")),
        LogStages.Match(LineSelector.Without(LogLabels.Level).Matching($"{Error}|{DbtErrors}"), LogStages.Label(LogLabels.Level, "ERROR")),
    ];

    // A template that gives nothing takes the value away, and with it the label.
    private static string Template()
    {
        var template = new StringBuilder("{{ $level := ToUpper (Trim .Value \"[]: \") }}");
        foreach (var (level, words) in Known)
        {
            template.Append(level == Known[0].Level ? "{{ if eq $level" : "{{ else if eq $level");
            foreach (var word in words)
                template.Append(" \"").Append(word).Append('"');
            template.Append(" }}").Append(level);
        }

        return template.Append("{{ end }}").ToString();
    }
}
