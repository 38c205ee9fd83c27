using System.Globalization;
using Infra.Configs.Alerts;

namespace Infra.Configs.Prometheus;

/// <summary>Alerts about scrapes: targets that bring too much, too slowly or in a wrong order, and a discovery that finds none.</summary>
internal static class ScrapeAlerts
{
    /// <summary>The share of its timeout from which on a scrape is slow.</summary>
    public const decimal Slow = 0.8m;

    /// <summary>The share of the limit on samples from which on a target is near it.</summary>
    public const decimal NearLimit = 0.8m;

    public const string DurationShare = "scrape_duration_seconds / (scrape_timeout_seconds > 0)";

    public const string SampleShare = "scrape_samples_post_metric_relabeling / (scrape_sample_limit > 0)";

    private static readonly string[] Limits =
    [
        "prometheus_target_scrapes_exceeded_sample_limit_total", "prometheus_target_scrapes_exceeded_body_size_limit_total",
        "prometheus_target_scrape_pool_exceeded_target_limit_total", "prometheus_target_scrape_pool_exceeded_label_limits_total",
    ];

    private static readonly string[] Refusals =
    [
        "prometheus_target_scrapes_sample_out_of_order_total", "prometheus_target_scrapes_sample_duplicate_timestamp_total",
        "prometheus_target_scrapes_sample_out_of_bounds_total",
    ];

    public static IReadOnlyList<AlertRule> Rules { get; } =
    [
        new AlertRule
        {
            Name = "PrometheusScrapeLimitHit",
            Expression = string.Join(" or ", Limits.Select(counter => $$"""increase({{counter}}{job="prometheus"}[10m]) > 0""")),
            For = Duration.Minutes(5),
            Severity = AlertSeverity.Warning,
            Summary = "A target exceeds the limits of a scrape",
            Description = "{{ $value | humanize }} scrapes were refused within 10 minutes because they brought too much. Their metrics are missing.",
        },
        new AlertRule
        {
            Name = "PrometheusScrapeLimitNear",
            Expression = Invariant($"{SampleShare} > {NearLimit}"),
            For = Duration.Minutes(30),
            Severity = AlertSeverity.Warning,
            Summary = "{{ $labels.service }} is near the limit of a scrape",
            Description = "{{ $labels.instance }} (service {{ $labels.service }}) brings {{ $value | humanizePercentage }} of the samples that a scrape may bring. With more, all of its metrics are refused.",
        },
        new AlertRule
        {
            Name = "PrometheusScrapeSlow",
            Expression = Invariant($"{DurationShare} > {Slow}"),
            For = Duration.Minutes(15),
            Severity = AlertSeverity.Warning,
            Summary = "{{ $labels.service }} takes long to answer a scrape",
            Description = "{{ $labels.instance }} (service {{ $labels.service }}) takes {{ $value | humanizePercentage }} of the time that a scrape may take. With more, it counts as down.",
        },
        new AlertRule
        {
            Name = "PrometheusSamplesRefused",
            Expression = string.Join(" or ", Refusals.Select(counter => $$"""increase({{counter}}{job="prometheus"}[10m]) > 0""")),
            For = Duration.Minutes(15),
            Severity = AlertSeverity.Warning,
            Summary = "Prometheus refuses samples",
            Description = "{{ $value | humanize }} samples were refused within 10 minutes, because they are older than others of their series or differ from one of the same time.",
        },
        // Alloy finds containers with the same code, and counts under the same name.
        new AlertRule
        {
            Name = "PrometheusDiscoveryFailing",
            Expression =
                """increase(prometheus_sd_refresh_failures_total{job="prometheus"}[10m]) > 0 or increase(prometheus_sd_refresh_failures_total{job="alloy"}[10m]) > 0""",
            For = Duration.Minutes(15),
            Severity = AlertSeverity.Warning,
            Summary = "{{ $labels.service }} cannot find containers",
            Description = "The {{ $labels.mechanism }} discovery of {{ $labels.service }} has failed for 15 minutes. Prometheus does not scrape new containers, or Alloy does not read their logs.",
        },
    ];

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
