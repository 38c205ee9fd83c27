using Infra.Tests.Configs.Alerts;
using static Infra.Tests.Configs.Alerts.AlertSeries;

namespace Infra.Tests.Configs.Alloy;

internal static class AlloyAlertScenarios
{
    private const string Config = "alloy_config_last_load_successful";
    private const string Components = "alloy_component_controller_running_components";
    private const string Read = "loki_source_docker_target_entries_total";
    private const string Dropped = "phlo_logs_waiting_dropped_bytes_total";
    private const string Waiting = "prometheus_tsdb_wal_storage_size_bytes";
    private const string Store = """component_id="loki.write.default" """;
    private const string Exporter = """exporter="otlp",data_type="traces" """;

    public static IReadOnlyList<AlertScenario> All { get; } =
    [
        Down("alloy", "Alloy"),
        new("AlloyConfigFailed", "alloy", [Own(Config, "1x5 0x60")], [Own(Config, "1x25 0x3 1x30"), Of("trino", Config, "0x60")]),
        new("AlloyComponentUnhealthy", "alloy", [Own(Components, "2x60", """health_type="unhealthy" """)], [Own(Components, "9x60", """health_type="healthy" """), Own(Components, "0x60", """health_type="unhealthy" """)]),
        // A line every quarter of an hour is enough.
        new("AlloyReadsNoLogs", "alloy", [Own(Read, "9x120")], [Own(Read, "0x14 1x14 2x14 3x14 4x14 5x14 6x14 7x14")], 90),
        Counted("AlloyDropsLogs", "alloy", "loki_write_dropped_entries_total", """reason="ingester_error",host="loki" """),
        Counted("AlloyRetriesLogs", "alloy", "loki_write_batch_retries_total", """host="loki" """),
        // Eleven and nine minutes; nothing was read yet.
        new("AlloyLogsLate", "alloy", Wal(1660), Wal(1540)),
        new("AlloyLogsLate", "alloy", Wal(1660), [Own("loki_write_wal_writer_last_written_timestamp", "5000x60"), Own("loki_write_last_read_timestamp", "0x60", """id="a" """)]),
        // A file was dropped, the first of all or one more; long ago.
        new("AlloyWaitingLogsDropped", "alloy", [Own(Dropped, "_x20 134217728x40", "container=\"alloy\"")], [Own(Dropped, "134217728x60", "container=\"alloy\""), Of("trino", Dropped, "0+1x60")], 25),
        new("AlloyWaitingLogsDropped", "alloy", [Own(Dropped, "100x55 200x5", "container=\"alloy\"")], [Own(Dropped, "100x60", "container=\"alloy\"")], 58),
        // Of the 5 GB more than four; Loki has them all but for those of nine minutes.
        new("AlloyWaitingLogsNearLimit", "alloy", [Own(Waiting, "4300000000x60", Store), .. Wal(1660)], [Own(Waiting, "4300000000x60", Store), .. Wal(1540)]),
        new("AlloyWaitingLogsNearLimit", "alloy", [Own(Waiting, "4300000000x60", Store), .. Wal(1660)], [Own(Waiting, "4200000000x60", Store), .. Wal(1660)]),
        // Tempo is away for longer than the queue has room; Tempo refuses for good.
        Counted("AlloyDropsSpans", "alloy", "otelcol_exporter_enqueue_failed_spans_total", """exporter="otlp" """),
        Counted("AlloyDropsSpans", "alloy", "otelcol_exporter_send_failed_spans_total", """exporter="otlp" """),
        new("AlloyTraceQueueFills", "alloy", Queue(51), Queue(49)),
    ];

    private static string Own(string metric, string values, string labels = "") => Of("alloy", metric, values, labels);

    private static string[] Wal(int written) =>
        [Own("loki_write_wal_writer_last_written_timestamp", $"{written}+60x60"), Own("loki_write_last_read_timestamp", "1000+60x60", """id="a" """)];

    private static string[] Queue(int size) =>
        [Own("otelcol_exporter_queue_size", $"{size}x60", Exporter), Own("otelcol_exporter_queue_capacity", "100x60", Exporter)];
}
