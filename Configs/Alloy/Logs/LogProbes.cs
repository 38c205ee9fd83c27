using Infra.Configs.Alloy.Syntax;

namespace Infra.Configs.Alloy.Logs;

/// <summary>Drops successful probes: who asks whether a service is well does so every few seconds, and the answer is a metric already.</summary>
internal static class LogProbes
{
    private const string Request =
        """"(?:GET|HEAD) (?:/-/(?:ready|healthy)|/api/health|/health|/healthz|/ready|/metrics|/q/(?:health|metrics)\S*|/server_info|/v1/status|/minio/(?:health|v2/metrics|metrics/v3)/\S*)(?:\?\S*)?(?: HTTP/[0-9.]+)?"? (?:200|204)\b"""";

    public static IEnumerable<AlloyBlock> Drops =>
    [
        Drop(LineSelector.Any.Containing(" 20").Containing("/").Matching(Request)),
        Drop(LineSelector.Any.Containing("status=200").Matching("""method=(?:GET|HEAD) path=(?:/api/health|/metrics) status=200\b""")),
    ];

    /// <summary>Drops lines that only say that somebody looked.</summary>
    public static AlloyBlock Drop(LineSelector selector) => LogStages.Drop(selector, "health_check");
}
