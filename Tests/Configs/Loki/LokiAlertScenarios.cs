using Infra.Tests.Configs.Alerts;
using static Infra.Tests.Configs.Alerts.AlertSeries;

namespace Infra.Tests.Configs.Loki;

internal static class LokiAlertScenarios
{
    private const string Usage = "loki_ingester_wal_disk_usage_percent";
    private const string Streams = "loki_ingester_memory_streams";
    private const string Retention = "loki_compactor_apply_retention_last_successful_run_timestamp_seconds";
    private const string Received = "loki_distributor_lines_received_total";

    public static IReadOnlyList<AlertScenario> All { get; } =
    [
        Down("loki", "Loki"),
        Share("LokiRequestErrors", "loki", "loki_request_duration_seconds_count", "status_code", "route=\"push\"", 20, 5),
        new("LokiWalDiskFull", "loki", [Own(Usage, "0.86x60")], [Own(Usage, "0.84x60"), Own("loki_ingester_wal_disk_full_failures_total", "3x60"), Of("trino", Usage, "0.99x60")]),
        new("LokiWalDiskFull", "loki", [Own("loki_ingester_wal_disk_full_failures_total", "0+1x60")], [Own(Usage, "0x60")]),
        new("LokiWalCorrupted", "loki", [Own("loki_ingester_wal_corruptions_total", "1x60", """type="segment" """)], [Own("loki_ingester_wal_corruptions_total", "0x60", """type="segment" """)]),
        Counted("LokiDiscardsLogs", "loki", "loki_discarded_samples_total", """reason="line_too_long",tenant="fake" """),
        // Before its first run there is a 0.
        new("LokiRetentionStalled", "loki", [Own(Retention, "60x420")], [Own(Retention, "0x420"), Own(Retention, "0+60x420", """pod="b" """)], 400),
        Counted("LokiFlushesFailing", "loki", "loki_ingester_chunks_flush_failures_total", ""),
        new("LokiStreamsNearLimit", "loki", [Own(Streams, "8100x60", """tenant="fake" """)], [Own(Streams, "7900x60", """tenant="fake" """), Of("trino", Streams, "9000x60")]),
        // Lines came, and come no more; a Loki that never had any; nobody writes any.
        new("LokiIngestionStopped", "loki", [Own("up", "1x90"), Own(Received, "0+9x10 90x80"), Read("0+9x90")], [Own("up", "1x90"), Own(Received, "0+9x90"), Read("0+9x90")], 70),
        new("LokiIngestionStopped", "loki", [Own("up", "1x90"), Read("0+9x90")], [Own("up", "1x90"), Own(Received, "90x90"), Read("90x90")], 70),
        // A Loki that is down is another alert's.
        new("LokiIngestionStopped", "loki", [Own("up", "1x90"), Read("0+9x90")], [Own("up", "0x90"), Read("0+9x90")], 70),
    ];

    private static string Own(string metric, string values, string labels = "") => Of("loki", metric, values, labels);

    private static string Read(string values) => Of("alloy", "loki_source_docker_target_entries_total", values);
}
