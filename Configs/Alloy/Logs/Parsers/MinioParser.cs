namespace Infra.Configs.Alloy.Logs.Parsers;

/// <summary>
/// MinIO: an error is a block of lines that begins with the name of the call and says nothing of a level; with <c>--json</c>
/// each line is JSON (<c>internal/logger/target/console</c> and <c>internal/logger/message/log</c>). Its banner begins with the
/// addresses of its API, which is no call.
/// </summary>
internal static class MinioParser
{
    public static LogParser Parser => new(LogProducts.Minio)
    {
        FirstLine = $$"""^(?:API: |INTERNAL|INFO|WARN|ERRO|FATAL|MinIO |Copyright|License|Version|Status|WebUI|Docs|\{|{{LogJoins.Deaths}})""",
        Stages =
        [
            LogStages.Regex("""^(?P<level>INFO|WARNING|WARN|ERROR|ERRO|FATAL)\b"""),
            LogStages.Match(LineSelector.Any.Matching(@"^(?:API: \w+\(|INTERNAL)"), LogStages.Template(LogLabels.Level, "ERROR")),
        ],
    };
}
