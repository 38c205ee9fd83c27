using Infra.Configs.Alerts;
using Infra.Configs.Availability;
using Infra.Configs.Monitoring;
using static Infra.Configs.Lakehouse.Dagster.DagsterMetrics;

namespace Infra.Configs.Lakehouse.Dagster;

/// <summary>Alerts about Dagster, by what its tables say.</summary>
internal static class DagsterAlerts
{
    /// <summary>Without a sign of life for so long, a daemon does not work; each gives one every 30 seconds.</summary>
    public const int SilentSeconds = AvailabilityRules.HeartbeatLimitSeconds;

    /// <summary>The share of failures among the runs that end (the guide's threshold).</summary>
    public const decimal FailureShare = 0.05m;

    /// <summary>How long a run may wait to be started.</summary>
    public const int QueuedSeconds = 600;

    /// <summary>How long any run may take.</summary>
    public const int RunningSeconds = 3600;

    /// <summary>How many times as long as the longest run of the last day a longer run may take.</summary>
    public const int RunningFactor = 3;

    /// <summary>The share of failures among the ticks of one schedule or sensor.</summary>
    public const decimal TickFailureShare = 0.5m;

    private const int Day = 86400;
    private const string By = "by (job, service)";
    private const string ByJob = "by (job, service, job_name)";

    public static IReadOnlyList<AlertRule> Rules(MonitoringScope scope) =>
    [
        .. Daemons(scope.PendingPeriod), .. Runs, TicksFailing,
        .. scope.AssetFreshness.Count > 0 ? new[] { AssetStale(scope.AssetFreshness) } : [],
    ];

    private static IReadOnlyList<AlertRule> Daemons(Duration pendingPeriod) =>
    [
        AvailabilityAlerts.DagsterDown(pendingPeriod),
        // A kind of daemon that is not used any more leaves its last heartbeat behind for good.
        Rule(
            "DagsterDaemonStale", AlertSeverity.Warning, Duration.Minutes(5), $"(time() - max by (job, service, daemon_type) ({Of(Heartbeat)}) > {SilentSeconds}) < {Day}",
            "Dagster's {{ $labels.daemon_type }} daemon does not work",
            "Its last sign of life is {{ $value | humanizeDuration }} old."),
    ];

    private static IReadOnlyList<AlertRule> Runs { get; } =
    [
        Rule(
            "DagsterRunsFailing", AlertSeverity.Warning, Duration.Minutes(5),
            $"sum {By} ({Of(RecentRuns, "status=\"FAILURE\",window=\"1h\"")}) / (sum {By} ({Of(RecentRuns, "status=~\"SUCCESS|FAILURE\",window=\"1h\"")}) > 0) > {FailureShare}",
            "Dagster's runs fail",
            "{{ $value | humanizePercentage }} of the runs that ended within the last hour have failed."),
        Rule(
            "DagsterQueueStuck", AlertSeverity.Warning, Duration.Minutes(5), $"max {By} ({Of(QueuedAge)}) > {QueuedSeconds}",
            "Dagster's runs are not started",
            "The oldest queued run has been waiting for {{ $value | humanizeDuration }}."),
        // What takes long every day may take long.
        Rule(
            "DagsterRunHangs", AlertSeverity.Warning, Duration.Minutes(5),
            $"max {ByJob} ({Of(RunningAge)}) > {RunningSeconds} unless max {ByJob} ({Of(RunningAge)}) <= {RunningFactor} * max {ByJob} ({Of(DurationMax)})",
            "A run of {{ $labels.job_name }} does not end",
            "A run of {{ $labels.job_name }} has been at work for {{ $value | humanizeDuration }}. "
                + $"That is more than {RunningFactor} times as long as any successful run of the last day."),
    ];

    private static AlertRule TicksFailing { get; } = Rule(
        "DagsterTicksFailing", AlertSeverity.Warning, Duration.Minutes(5),
        $"sum by (job, service, type, name) ({Of(NamedTicks, "status=\"failure\"")})"
            + $" / sum by (job, service, type, name) ({Of(NamedTicks, "status=~\"success|failure|skipped\"")}) > {TickFailureShare}",
        "Dagster's {{ $labels.type }} {{ $labels.name }} fails",
        "{{ $value | humanizePercentage }} of the ticks of the {{ $labels.type }} {{ $labels.name }} within the last hour have failed.");

    private static AlertRule AssetStale(IReadOnlyDictionary<string, Duration> freshness) => Rule(
        "DagsterAssetStale", AlertSeverity.Warning, Duration.Minutes(5),
        string.Join(" or ", freshness.OrderBy(asset => asset.Key, StringComparer.Ordinal).Select(asset =>
            $"(time() - max by (job, service, asset_key) ({Of(AssetTime, $"asset_key=\"{asset.Key}\"")}) > {asset.Value.TotalSeconds})")),
        "The asset {{ $labels.asset_key }} is stale",
        "The asset {{ $labels.asset_key }} was last materialized {{ $value | humanizeDuration }} ago. That is longer than the setting assetFreshness allows.");

    private static AlertRule Rule(string name, AlertSeverity severity, Duration pending, string expression, string summary, string description) => new()
    {
        Name = name,
        Expression = expression,
        For = pending,
        Severity = severity,
        Component = LakehouseServices.Dagster,
        Summary = summary,
        Description = description,
    };
}
