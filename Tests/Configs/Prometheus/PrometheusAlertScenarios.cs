using Infra.Tests.Configs.Alerts;
using static Infra.Tests.Configs.Alerts.AlertSeries;

namespace Infra.Tests.Configs.Prometheus;

internal static class PrometheusAlertScenarios
{
    private const string Group = """rule_group="a" """;
    private const string Queue = """remote_name="store",url="https://store" """;

    public static IReadOnlyList<AlertScenario> All { get; } =
    [
        new("PrometheusConfigReloadFailed", "prometheus", [Own("prometheus_config_last_reload_successful", "1x5 0x60")], [Own("prometheus_config_last_reload_successful", "1x25 0x3 1x30"), .. Foreign("prometheus_config_last_reload_successful", "0x60")]),
        Grown("PrometheusRuleFailures", "prometheus_rule_evaluation_failures_total", Group),
        // Eight seconds of fifteen; seven, and a group without an interval.
        new("PrometheusRulesSlow", "prometheus", Rule(8, 15), [.. Rule(7, 15), Own("prometheus_rule_group_last_duration_seconds", "9x60", """rule_group="b" """), Own("prometheus_rule_group_interval_seconds", "0x60", """rule_group="b" """)]),
        Grown("PrometheusRulesMissed", "prometheus_rule_group_iterations_missed_total", Group),
        Grown("PrometheusNotificationsFailing", "prometheus_notifications_errors_total", """alertmanager="a" """),
        new("PrometheusNoAlertmanager", "prometheus", [Own("prometheus_notifications_alertmanagers_discovered", "0x60")], [Own("prometheus_notifications_alertmanagers_discovered", "1x60")]),
        Grown("PrometheusCompactionsFailing", "prometheus_tsdb_compactions_failed_total", ""),
        new("PrometheusWalCorrupted", "prometheus", [Own("prometheus_tsdb_wal_corruptions_total", "1x60")], [Own("prometheus_tsdb_wal_corruptions_total", "0x60"), .. Foreign("prometheus_tsdb_wal_corruptions_total", "1x60")]),
        // After a day, from 20 000 to 50 000 and to 39 000; a small one.
        new("PrometheusSeriesGrow", "prometheus", [Own("prometheus_tsdb_head_series", "20000x1440 50000x120")], [Own("prometheus_tsdb_head_series", "20000x1440 39000x120"), Own("prometheus_tsdb_head_series", "900x1440 29000x120", """replica="b" """)], 1510),
        new("PrometheusRetentionCut", "prometheus", [Own("prometheus_tsdb_size_retentions_total", "0x5 1x60"), Own("prometheus_tsdb_lowest_timestamp_seconds", "0x60")], [Own("prometheus_tsdb_size_retentions_total", "1x60"), Own("prometheus_tsdb_lowest_timestamp_seconds", "0x60")]),
        new("PrometheusRestarts", "prometheus", [Own("process_start_time_seconds", "1x10 2 3 4x30")], [Own("process_start_time_seconds", "1x10 2 3x30"), .. Foreign("process_start_time_seconds", "1x10 2 3 4x30")]),
        Grown("PrometheusScrapeLimitHit", "prometheus_target_scrapes_exceeded_sample_limit_total", ""),
        Grown("PrometheusScrapeLimitHit", "prometheus_target_scrapes_exceeded_body_size_limit_total", ""),
        Grown("PrometheusScrapeLimitHit", "prometheus_target_scrape_pool_exceeded_label_limits_total", ""),
        Grown("PrometheusScrapeLimitHit", "prometheus_target_scrape_pool_exceeded_target_limit_total", ""),
        new("PrometheusScrapeLimitNear", "trino", [Of("trino", "scrape_samples_post_metric_relabeling", "81x90"), Of("trino", "scrape_sample_limit", "100x90")], [Of("trino", "scrape_samples_post_metric_relabeling", "79x90"), Of("trino", "scrape_sample_limit", "100x90"), Of("node", "scrape_samples_post_metric_relabeling", "9x90"), Of("node", "scrape_sample_limit", "0x90")], 60),
        new("PrometheusScrapeSlow", "trino", [Of("trino", "scrape_duration_seconds", "8.1x60"), Of("trino", "scrape_timeout_seconds", "10x60")], [Of("trino", "scrape_duration_seconds", "7.9x60"), Of("trino", "scrape_timeout_seconds", "10x60")]),
        Grown("PrometheusSamplesRefused", "prometheus_target_scrapes_sample_out_of_order_total", ""),
        Grown("PrometheusSamplesRefused", "prometheus_target_scrapes_sample_duplicate_timestamp_total", ""),
        Grown("PrometheusSamplesRefused", "prometheus_target_scrapes_sample_out_of_bounds_total", ""),
        Grown("PrometheusDiscoveryFailing", "prometheus_sd_refresh_failures_total", """mechanism="docker" """),
        new("PrometheusDiscoveryFailing", "alloy", [Of("alloy", "prometheus_sd_refresh_failures_total", "0+1x60", """mechanism="docker" """)], [Of("alloy", "prometheus_sd_refresh_failures_total", "1x60", """mechanism="docker" """)]),
        new("PrometheusRemoteWriteBehind", "prometheus", RemoteWrite("_queue_highest_timestamp_seconds", Queue, 500), RemoteWrite("_queue_highest_timestamp_seconds", Queue, 100)),
        new("PrometheusRemoteWriteBehind", "prometheus", RemoteWrite("_highest_timestamp_in_seconds", "", 500), RemoteWrite("_highest_timestamp_in_seconds", "", 100)),
        new("PrometheusRemoteWriteFailing", "prometheus", [Own("prometheus_remote_storage_samples_failed_total", "0+9x60", Queue)], [Own("prometheus_remote_storage_samples_failed_total", "9x60", Queue), Of("tempo", "prometheus_remote_storage_samples_failed_total", "0+9x60", Queue)]),
    ];

    private static string Own(string metric, string values, string labels = "") => Of("prometheus", metric, values, labels);

    // What a target of another job serves under a name of Prometheus'.
    private static string[] Foreign(string metric, string values) => [Of("trino", metric, values)];

    // A counter that grows; one that has grown before, while that of another job grows.
    private static AlertScenario Grown(string alert, string metric, string labels) =>
        new(alert, "prometheus", [Own(metric, "0+1x60", labels)], [Own(metric, "5x60", labels), Of("trino", metric, "0+1x60", labels)]);

    private static string[] Rule(int duration, int interval) =>
        [Own("prometheus_rule_group_last_duration_seconds", $"{duration}x60", Group), Own("prometheus_rule_group_interval_seconds", $"{interval}x60", Group)];

    private static string[] RemoteWrite(string newest, string labels, int lag) =>
    [
        Own($"prometheus_remote_storage{newest}", $"{1000 + lag}+60x60", labels),
        Own("prometheus_remote_storage_queue_highest_sent_timestamp_seconds", "1000+60x60", Queue),
    ];
}
