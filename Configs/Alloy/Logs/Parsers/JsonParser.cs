using Infra.Configs.Alloy.Syntax;

namespace Infra.Configs.Alloy.Logs.Parsers;

/// <summary>
/// Lines that are JSON, whatever wrote them: a text that is none is given up at its first character. The names of the level are those
/// of Python's and Go's loggers, pino (a number), .NET and Serilog, Elastic's schema, OpenTelemetry, Postgres and dbt.
/// </summary>
internal static class JsonParser
{
    private static readonly string[] Levels =
    [
        "level", "severity", "levelname", "lvl", "error_severity", "\"log.level\"", "log.level", "SeverityText", "severity_text", "LogLevel", "\"@l\"", "loglevel", "info.level",
    ];

    public static AlloyBlock Stage => LogStages.Json(
        new("asset_key", "asset_key || dagster_meta.asset_key"),
        new(LogLabels.Level, string.Join(" || ", Levels)),
        new(LogLabels.Run, "run_id || dagster_meta.run_id"),
        new("span_id", "span_id || spanId || mdc.spanId"),
        new("trace_id", "trace_id || traceId || mdc.traceId"));
}
