using Infra.Configs.Alloy.Logs.Parsers;
using Infra.Configs.Alloy.Syntax;

namespace Infra.Configs.Alloy.Logs;

/// <summary>What happens to a line between the container that wrote it and Loki.</summary>
internal static class LogPipeline
{
    // Who asks whether a service is well does so every few seconds, and the answer is a metric already.
    private static readonly string[] Probes =
    [
        """"(?:GET|HEAD) (?:/-/(?:ready|healthy)|/api/health|/health|/healthz|/ready|/metrics|/q/(?:health|metrics)\S*|/server_info|/v1/status|/minio/(?:health|v2/metrics|metrics/v3)/\S*)(?:\?\S*)?(?: HTTP/[0-9.]+)?"? "?(?:200|204)\b"""",
        """method=(?:GET|HEAD) path=(?:/api/health|/metrics) status=200\b""",
        """LOG:  incomplete startup packet""",
    ];

    public static AlloyComponent Of(LogCollection logs, AlloyComponent loki) => new(AlloyComponentKind.LokiProcess, "containers")
    {
        { "forward_to", new[] { loki.Export("receiver") } },
        new AlloyBlock("stage.drop") { { "older_than", logs.MaxAge }, { "drop_counter_reason", "too_old" } },
        LogLimits.Stages(logs),
        LogLimits.Losses,
        OwnNoise.Stage,
        LogParser.Products.Select(product => product.Match()),
        LogParser.Others,
        Probes.Select(probe => LogStages.Drop(probe, "health_check")),
        LogStages.Regex("""\b(?P<query_id>\d{8}_\d{6}_\d{5}_[a-z0-9]{5})\b"""),
        LogStages.Regex("""(?i)\btrace_?id["']?\s*[=:]\s*["']?(?P<trace_id>[0-9a-f]{32})\b"""),
        LogStages.Regex("""(?i)\bspan_?id["']?\s*[=:]\s*["']?(?P<span_id>[0-9a-f]{16})\b"""),
        LogLimits.Last,
        LogRedaction.Stages,
        LogLevels.Stages,
        LogStages.StructuredMetadata(LogLabels.StructuredMetadata),
    };
}
