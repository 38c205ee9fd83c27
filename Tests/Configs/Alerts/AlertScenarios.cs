namespace Infra.Tests.Configs.Alerts;

/// <summary>A scenario for each alert.</summary>
internal static class AlertScenarios
{
    private const string Config = "_config_last_reload_successful";
    private const string Disk = """fstype="ext4",device="/dev/sda1",mountpoint="/" """;
    private const string Heartbeat = "dagster_daemon_last_heartbeat_timestamp_seconds";
    private const string Requests = "http_server_requests_seconds_count";

    public static IReadOnlyList<AlertScenario> All { get; } = [.. Own(), .. Stores(), .. Machine(), .. Lakehouse()];

    private static IEnumerable<AlertScenario> Own() =>
    [
        new("Watchdog", "alerting", [CanaryMetric("0+60x60"), CanaryProbe("log", "1x60"), CanaryProbe("span", "1x60")], [CanaryMetric("0+60x20"), CanaryProbe("log", "1x60"), CanaryProbe("span", "1x60")]),
        // A store that is restarted misses a minute or two; one that stays away does not.
        new("Watchdog", "alerting", [CanaryMetric("0+60x60"), CanaryProbe("log", "1x26 0x30"), CanaryProbe("span", "1x60")], [CanaryMetric("0+60x60"), CanaryProbe("log", "1x23 0x30"), CanaryProbe("span", "1x60")]),
        new("Watchdog", "alerting", [CanaryMetric("0+60x60"), CanaryProbe("log", "1x60"), CanaryProbe("span", "1x26 0x30")], [CanaryMetric("0+60x60"), CanaryProbe("log", "1x60")]),
        new("CanaryLogMissing", "loki", [CanaryProbe("log", "1x20 0x30"), CanaryProbe("span", "1x60")], [CanaryProbe("log", "1x26 0x30"), CanaryProbe("span", "0x60")]),
        new("CanarySpanMissing", "tempo", [CanaryProbe("span", "1x20 0x30"), CanaryProbe("log", "1x60")], [CanaryProbe("span", "1x26 0x30"), CanaryProbe("log", "0x60")]),
        new("TargetNotReady", "superset", [Of("superset", "probe_success", "1x20 0x30"), Of("superset", "up", "1x60")], [Of("superset", "probe_success", "1x60"), CanaryProbe("log", "0x60")]),
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
        Down("loki", "Loki"), Down("alloy", "Alloy"), Down("tempo", "Tempo"), Down("grafana", "Grafana"), NotReady("grafana", "Grafana"),
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
        Down("minio", "Minio"), Down("nessie", "Nessie"), Down("trino", "Trino"),
        NotReady("minio", "Minio"), NotReady("nessie", "Nessie"), NotReady("trino", "Trino"),
        new("PostgresDown", "postgres", [Of("postgres", "pg_up", "0x60")], [Of("postgres", "pg_up", "1x60")]),
        new("PostgresExporterScrapeError", "postgres", [Of("postgres", "pg_exporter_last_scrape_error", "1x60"), Of("postgres", "pg_up", "1x60")], [Of("postgres", "pg_exporter_last_scrape_error", "1x60"), Of("postgres", "pg_up", "0x60")]),
        new("PostgresConnectionsNearlyExhausted", "postgres", Connections(50, 35), Connections(40, 35)),
        // Ten requests a second for more than an hour, then sixty; twenty; and with much less to do, ten times as much.
        new("MinioRequestsSpike", "minio", [Of("minio", "minio_s3_requests_total", "0+600x70 45600+3600x20", """api="getobject" """)], [Of("minio", "minio_s3_requests_total", "0+600x70 43200+1200x20", """api="getobject" """)], 82),
        new("MinioRequestsSpike", "minio", [Of("minio", "minio_s3_requests_total", "0+600x70 45600+3600x20", """api="getobject" """)], [Of("minio", "minio_s3_requests_total", "0+6x70 480+60x20", """api="getobject" """)], 82),
        new("NessieErrors", "nessie", [Of("nessie", Requests, "0+2x60", "status=\"500\""), Of("nessie", Requests, "0+98x60", "status=\"200\"")], [Of("nessie", Requests, "0+1x60", "status=\"500\""), Of("nessie", Requests, "0+199x60", "status=\"200\"")]),
        new("TrinoQueriesSlow", "trino", [Slowest("0.95", 31_000)], [Slowest("0.95", 29_000), Slowest("0.99", 40_000)]),
        new("DagsterDown", "dagster", [Of("dagster", Heartbeat, "60x60", "daemon_type=\"SENSOR\"")], [Of("dagster", Heartbeat, "60x60", "daemon_type=\"SENSOR\""), Of("dagster", Heartbeat, "0+60x60", "daemon_type=\"SCHEDULER\"")]),
        new("DagsterDown", "dagster", [Of("dagster", "probe_success", "0x60"), Of("dagster", Heartbeat, "0+60x60", "daemon_type=\"SENSOR\"")], [Of("dagster", "probe_success", "1x60"), Of("dagster", Heartbeat, "0+60x60", "daemon_type=\"SENSOR\"")]),
        new("DagsterDaemonStale", "dagster", [Of("dagster", Heartbeat, "60x60", "daemon_type=\"SENSOR\""), Of("dagster", Heartbeat, "0+60x60", "daemon_type=\"SCHEDULER\"")], [Of("dagster", Heartbeat, "-90000x60", "daemon_type=\"BACKFILL\""), Of("dagster", Heartbeat, "0+60x60", "daemon_type=\"SCHEDULER\"")]),
        new("DagsterRunsFailing", "dagster", Runs(1, 9), Runs(1, 99)),
        new("DagsterRunsFailing", "dagster", Runs(1, 0), Runs(0, 0)),
    ];

