using System.Reflection;
using static Infra.Tests.Configs.Alerts.AlertSeries;

namespace Infra.Tests.Configs.Alerts;

/// <summary>A scenario for each alert: those of this file, and the <c>All</c> of every class whose name ends in <c>AlertScenarios</c>, in the products' rooms.</summary>
internal static class AlertScenarios
{
    private const string Config = "_config_last_reload_successful";
    private const string Disk = """fstype="ext4",device="/dev/sda1",mountpoint="/" """;
    private const string Heartbeat = "dagster_daemon_last_heartbeat_timestamp_seconds";

    public static IReadOnlyList<AlertScenario> All { get; } = [.. Own(), .. Stores(), .. Machine(), .. Lakehouse(), .. OfProducts()];

    private static IEnumerable<AlertScenario> OfProducts() => typeof(AlertScenarios).Assembly.GetTypes()
        .Where(type => type.Name.EndsWith(nameof(AlertScenarios), StringComparison.Ordinal) && type != typeof(AlertScenarios))
        .OrderBy(type => type.FullName, StringComparer.Ordinal)
        .SelectMany(type => (IReadOnlyList<AlertScenario>)type.GetProperty(nameof(All), BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!);

    private static IEnumerable<AlertScenario> Own() =>
    [
        new("Watchdog", "alerting", [], []),
        new("TargetDown", "node", [Of("node", "up", "0x60")], [Of("node", "up", "1x60")]),
        new("PrometheusConfigReloadFailed", "prometheus", [Prometheus($"prometheus{Config}", "1x5 0x60")], [Prometheus($"prometheus{Config}", "1x25 0x3 1x30")]),
        new("PrometheusRuleFailures", "prometheus", [Prometheus("prometheus_rule_evaluation_failures_total", "0+1x60", """rule_group="a" """)], [Prometheus("prometheus_rule_evaluation_failures_total", "5x60", """rule_group="a" """)]),
        new("PrometheusNotificationsFailing", "prometheus", [Prometheus("prometheus_notifications_errors_total", "0+1x60", """alertmanager="a" """)], [Prometheus("prometheus_notifications_errors_total", "5x60", """alertmanager="a" """)]),
        new("PrometheusNoAlertmanager", "prometheus", [Prometheus("prometheus_notifications_alertmanagers_discovered", "0x60")], [Prometheus("prometheus_notifications_alertmanagers_discovered", "1x60")]),
        new("PrometheusCompactionsFailing", "prometheus", [Prometheus("prometheus_tsdb_compactions_failed_total", "0+1x60")], [Prometheus("prometheus_tsdb_compactions_failed_total", "3x60")]),
        new("PrometheusWalCorrupted", "prometheus", [Prometheus("prometheus_tsdb_wal_corruptions_total", "1x60")], [Prometheus("prometheus_tsdb_wal_corruptions_total", "0x60")]),
        new("PrometheusScrapeLimitHit", "prometheus", [Prometheus("prometheus_target_scrapes_exceeded_sample_limit_total", "0+1x60")], [Prometheus("prometheus_target_scrapes_exceeded_body_size_limit_total", "2x60")]),
        new("PrometheusScrapeLimitHit", "prometheus", [Prometheus("prometheus_target_scrape_pool_exceeded_label_limits_total", "0+1x60", """scrape_job="a" """)], [Prometheus("prometheus_target_scrape_pool_exceeded_target_limit_total", "2x60")]),
        new("PrometheusDiscoveryFailing", "prometheus", [Prometheus("prometheus_sd_refresh_failures_total", "0+1x60", """mechanism="docker" """)], [Prometheus("prometheus_sd_refresh_failures_total", "1x60", """mechanism="docker" """)]),
        new("PrometheusDiscoveryFailing", "alloy", [Of("alloy", "prometheus_sd_refresh_failures_total", "0+1x60", """mechanism="docker" """)], [Of("alloy", "prometheus_sd_refresh_failures_total", "1x60", """mechanism="docker" """)]),
        new("PrometheusRemoteWriteBehind", "prometheus", RemoteWrite("_queue_highest_timestamp_seconds", Queue, 500), RemoteWrite("_queue_highest_timestamp_seconds", Queue, 100)),
        new("PrometheusRemoteWriteBehind", "prometheus", RemoteWrite("_highest_timestamp_in_seconds", "", 500), RemoteWrite("_highest_timestamp_in_seconds", "", 100)),
        new("PrometheusRemoteWriteFailing", "prometheus", [Prometheus("prometheus_remote_storage_samples_failed_total", "0+9x60", Queue)], [Prometheus("prometheus_remote_storage_samples_failed_total", "9x60", Queue)]),
        new("AlertmanagerConfigReloadFailed", "alertmanager", [Of("alertmanager", $"alertmanager{Config}", "1x5 0x60")], [Of("alertmanager", $"alertmanager{Config}", "1x25 0x3 1x30")]),
        new("AlertmanagerNotificationsFailed", "alertmanager", [Of("alertmanager", "alertmanager_notifications_failed_total", "0+1x60", """integration="slack",reason="other" """), Of("alertmanager", "alertmanager_notifications_failed_total", "0+1x60", """integration="slack",reason="authError" """)], [Of("alertmanager", "alertmanager_notifications_failed_total", "4x60", """integration="slack" """)]),
    ];

    private static IEnumerable<AlertScenario> Stores() =>
    [
        Down("loki", "Loki"), Down("alloy", "Alloy"), Down("tempo", "Tempo"), Down("grafana", "Grafana"),
        Share("LokiRequestErrors", "loki", "loki_request_duration_seconds_count", "status_code", "route=\"push\"", 20, 5),
        new("LokiWalDiskFull", "loki", [Of("loki", "loki_ingester_wal_disk_usage_percent", "0.86x60")], [Of("loki", "loki_ingester_wal_disk_usage_percent", "0.84x60"), Of("loki", "loki_ingester_wal_disk_full_failures_total", "3x60")]),
        new("LokiWalCorrupted", "loki", [Of("loki", "loki_ingester_wal_corruptions_total", "1x60", """type="segment" """)], [Of("loki", "loki_ingester_wal_corruptions_total", "0x60", """type="segment" """)]),
        Counted("LokiDiscardsLogs", "loki", "loki_discarded_samples_total", """reason="line_too_long",tenant="fake" """),
        new("LokiRetentionStalled", "loki", [Of("loki", "loki_compactor_apply_retention_last_successful_run_timestamp_seconds", "60x420")], [Of("loki", "loki_compactor_apply_retention_last_successful_run_timestamp_seconds", "0x420"), Of("loki", "loki_compactor_apply_retention_last_successful_run_timestamp_seconds", "0+60x420", """pod="b" """)], 400),
        new("AlloyConfigFailed", "alloy", [Of("alloy", "alloy_config_last_load_successful", "1x5 0x60")], [Of("alloy", "alloy_config_last_load_successful", "1x25 0x3 1x30")]),
        new("AlloyComponentUnhealthy", "alloy", [Of("alloy", "alloy_component_controller_running_components", "2x60", """health_type="unhealthy" """)], [Of("alloy", "alloy_component_controller_running_components", "9x60", """health_type="healthy" """), Of("alloy", "alloy_component_controller_running_components", "0x60", """health_type="unhealthy" """)]),
        Counted("AlloyDropsLogs", "alloy", "loki_write_dropped_entries_total", """reason="ingester_error",host="loki" """),
        Counted("AlloyRetriesLogs", "alloy", "loki_write_batch_retries_total", """host="loki" """),
        // Tempo is away for longer than the queue has room; Tempo refuses for good.
        Counted("AlloyDropsSpans", "alloy", "otelcol_exporter_enqueue_failed_spans_total", """exporter="otlp" """),
        Counted("AlloyDropsSpans", "alloy", "otelcol_exporter_send_failed_spans_total", """exporter="otlp" """),
        Counted("TempoDiscardsSpans", "tempo", "tempo_discarded_spans_total", """reason="rate_limited",tenant="single-tenant" """),
        Counted("TempoPollsFailing", "tempo", "tempodb_blocklist_poll_errors_total", """tenant="single-tenant" """),
        Counted("GrafanaAlertRulesFailing", "grafana", "grafana_alerting_rule_evaluation_failures_total", """org="1" """),
        Share("GrafanaRequestErrors", "grafana", "grafana_http_request_duration_seconds_count", "status_code", "handler=\"a\"", 10, 1),
    ];

    private static IEnumerable<AlertScenario> Machine() =>
    [
        new("DiskAlmostFull", "node", FileSystem(Disk, 15, 0), [.. FileSystem(Disk, 25, 0), .. FileSystem("""fstype="tmpfs",device="tmpfs",mountpoint="/run" """, 1, 0), .. FileSystem("""fstype="ext4",device="/dev/sdb",mountpoint="/b" """, 1, 1)]),
        new("DiskFull", "node", FileSystem(Disk, 10, 0), FileSystem(Disk, 15, 0)),
        // At the 30th minute, in 10 and 20 days.
        new("CertificateExpiresSoon", "loki", [Certificate(865_800)], [Certificate(1_729_800)]),
        new("CertificateExpires", "loki", [Certificate(174_600)], [Certificate(865_800)]),
        new("CertificateExpiryUnknown", "node", [Certificate(1_729_800), Of("node", "node_textfile_scrape_error", "1x60")], [Certificate(1_729_800), Of("node", "node_textfile_scrape_error", "0x60")]),
        new("CertificateExpiryUnknown", "node", [Of("node", "node_textfile_scrape_error", "0x60")], [Certificate(1_729_800)]),
        new("ContainerRestarts", "trino", [Container("container_start_time_seconds", "100x25 200 300 400x20", """container_label_com_docker_compose_service="trino" """)], [Container("container_start_time_seconds", "100x25 200 300x20"), Of("cadvisor", "container_start_time_seconds", "100x25 200 300 400x20", """id="/system.slice" """)]),
        new("ContainerOutOfMemory", "node", [Of("node", "node_vmstat_oom_kill", "0x25 1x20")], [Of("node", "node_vmstat_oom_kill", "1x60")]),
        new("ContainerMemoryNearLimit", "loki", [Container("container_memory_working_set_bytes", "95x60", OwnLabel), Container("container_spec_memory_limit_bytes", "100x60", OwnLabel)], [Container("container_memory_working_set_bytes", "85x60", OwnLabel), Container("container_spec_memory_limit_bytes", "100x60", OwnLabel), Container("container_memory_working_set_bytes", "95x60"), Container("container_spec_memory_limit_bytes", "0x60")]),
    ];

    private static IEnumerable<AlertScenario> Lakehouse() =>
    [
        Down("minio", "Minio"),
        new("PostgresDown", "postgres", [Of("postgres", "pg_up", "0x60")], [Of("postgres", "pg_up", "1x60")]),
        new("PostgresExporterScrapeError", "postgres", [Of("postgres", "pg_exporter_last_scrape_error", "1x60"), Of("postgres", "pg_up", "1x60")], [Of("postgres", "pg_exporter_last_scrape_error", "1x60"), Of("postgres", "pg_up", "0x60")]),
        new("PostgresConnectionsNearlyExhausted", "postgres", Connections(50, 35), Connections(40, 35)),
        // Ten requests a second for more than an hour, then sixty; twenty; and with much less to do, ten times as much.
        new("MinioRequestsSpike", "minio", [Of("minio", "minio_s3_requests_total", "0+600x70 45600+3600x20", """api="getobject" """)], [Of("minio", "minio_s3_requests_total", "0+600x70 43200+1200x20", """api="getobject" """)], 82),
        new("MinioRequestsSpike", "minio", [Of("minio", "minio_s3_requests_total", "0+600x70 45600+3600x20", """api="getobject" """)], [Of("minio", "minio_s3_requests_total", "0+6x70 480+60x20", """api="getobject" """)], 82),
        new("DagsterDown", "dagster", [Of("dagster", Heartbeat, "60x60", "daemon_type=\"SENSOR\"")], [Of("dagster", Heartbeat, "60x60", "daemon_type=\"SENSOR\""), Of("dagster", Heartbeat, "0+60x60", "daemon_type=\"SCHEDULER\"")]),
        new("DagsterDaemonStale", "dagster", [Of("dagster", Heartbeat, "60x60", "daemon_type=\"SENSOR\""), Of("dagster", Heartbeat, "0+60x60", "daemon_type=\"SCHEDULER\"")], [Of("dagster", Heartbeat, "-90000x60", "daemon_type=\"BACKFILL\""), Of("dagster", Heartbeat, "0+60x60", "daemon_type=\"SCHEDULER\"")]),
        new("DagsterRunsFailing", "dagster", Runs(1, 9), Runs(1, 99)),
        new("DagsterRunsFailing", "dagster", Runs(1, 0), Runs(0, 0)),
    ];

    private const string Queue = """remote_name="store",url="https://store" """;
    private const string OwnLabel = """container_label_phlo_component="loki" """;

    // Here, because beyond this class the name is a namespace's.
    private static string Prometheus(string metric, string values, string labels = "") => Of("prometheus", metric, values, labels);

    private static string[] RemoteWrite(string newest, string labels, int lag) =>
    [
        Prometheus($"prometheus_remote_storage{newest}", $"{1000 + lag}+60x60", labels),
        Prometheus("prometheus_remote_storage_queue_highest_sent_timestamp_seconds", "1000+60x60", Queue),
    ];

    private static string[] FileSystem(string labels, int free, int readOnly) =>
    [
        Of("node", "node_filesystem_avail_bytes", $"{free}x60", labels),
        Of("node", "node_filesystem_size_bytes", "100x60", labels),
        Of("node", "node_filesystem_readonly", $"{readOnly}x60", labels),
    ];

    private static string[] Connections(int one, int other) =>
    [
        Of("postgres", "pg_stat_database_numbackends", $"{one}x60", "datname=\"lakehouse\""),
        Of("postgres", "pg_stat_database_numbackends", $"{other}x60", "datname=\"postgres\""),
        Of("postgres", "pg_settings_max_connections", "100x60"),
    ];

    private static string[] Runs(int failures, int successes) =>
    [
        Of("dagster", "dagster_recent_runs_count", $"{failures}x60", "status=\"FAILURE\",window=\"1h\",job_name=\"a\""),
        Of("dagster", "dagster_recent_runs_count", $"{successes}x60", "status=\"SUCCESS\",window=\"1h\",job_name=\"a\""),
        Of("dagster", "dagster_recent_runs_count", "9x60", "status=\"FAILURE\",window=\"24h\",job_name=\"a\""),
    ];

    private static string Certificate(int expiry) => Of("node", "phlo_certificate_expiry_timestamp_seconds", $"{expiry}x60", "certificate=\"loki\"");

    private static string Container(string metric, string values, string labels = "") => Of("cadvisor", metric, values, $"name=\"phlo-trino\",{labels}".TrimEnd(','));
}
