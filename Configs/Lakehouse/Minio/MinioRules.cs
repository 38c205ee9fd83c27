using Infra.Configs.Rules;

namespace Infra.Configs.Lakehouse.Minio;

/// <summary>Names by which people ask for MinIO's metrics, where MinIO calls them otherwise.</summary>
internal static class MinioRules
{
    /// <param name="scrapeInterval">How often metrics are scraped: a counter must not be copied less often, or its rate gets coarser.</param>
    public static IReadOnlyList<RecordingGroup> Groups(Duration scrapeInterval) => [new("minio", scrapeInterval, Rules)];

    private static IReadOnlyList<RecordingRule> Rules { get; } =
    [
        new("minio_s3_requests_incoming_bytes", "minio_s3_traffic_received_bytes"),
        new("minio_s3_requests_outgoing_bytes", "minio_s3_traffic_sent_bytes"),
    ];
}