    private const string Queue = """remote_name="store",url="https://store" """;
    private const string OwnLabel = """container_label_phlo_component="loki" """;

    // One of two instances is no outage.
    private static AlertScenario Down(string service, string name) => new(
        $"{name}Down", service, [Of(service, "up", "0x60")], [Of(service, "up", "0x60"), Of(service, "up", "1x60", "replica=\"b\"")]);

    // They answer a scrape, and none of them can work; one of them can.
    private static AlertScenario NotReady(string service, string name) => new(
        $"{name}Down", service,
        [Of(service, "up", "1x60"), Of(service, "probe_success", "0x60"), Of(service, "probe_success", "0x60", "replica=\"b\"")],
        [Of(service, "up", "1x60"), Of(service, "probe_success", "0x60"), Of(service, "probe_success", "1x60", "replica=\"b\"")]);

    // A counter that grows, and one that has grown before.
    private static AlertScenario Counted(string alert, string service, string metric, string labels) =>
        new(alert, service, [Of(service, metric, "0+1x60", labels)], [Of(service, metric, "3x60", labels)]);

    // Errors among a hundred requests a minute: so many as to fire, and so many as not to.
    private static AlertScenario Share(string alert, string service, string metric, string status, string labels, int firing, int silent)
    {
        string[] Series(int errors) =>
            [Of(service, metric, $"0+{errors}x60", $"{status}=\"500\",{labels}"), Of(service, metric, $"0+{100 - errors}x60", $"{status}=\"200\",{labels}")];

        return new(alert, service, Series(firing), Series(silent));
    }

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

    private static string CanaryMetric(string values) => $"phlo_canary_timestamp_seconds{{}} {values}";

    private static string CanaryProbe(string signal, string values) => Of("canary", "probe_success", values, $"signal=\"{signal}\"");

    private static string Certificate(int expiry) => Of("node", "phlo_certificate_expiry_timestamp_seconds", $"{expiry}x60", "certificate=\"loki\"");

    private static string Container(string metric, string values, string labels = "") => Of("cadvisor", metric, values, $"name=\"phlo-trino\",{labels}".TrimEnd(','));

    private static string Slowest(string quantile, int milliseconds) =>
        Of("trino", "trino_execution_name_QueryManager_ExecutionTime_FiveMinutes", $"{milliseconds}x60", $"quantile=\"{quantile}\"");

    private static string Prometheus(string metric, string values, string labels = "") => Of("prometheus", metric, values, labels);

    private static string Of(string service, string metric, string values, string labels = "") =>
        $$"""{{metric}}{job="{{service}}",service="{{service}}",instance="{{service}}:1"{{(labels.Length == 0 ? "" : "," + labels.Trim())}}} {{values}}""";
}
