namespace Infra.Configs.Alloy.Logs.Parsers;

/// <summary>
/// MinIO: an error is a block of lines that begins with the name of the call and says nothing of a level or of a date in
/// the usual form, so it keeps Docker's time; with <c>--json</c> each line is JSON
/// (<c>internal/logger/target/console</c> and <c>internal/logger/message/log</c>).
/// </summary>
internal static class MinioParser
{
    private const string Components = "minio(-.+)?";
    private const string BlockStart = "API: |INTERNAL";

    public static LogParser Parser => new(Components, $$"""^(?:{{BlockStart}}|INFO|WARN|ERRO|FATAL|MinIO |Copyright|License|Version|Status|Docs|\{)""")
    {
        Coloured = true,
        Stages =
        [
            LogStages.Json(new("level", "level"), new(LogStages.Time, "time")),
            LogStages.Regex("""^(?P<level>INFO|WARNING|WARN|ERROR|ERRO|FATAL)\b"""),
            LogStages.Match($"{{component=~\"{Components}\"}} |~ \"^({BlockStart})\"", LogStages.Template(LogLabels.Level, "ERROR")),
            LogStages.Timestamp("RFC3339Nano"),
        ],
    };
}
