using Infra.Configs.Alerts;

namespace Infra.Configs.Prometheus;

/// <summary>Alerts about Prometheus itself.</summary>
internal static class PrometheusAlerts
{
    // The newest sample that there is, and the newest that was sent. The first name is of Prometheus 3, the second of before.
    private const string RemoteWriteLag =
        "max_over_time(prometheus_remote_storage_queue_highest_timestamp_seconds[5m]) - max_over_time(prometheus_remote_storage_queue_highest_sent_timestamp_seconds[5m])"
        + " or max_over_time(prometheus_remote_storage_highest_timestamp_in_seconds[5m])"
        + " - ignoring (remote_name, url) group_right () max_over_time(prometheus_remote_storage_queue_highest_sent_timestamp_seconds[5m])";

    /// <param name="remoteWrite">Whether samples are sent on to another store.</param>
    public static IReadOnlyList<AlertRule> Rules(bool remoteWrite) =>
    [
        ConfigReloadFailed, RuleFailures, NotificationsFailing, NoAlertmanager, CompactionsFailing, WalCorrupted, ScrapeLimitHit, DiscoveryFailing,
        .. remoteWrite ? new[] { RemoteWriteBehind, RemoteWriteFailing } : [],
    ];

    private static AlertRule ConfigReloadFailed { get; } = new()
    {
        Name = "PrometheusConfigReloadFailed",
        // One scrape that fails must not look like a reload that succeeded.
        Expression = "max_over_time(prometheus_config_last_reload_successful[5m]) == 0",
        For = Duration.Minutes(5),
        Severity = AlertSeverity.Warning,
        Summary = "Prometheus works with an old configuration",
        Description = "The last time that {{ $labels.instance }} read its configuration it found a mistake in it and kept the one before.",
    };

    private static AlertRule RuleFailures { get; } = new()
    {
        Name = "PrometheusRuleFailures",
        Expression = "sum by (instance, job, service, rule_group) (increase(prometheus_rule_evaluation_failures_total[5m])) > 0",
        For = Duration.Minutes(5),
        Severity = AlertSeverity.Critical,
        Summary = "Prometheus cannot evaluate its rules",
        Description = "{{ $value | humanize }} evaluations in the group {{ $labels.rule_group }} have failed within 5 minutes: its alerts cannot fire.",
    };

    private static AlertRule NotificationsFailing { get; } = new()
    {
        Name = "PrometheusNotificationsFailing",
        Expression = "increase(prometheus_notifications_errors_total[5m]) > 0",
        For = Duration.Minutes(5),
        Severity = AlertSeverity.Critical,
        Summary = "Prometheus cannot hand over alerts",
        Description = "{{ $value | humanize }} alerts could not be sent to {{ $labels.alertmanager }} within 5 minutes.",
    };

    private static AlertRule NoAlertmanager { get; } = new()
    {
        Name = "PrometheusNoAlertmanager",
        Expression = "max_over_time(prometheus_notifications_alertmanagers_discovered[5m]) < 1",
        For = Duration.Minutes(5),
        Severity = AlertSeverity.Critical,
        Summary = "Prometheus knows no Alertmanager",
        Description = "{{ $labels.instance }} has nobody to hand its alerts to.",
    };

    private static AlertRule CompactionsFailing { get; } = new()
    {
        Name = "PrometheusCompactionsFailing",
        Expression = "increase(prometheus_tsdb_compactions_failed_total[3h]) > 0",
        For = Duration.Minutes(15),
        Severity = AlertSeverity.Warning,
        Summary = "Prometheus cannot compact its data",
        Description = "{{ $value | humanize }} compactions have failed within 3 hours. Memory and disk use grow, and nothing is deleted when its time is over.",
    };

    private static AlertRule WalCorrupted { get; } = new()
    {
        Name = "PrometheusWalCorrupted",
        // It is counted at the start, before the first scrape: there is no increase to see.
        Expression = "prometheus_tsdb_wal_corruptions_total > 0",
        Severity = AlertSeverity.Warning,
        Summary = "Prometheus has lost samples at its start",
        Description = "{{ $labels.instance }} found its write-ahead log damaged and cut it off there: the newest samples before its last stop are missing.",
    };

    private static AlertRule ScrapeLimitHit { get; } = new()
    {
        Name = "PrometheusScrapeLimitHit",
        Expression = string.Join(" or ", new[]
        {
            "prometheus_target_scrapes_exceeded_sample_limit_total", "prometheus_target_scrapes_exceeded_body_size_limit_total",
            "prometheus_target_scrape_pool_exceeded_target_limit_total", "prometheus_target_scrape_pool_exceeded_label_limits_total",
        }.Select(counter => $"increase({counter}[10m]) > 0")),
        For = Duration.Minutes(5),
        Severity = AlertSeverity.Warning,
        Summary = "A target exceeds the limits of a scrape",
        Description = "{{ $value | humanize }} scrapes were refused within 10 minutes because they brought too much; their metrics are missing.",
    };

    // Alloy finds containers with the same code, and counts under the same name.
    private static AlertRule DiscoveryFailing { get; } = new()
    {
        Name = "PrometheusDiscoveryFailing",
        Expression = "increase(prometheus_sd_refresh_failures_total[10m]) > 0",
        For = Duration.Minutes(15),
        Severity = AlertSeverity.Warning,
        Summary = "{{ $labels.service }} cannot find containers",
        Description = "The {{ $labels.mechanism }} discovery of {{ $labels.service }} has failed for 15 minutes: Prometheus does not scrape new containers, Alloy does not read their logs.",
    };

    private static AlertRule RemoteWriteBehind { get; } = new()
    {
        Name = "PrometheusRemoteWriteBehind",
        Expression = $"({RemoteWriteLag}) > 120",
        For = Duration.Minutes(15),
        Severity = AlertSeverity.Warning,
        Summary = "The long-term store gets its samples late",
        Description = "Sending to {{ $labels.remote_name }} is {{ $value | humanizeDuration }} behind. What is two hours behind is lost.",
    };

    private static AlertRule RemoteWriteFailing { get; } = new()
    {
        Name = "PrometheusRemoteWriteFailing",
        Expression = "rate(prometheus_remote_storage_samples_failed_total[5m]) > 0",
        For = Duration.Minutes(5),
        Severity = AlertSeverity.Critical,
        Summary = "The long-term store refuses samples",
        Description = "{{ $labels.remote_name }} refuses {{ $value | humanize }} samples a second for good; they are lost there.",
    };
}
