using Infra.Configs.Contract;

namespace Infra.Configs.Prometheus;

/// <summary>What is relied on of Prometheus' metrics: those about itself, and those that it adds to every target and rule.</summary>
internal static class PrometheusMetrics
{
    private const string Tsdb = "prometheus_tsdb_";
    private const string RemoteStorage = "prometheus_remote_storage_";
    private const string OnlyWithRemoteWrite = "Made for each queue of remote write, which the recorded stack has none of (storage/remote/queue_manager.go).";
    private const string Synthetic = "Written by Prometheus for each target itself; no target serves it";

    /// <summary>What Prometheus serves about itself.</summary>
    public static ProductContract Contract { get; } = new()
    {
        Service = ServiceNames.Prometheus,
        Version = "3.14.0",
        Source = "prometheus/prometheus: cmd/prometheus/main.go, notifier/metric.go, rules/group.go, scrape/metrics.go, storage/remote/queue_manager.go, tsdb/db.go, tsdb/head.go",
        Recordings = ["prometheus"],
        Metrics =
        [
            .. ProcessMetrics.All,
            ProcessMetrics.BuildInfo("prometheus_build_info"),
            new("prometheus_config_last_reload_successful", MetricType.Gauge, "1"),
            new("prometheus_engine_query_duration_seconds", MetricType.Summary, "seconds", "slice"),
            new("prometheus_notifications_alertmanagers_discovered", MetricType.Gauge, "Alertmanagers"),
            new("prometheus_notifications_errors_total", MetricType.Counter, "alerts", "alertmanager"),
            new("prometheus_notifications_dropped_total", MetricType.Counter, "alerts", "alertmanager"),
            new("prometheus_notifications_sent_total", MetricType.Counter, "alerts", "alertmanager"),
            new("prometheus_rule_evaluation_failures_total", MetricType.Counter, "evaluations", "rule_group"),
            new("prometheus_rule_group_interval_seconds", MetricType.Gauge, "seconds", "rule_group"),
            new("prometheus_rule_group_last_duration_seconds", MetricType.Gauge, "seconds", "rule_group"),
            new("prometheus_rule_group_iterations_missed_total", MetricType.Counter, "iterations", "rule_group"),
            new("prometheus_sd_refresh_failures_total", MetricType.Counter, "refreshes", "config", "mechanism") { NewerThanPackages = true },
            new("prometheus_target_scrape_pool_exceeded_label_limits_total", MetricType.Counter, "scrapes"),
            new("prometheus_target_scrape_pool_exceeded_target_limit_total", MetricType.Counter, "scrapes"),
            new("prometheus_target_scrapes_exceeded_body_size_limit_total", MetricType.Counter, "scrapes"),
            new("prometheus_target_scrapes_exceeded_sample_limit_total", MetricType.Counter, "scrapes"),
            new("prometheus_target_scrapes_sample_duplicate_timestamp_total", MetricType.Counter, "samples"),
            new("prometheus_target_scrapes_sample_out_of_bounds_total", MetricType.Counter, "samples"),
            new("prometheus_target_scrapes_sample_out_of_order_total", MetricType.Counter, "samples"),
            new(Tsdb + "compactions_failed_total", MetricType.Counter, "compactions"),
            new(Tsdb + "head_chunks_storage_size_bytes", MetricType.Gauge, "bytes") { NewerThanPackages = true },
            new(Tsdb + "head_samples_appended_total", MetricType.Counter, "samples", "type"),
            new(Tsdb + "head_series", MetricType.Gauge, "series"),
            new(Tsdb + "lowest_timestamp_seconds", MetricType.Gauge, "seconds"),
            new(Tsdb + "retention_limit_bytes", MetricType.Gauge, "bytes"),
            new(Tsdb + "retention_limit_seconds", MetricType.Gauge, "seconds") { NewerThanPackages = true },
            new(Tsdb + "size_retentions_total", MetricType.Counter, "deletions"),
            new(Tsdb + "storage_blocks_bytes", MetricType.Gauge, "bytes"),
            new(Tsdb + "wal_corruptions_total", MetricType.Counter, "corruptions"),
            new(Tsdb + "wal_storage_size_bytes", MetricType.Gauge, "bytes") { NewerThanPackages = true },
            new(RemoteStorage + "highest_timestamp_in_seconds", MetricType.Gauge, "seconds"),
            new(RemoteStorage + "queue_highest_timestamp_seconds", MetricType.Gauge, "seconds", "remote_name", "url") { AppearsLater = OnlyWithRemoteWrite },
            new(RemoteStorage + "queue_highest_sent_timestamp_seconds", MetricType.Gauge, "seconds", "remote_name", "url") { AppearsLater = OnlyWithRemoteWrite },
            new(RemoteStorage + "samples_failed_total", MetricType.Counter, "samples", "remote_name", "url") { AppearsLater = OnlyWithRemoteWrite },
        ],
    };

    /// <summary>What Prometheus adds to every target, and to every alert, under the labels of those.</summary>
    public static ProductContract Everywhere { get; } = new()
    {
        Service = ProductContract.AnyService,
        Version = "3.14.0",
        Source = "prometheus/prometheus: scrape/scrape.go (report), rules/alerting.go",
        Metrics =
        [
            OfTarget("up", "1", "(scrape/scrape.go)"),
            OfTarget("scrape_duration_seconds", "seconds", "(scrape/scrape.go)"),
            OfTarget("scrape_samples_scraped", "samples", "(scrape/scrape.go)"),
            OfTarget("scrape_samples_post_metric_relabeling", "samples", "(scrape/scrape.go)"),
            OfTarget("scrape_timeout_seconds", "seconds", "where extra_scrape_metrics is set, which it is (scrape/scrape.go)"),
            OfTarget("scrape_sample_limit", "samples", "where extra_scrape_metrics is set, which it is (scrape/scrape.go)"),
            new("ALERTS", MetricType.Gauge, "1", "alertname", "alertstate", "component", "severity") { AppearsLater = "Written for each alert that is pending or fires (rules/alerting.go)." },
        ],
    };

    private static Metric OfTarget(string name, string unit, string source) => new(name, MetricType.Gauge, unit) { AppearsLater = $"{Synthetic} {source}." };
}
