namespace Infra.Configs.Alloy.Logs.Parsers;

/// <summary>
/// Postgres with any <c>log_line_prefix</c> that begins with a time, in the languages that its messages are translated to most often.
/// What belongs to a message (DETAIL, HINT, STATEMENT, CONTEXT and lines that begin with a tab) is joined to it.
/// </summary>
internal static class PostgresParser
{
    /// <summary>Finds the level behind whatever prefix: it is followed by a colon and two blanks, as nothing else is.</summary>
    public const string LevelBehindPrefix = $$"""^{{Time}}.*?[\s\]:](?P<level>{{Level}}):  """;

    private const string Time = @"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d";

    private const string Level =
        "DEBUG[1-5]|LOG|INFO|NOTICE|WARNING|ERROR|FATAL|PANIC|HINWEIS|WARNUNG|FEHLER|PANIK|ATTENTION|ERREUR|PANIQUE|ADVERTENCIA|ATTENZIONE|ERRORE|AVISO|ERRO|OSTRZEŻENIE|BŁĄD";

    public static LogParser Parser => new(LogProducts.Postgres)
    {
        FirstLine = $$"""^(?:{{Time}}.*?[\s\]:](?:{{Level}}):  |\{|{{LogJoins.Deaths}})""",
        Stages =
        [
            // Somebody looked whether it listens.
            LogProbes.Drop(LineSelector.Any.Containing("LOG:  incomplete startup packet")),
            LogStages.Regex(LevelBehindPrefix),
        ],
    };
}
