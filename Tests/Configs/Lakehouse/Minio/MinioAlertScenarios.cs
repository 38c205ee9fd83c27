using Infra.Tests.Configs.Alerts;
using static Infra.Tests.Configs.Alerts.AlertSeries;

namespace Infra.Tests.Configs.Lakehouse.Minio;

internal static class MinioAlertScenarios
{
    private const string Set = "pool=\"0\",set=\"1\"";
    private const string Get = "api=\"getobject\"";

    public static IReadOnlyList<AlertScenario> All { get; } =
    [
        Down("minio", "Minio"),
        new("MinioUnhealthy", "minio", [Minio("minio_cluster_health_status", "1x5 0x60")], [Minio("minio_cluster_health_status", "1x60")]),
        // One more may fail; a drive is away, but others are left; one drive alone is all that there is.
        new("MinioErasureSetDegraded", "minio", ErasureSet(3, 3, 1), ErasureSet(4, 3, 1)),
        new("MinioErasureSetDegraded", "minio", ErasureSet(2, 3, 2), ErasureSet(1, 1, 0)),
        new("MinioDrivesOffline", "minio", [Minio("minio_cluster_drive_offline_total", "1x60")], [Minio("minio_cluster_drive_offline_total", "0x26 1x2 0x60")]),
        new("MinioNodesOffline", "minio", [Minio("minio_cluster_nodes_offline_total", "1x60")], [Minio("minio_cluster_nodes_offline_total", "0x60")]),
        new("MinioCapacityLow", "minio", Space("14x60"), Space("16x60")),
        new("MinioCapacityVeryLow", "minio", Space("4x60"), Space("6x60")),
        // Full in less than four days; the same where more than half is free; not at all.
        new("MinioFillsUp", "minio", Space("40-0.01x500"), Space("90-0.05x500"), 480),
        new("MinioFillsUp", "minio", Space("40-0.01x500"), Space("40x500"), 480),
        new("MinioErrors", "minio", Requests(100, 10), Requests(100, 4)),
        // All, but of six requests a minute.
        new("MinioErrors", "minio", Requests(60, 30), Requests(6, 6)),
        new("MinioSlow", "minio", FirstBytes(80), FirstBytes(99)),
        new("MinioRequestsWaiting", "minio", [Minio("minio_s3_requests_waiting_total", "3x60")], [Minio("minio_s3_requests_waiting_total", "0 3 0x26 9 0x60")]),
        new("MinioRequestsRejected", "minio", Rejected("0+12x60"), Rejected("40x60")),
        // Ten requests a second for more than an hour, then sixty; twenty; and with much less to do, ten times as much.
        new("MinioRequestsSpike", "minio", [Minio("minio_s3_requests_total", "0+600x70 45600+3600x20", Get)], [Minio("minio_s3_requests_total", "0+600x70 43200+1200x20", Get)], 82),
        new("MinioRequestsSpike", "minio", [Minio("minio_s3_requests_total", "0+600x70 45600+3600x20", Get)], [Minio("minio_s3_requests_total", "0+6x70 480+60x20", Get)], 82),
    ];

    private static string Minio(string metric, string values, string labels = "") => Of("minio", metric, values, labels);

    private static string[] ErasureSet(int online, int quorum, int offline) =>
    [
        Minio("minio_cluster_health_erasure_set_online_drives", $"{online}x60", Set),
        Minio("minio_cluster_health_erasure_set_write_quorum", $"{quorum}x60", Set),
        Minio("minio_cluster_drive_offline_total", $"{offline}x60"),
    ];

    private static string[] Space(string free) =>
        [Minio("minio_cluster_capacity_usable_free_bytes", free), Minio("minio_cluster_capacity_usable_total_bytes", "100x500")];

    private static string[] Requests(int each, int errors) =>
        [Minio("minio_s3_requests_total", $"0+{each}x60", Get), Minio("minio_s3_requests_5xx_errors_total", $"0+{errors}x60", Get)];

    // Of a hundred reads a minute, so many have their first byte within a second; the rest within ten.
    private static string[] FirstBytes(int fast) =>
    [
        Minio("minio_s3_requests_total", "0+100x60", Get),
        Minio("minio_s3_requests_ttfb_seconds_distribution", $"0+{fast}x60", $"{Get},le=\"1.000\""),
        Minio("minio_s3_requests_ttfb_seconds_distribution", "0+100x60", $"{Get},le=\"10.000\""),
        Minio("minio_s3_requests_ttfb_seconds_distribution", "0+100x60", $"{Get},le=\"+Inf\""),
        // Lists may take as long as they like.
        Minio("minio_s3_requests_ttfb_seconds_distribution", "0x60", "api=\"listobjectsv2\",le=\"1.000\""),
        Minio("minio_s3_requests_ttfb_seconds_distribution", "0+100x60", "api=\"listobjectsv2\",le=\"+Inf\""),
    ];

    private static string[] Rejected(string auth) =>
    [
        Minio("minio_s3_requests_rejected_auth_total", auth), Minio("minio_s3_requests_rejected_header_total", "0x60"),
        Minio("minio_s3_requests_rejected_invalid_total", "0x60"), Minio("minio_s3_requests_rejected_timestamp_total", "0x60"),
    ];
}
