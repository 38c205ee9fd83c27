using System.Globalization;
using Infra.Configs.Alerts;

namespace Infra.Configs.Prometheus;

/// <summary>Alerts about Prometheus itself: its configuration, rules, store and restarts.</summary>
internal static class PrometheusAlerts
{
    /// <summary>The share of its interval from which on a group of rules is slow.</summary>
    public const decimal RulesSlow = 0.5m;

    /// <summary>How many times as many series as a day before are too many.</summary>
    public const int SeriesGrowth = 2;

    /// <summary>With fewer series a growth costs nothing: a new stack grows.</summary>
    public const int SeriesThatCount = 30_000;

    /// <summary>More starts than this within an hour are too many.</summary>
    public const int Restarts = 2;

    public const string RuleShare = """prometheus_rule_group_last_duration_seconds{job="prometheus"} / (prometheus_rule_group_interval_seconds{job="prometheus"} > 0)""";

    /// <param name="remoteWrite">Whether samples are sent on to another store.</param>
    public static IReadOnlyList<AlertRule> Rules(bool remoteWrite) =>
    [
        ConfigReloadFailed, RuleFailures, RulesSlowly, RulesMissed, NotificationsFailing, NoAlertmanager, CompactionsFailing, WalCorrupted,
        SeriesGrow, RetentionCut, Restarting,
        .. ScrapeAlerts.Rules,
        .. remoteWrite ? RemoteWriteAlerts.Rules : [],
    ];

    private static AlertRule ConfigReloadFailed { get; } = new()
    {
        Name = "PrometheusConfigReloadFailed",
        // One scrape that fails must not look like a reload that succeeded.
        Expression = """max_over_time(prometheus_config_last_reload_successful{job="prometheus"}[5m]) == 0""",
        For = Duration.Minutes(5),
        Severity = AlertSeverity.Warning,
        Summary = "Prometheus runs with an old configuration",
        Description = "{{ $labels.instance }} found an error in its configuration when it last read it, and kept the one before.",
    };

    private static AlertRule RuleFailures { get; } = new()
    {
        Name = "PrometheusRuleFailures",
        Expression = """sum by (instance, job, service, rule_group) (increase(prometheus_rule_evaluation_failures_total{job="prometheus"}[5m])) > 0""",
        For = Duration.Minutes(5),
        Severity = AlertSeverity.Critical,
        Summary = "Prometheus cannot evaluate its rules",
        Description = "{{ $value | humanize }} evaluations in the group {{ $labels.rule_group }} have failed within 5 minutes. Its alerts cannot fire.",
    };

    private static AlertRule RulesSlowly { get; } = new()
    {
        Name = "PrometheusRulesSlow",
        Expression = string.Create(CultureInfo.InvariantCulture, $"{RuleShare} > {RulesSlow}"),
        For = Duration.Minutes(15),
        Severity = AlertSeverity.Warning,
        Summary = "Prometheus takes long to evaluate its rules",
        Description = "The group {{ $labels.rule_group }} takes {{ $value | humanizePercentage }} of its interval. With more than all of it, evaluations are left out.",
    };

    private static AlertRule RulesMissed { get; } = new()
    {
        Name = "PrometheusRulesMissed",
        Expression = """sum by (instance, job, service, rule_group) (increase(prometheus_rule_group_iterations_missed_total{job="prometheus"}[10m])) > 0""",
        For = Duration.Minutes(10),
        Severity = AlertSeverity.Critical,
        Summary = "Prometheus leaves out evaluations of its rules",
        Description = "{{ $value | humanize }} evaluations of the group {{ $labels.rule_group }} were left out within 10 minutes, because the one before had not ended. Its alerts fire late.",
    };

    private static AlertRule NotificationsFailing { get; } = new()
    {
        Name = "PrometheusNotificationsFailing",
        Expression = """increase(prometheus_notifications_errors_total{job="prometheus"}[5m]) > 0""",
        For = Duration.Minutes(5),
        Severity = AlertSeverity.Critical,
        Summary = "Prometheus cannot hand over alerts",
        Description = "{{ $value | humanize }} alerts could not be sent to {{ $labels.alertmanager }} within 5 minutes.",
    };

    private static AlertRule NoAlertmanager { get; } = new()
    {
        Name = "PrometheusNoAlertmanager",
        Expression = """max_over_time(prometheus_notifications_alertmanagers_discovered{job="prometheus"}[5m]) < 1""",
        For = Duration.Minutes(5),
        Severity = AlertSeverity.Critical,
        Summary = "Prometheus knows no Alertmanager",
        Description = "{{ $labels.instance }} has no Alertmanager to hand its alerts to.",
    };

    private static AlertRule CompactionsFailing { get; } = new()
    {
        Name = "PrometheusCompactionsFailing",
        Expression = """increase(prometheus_tsdb_compactions_failed_total{job="prometheus"}[3h]) > 0""",
        For = Duration.Minutes(15),
        Severity = AlertSeverity.Warning,
        Summary = "Prometheus cannot compact its data",
        Description = "{{ $value | humanize }} compactions have failed within 3 hours. Memory and disk use grow, and nothing is deleted when its retention ends.",
    };

    private static AlertRule WalCorrupted { get; } = new()
    {
        Name = "PrometheusWalCorrupted",
        // It is counted at the start, before the first scrape: there is no increase to see.
        Expression = """prometheus_tsdb_wal_corruptions_total{job="prometheus"} > 0""",
        Severity = AlertSeverity.Warning,
        Summary = "Prometheus has lost samples at its start",
        Description = "{{ $labels.instance }} found its write-ahead log damaged and cut it off there. The newest samples before its last stop are missing.",
    };

    private static AlertRule SeriesGrow { get; } = new()
    {
        Name = "PrometheusSeriesGrow",
        Expression =
            $$"""(prometheus_tsdb_head_series{job="prometheus"} > {{SeriesThatCount}}) > {{SeriesGrowth}} * prometheus_tsdb_head_series{job="prometheus"} offset 1d""",
        For = Duration.Hours(1),
        Severity = AlertSeverity.Warning,
        Summary = "Prometheus has many more series than a day ago",
        Description = "{{ $labels.instance }} has {{ $value | humanize }} series, more than twice as many as a day ago. Each takes about 3 kB of its memory.",
    };

    // Deletions for want of room, and what is left then: without a limit there are none.
    private static AlertRule RetentionCut { get; } = new()
    {
        Name = "PrometheusRetentionCut",
        Expression =
            """(time() - prometheus_tsdb_lowest_timestamp_seconds{job="prometheus"}) and increase(prometheus_tsdb_size_retentions_total{job="prometheus"}[1d]) > 0""",
        For = Duration.Minutes(15),
        Severity = AlertSeverity.Warning,
        Summary = "Prometheus deletes samples before their retention ends",
        Description = "The store of {{ $labels.instance }} has reached its size limit. It goes back {{ $value | humanizeDuration }}.",
    };

    private static AlertRule Restarting { get; } = new()
    {
        Name = "PrometheusRestarts",
        Expression = $$"""changes(process_start_time_seconds{job="prometheus"}[1h]) > {{Restarts}}""",
        Severity = AlertSeverity.Warning,
        Summary = "Prometheus keeps restarting",
        Description = "{{ $labels.instance }} was started {{ $value }} times within an hour. Alerts that were pending begin anew each time.",
    };
}
