using Infra.Tests.Configs.Alerts;
using static Infra.Tests.Configs.Alerts.AlertSeries;

namespace Infra.Tests.Configs.Tempo;

internal static class TempoAlertScenarios
{
    private const string Received = "tempo_distributor_spans_received_total";
    private const string Queue = """remote_name="a",url="http://prometheus" """;

    public static IReadOnlyList<AlertScenario> All { get; } =
    [
        Down("tempo", "Tempo"),
        Counted("TempoDiscardsSpans", "tempo", "tempo_discarded_spans_total", """reason="rate_limited",tenant="single-tenant" """),
        Counted("TempoPollsFailing", "tempo", "tempodb_blocklist_poll_errors_total", """tenant="single-tenant" """),
        Counted("TempoBlocksFailing", "tempo", "tempo_live_store_failed_completions_total", ""),
        Counted("TempoBlocksFailing", "tempo", "tempo_live_store_local_failed_flushes_total", ""),
        new("TempoMaintenanceFailing", "tempo", [Own("tempodb_retention_errors_total", "0+1x90")], [Own("tempodb_retention_errors_total", "3x90")], 60),
        new("TempoMaintenanceFailing", "tempo", [Own("tempodb_compaction_errors_total", "0+1x90")], [Own("tempodb_compaction_errors_total", "3x90")], 60),
        Counted("TempoMetricsNotWritten", "tempo", "prometheus_remote_storage_samples_failed_total", Queue),
        new("TempoMetricsNotWritten", "tempo", Written(1400), Written(1200)),
        Counted("TempoSeriesLimited", "tempo", "tempo_metrics_generator_registry_series_limited_total", """tenant="single-tenant" """),
        // A Tempo that never had any; spans come; there are none to send.
        new("TempoIngestionStopped", "tempo", [Own("up", "1x90"), Sent("0+9x90")], [Own("up", "1x90"), Own(Received, "0+9x90"), Sent("0+9x90")], 70),
        new("TempoIngestionStopped", "tempo", [Own("up", "1x90"), Own(Received, "90x90"), Sent("0+9x90")], [Own("up", "1x90"), Own(Received, "90x90"), Sent("90x90")], 70),
    ];

    private static string Own(string metric, string values, string labels = "") => Of("tempo", metric, values, labels);

    private static string Sent(string values) => Of("alloy", "otelcol_processor_batch_batch_send_size_sum", values);

    private static string[] Written(int newest) =>
    [
        Own("prometheus_remote_storage_queue_highest_timestamp_seconds", $"{newest}+60x60", Queue),
        Own("prometheus_remote_storage_queue_highest_sent_timestamp_seconds", "1000+60x60", Queue),
    ];
}
