using Infra.Configs.Rules;
using static Infra.Configs.Lakehouse.Minio.MinioMetrics;

namespace Infra.Configs.Lakehouse.Minio;

/// <summary>Names by which people ask for MinIO's metrics, where MinIO calls them otherwise, and what panels ask of long times.</summary>
internal static class MinioRules
{
    public const string RequestRate = "service:minio_s3_requests:rate5m";
    public const string ErrorRatio = "service:minio_s3_server_errors:ratio_rate5m";
    public const string FirstByteP95 = "service:minio_s3_first_byte_seconds:p95_5m";

    /// <param name="scrapeInterval">How often metrics are scraped: a counter must not be copied less often, or its rate gets coarser.</param>
    public static IReadOnlyList<RecordingGroup> Groups(Duration scrapeInterval) => [new("minio", scrapeInterval, Names), new("minio-rates", null, Rates)];

    private static IReadOnlyList<RecordingRule> Names { get; } =
    [
        new("minio_s3_requests_incoming_bytes", Of(ReceivedBytes)),
        new("minio_s3_requests_outgoing_bytes", Of(SentBytes)),
    ];

    private static readonly string Rate = $"sum by (job, service) (rate({Of(Requests)}[5m]))";

    private static IReadOnlyList<RecordingRule> Rates { get; } =
    [
        new(RequestRate, Rate),
        // MinIO has no series of errors before the first one.
        new(ErrorRatio, $"(sum by (job, service) (rate({Of(ServerErrors)}[5m])) or {Rate} * 0) / ({Rate} > 0)"),
        new(FirstByteP95, $"histogram_quantile(0.95, sum by (job, service, le) (rate({Of(FirstByte)}[5m]))) >= 0"),
    ];
}
