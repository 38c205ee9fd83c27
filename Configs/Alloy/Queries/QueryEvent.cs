using System.Globalization;
using System.Text;

namespace Infra.Configs.Alloy.Queries;

/// <summary>
/// What is read of the event that Trino posts when a query has ended (core/trino-spi/src/main/java/io/trino/spi/eventlistener/QueryCompletedEvent.java),
/// and the line that is made of it. The plan, the statistics of stages and operators and the messages of errors, which quote values, are left out.
/// </summary>
internal static class QueryEvent
{
    public const string QueryId = "query_id";
    public const string State = "state";
    public const string User = "user";
    public const string ErrorType = "error_type";
    public const string ErrorCode = "error_code";
    public const string Ended = "ended";
    public const string Elapsed = "elapsed";
    public const string Sql = "sql";
    public const string Line = "line";

    /// <summary>The most of a query that is looked at: what is longer only costs time.</summary>
    private const int LongestRead = 64 * 1024;

    // Names in double quotes are kept as they are; texts, numbers and comments are not, nor is what begins and does not end.
    private const string Tokens =
        """(?s)("(?:[^"]|"")*")|'(?:[^']|'')*(?:'|\z)|"(?:[^"]|"")*\z|\$\$.*?(?:\$\$|\z)|--[^\n\r]*|/\*.*?(?:\*/|\z)|\b[0-9][0-9A-Za-z_.]*""";

    /// <summary>Where each value is in the event, as JMESPath. What is null there or missing is not found.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Paths { get; } =
    [
        new("catalog", "context.catalog"),
        new("cpu", "statistics.cpuTime"),
        new("created", "createTime"),
        new(Ended, "endTime"),
        new(ErrorCode, "failureInfo.errorCode.name"),
        new(ErrorType, "failureInfo.errorCode.type"),
        new("kind", "context.queryType"),
        new("memory", "statistics.peakUserMemoryBytes"),
        new("output_rows", "statistics.outputRows"),
        new("query", "metadata.query"),
        new(QueryId, "metadata.queryId"),
        new("queued", "statistics.queuedTime"),
        new("read", "join(', ', ioMetadata.inputs[].join('.', [catalogName, schema, table]))"),
        new("read_bytes", "statistics.processedInputBytes"),
        new("read_rows", "statistics.processedInputRows"),
        new("schema", "context.schema"),
        new("source", "context.source"),
        new(State, "metadata.queryState"),
        new(User, "context.user"),
        new("written", "join('.', ioMetadata.output.[catalogName, schema, table])"),
        new("written_bytes", "statistics.writtenBytes"),
        new("written_rows", "statistics.writtenRows"),
    ];

    // The event's own wall time is 0 for a query that fails before it runs.
    public static string ElapsedTemplate { get; } = """{{ ((toDate "2006-01-02T15:04:05Z07:00" .ended).Sub (toDate "2006-01-02T15:04:05Z07:00" .created)).Seconds }}""";

    public static string LevelTemplate { get; } = $$$"""{{ if eq .{{{State}}} "FINISHED" }}INFO{{ else }}WARN{{ end }}""";

    /// <summary>The SQL on one line and no longer than it may be. It is never empty: a template that gives nothing would leave the event in its place.</summary>
    public static string SqlTemplate(QueryLogCollection queries)
    {
        var sql = string.Create(CultureInfo.InvariantCulture, $"(trunc {LongestRead} .query)");
        if (!queries.Literals)
        {
            // A zero stands for what is cut; the one behind a name in quotes goes again, for nothing was cut there.
            sql = $"""(regexReplaceAll {Quoted(Tokens)} {sql} "${"{1}"}\x00")""";
            sql = $"""(regexReplaceAll "\"\\x00" {sql} "\"")""";
            sql = $"""(regexReplaceAll "\\x00" {sql} "?")""";
        }

        sql = $"""(regexReplaceAll "\\s+" {sql} " ")""";
        return string.Create(CultureInfo.InvariantCulture, $"{{{{ if .query }}}}{{{{ trunc {queries.SqlLength} {sql} }}}}{{{{ end }}}} ");
    }

    /// <summary>The line, as <c>key=value</c>; the SQL is what the entry is when this is evaluated.</summary>
    public static string LineTemplate(QueryLogCollection queries)
    {
        var line = new StringBuilder($$$"""level={{ if eq .{{{State}}} "FINISHED" }}info{{ else }}warn{{ end }} msg="query completed" """.TrimEnd());
        Value(QueryId, QueryId);
        Value(State, State);
        Text(User, User, 128);
        Text("source", "source", 128);
        Value("type", "kind");
        Text("catalog", "catalog", 128);
        Text("schema", "schema", 128);
        Value(ErrorType, ErrorType);
        Value(ErrorCode, ErrorCode);
        Value(Elapsed, Elapsed, "s");
        Value("queued", "queued", "s");
        Value("cpu", "cpu", "s");
        Value("peak_memory_bytes", "memory");
        Value("read_rows", "read_rows");
        Value("read_bytes", "read_bytes");
        Value("output_rows", "output_rows");
        Value("written_rows", "written_rows");
        Value("written_bytes", "written_bytes");
        Text("read", "read", 512);
        Text("written", "written", 256);
        if (queries.SqlLength > 0)
            line.Append(" sql={{ trim .Entry | quote }}");

        return line.ToString();

        void Value(string name, string key, string unit = "") => line.Append(CultureInfo.InvariantCulture, $"{{{{ if .{key} }}}} {name}={{{{ .{key} }}}}{unit}{{{{ end }}}}");

        void Text(string name, string key, int longest) =>
            line.Append(CultureInfo.InvariantCulture, $"{{{{ if .{key} }}}} {name}={{{{ trunc {longest} .{key} | quote }}}}{{{{ end }}}}");
    }

    private static string Quoted(string expression) => $"\"{expression.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
