using Infra.Configs.Dashboards;
using Infra.Configs.Monitoring;
using static Infra.Configs.Dashboards.Query;
using static Infra.Configs.Lakehouse.Dagster.DagsterMetrics;

namespace Infra.Configs.Lakehouse.Dagster;

/// <summary>What operators look at of Dagster. Open-source Dagster sends no traces, so a run leads to its log lines and ends there.</summary>
internal static class DagsterDashboard
{
    private const string Chosen = "job_name=~\"$job_name\"";
    private const string UntilSuccess = "until a run has succeeded";
    private const int Day = 86400;

    private static readonly string Streams = ServiceLogs.Of(LakehouseServices.Dagster);

    public static Dashboard Board(MonitoringScope scope) => new(BoardUids.Dagster, "Dagster")
    {
        Description = "Whether pipelines run, how long they take, how fresh their assets are, and why a run failed.",
        Variables =
        [
            new Variable("job_name", "Job") { Query = $"label_values({Of(RecentRuns)}, job_name)", Multiple = true },
            .. scope.HasLogs ? new[] { new Variable("run_id", "Run") } : [],
        ],
        Rows =
        [
            new Row("", [.. State().Select(Onward)]),
            new Row("Runs", [.. RunPanels().Select(Onward)]),
            new Row("Assets", [.. Assets(scope.AssetFreshness).Select(Onward)]),
            new Row("Daemons, schedules and sensors", [.. Daemons().Select(Onward)]),
            new Row("Failed runs", Onward(FailedRuns())),
            new Row("One run", Onward(OneRun())),
            new Row("Logs", Onward(Logs())),
        ],
    };

    private static IEnumerable<Panel> State() =>
    [
        Panels.Stat("Daemon's last sign of life", "How long ago any daemon said that it is alive. Without one, nothing starts.", PromqlNow($"min({Of(DagsterRules.HeartbeatAge)})")) with
        {
            Unit = Units.Seconds,
            Limits = Limits.Above(null, DagsterAlerts.SilentSeconds),
            NoValue = "never",
        },
        Panels.Stat("Failed runs", "The share of failures among the runs that ended within the last hour.", Promql($"max({Of(DagsterRules.FailureRatio)})")) with
        {
            Unit = Units.Share,
            Limits = Limits.Above(DagsterAlerts.FailureShare),
            NoValue = "no run ended",
            MayBeEmpty = "while no run ends within an hour",
        },
        Panels.Stat("Queued runs", "Runs that wait to be started.", Promql($"sum({Of(DagsterMetrics.Runs, "status=\"QUEUED\"")})")),
        Panels.Stat("Oldest queued run", "How long the oldest of them has been waiting.", PromqlNow($"max({Of(QueuedAge)})")) with
        {
            Unit = Units.Seconds,
            Limits = Limits.Above(DagsterAlerts.QueuedSeconds),
        },
        Panels.Stat("Runs at work", "Runs that are being started or have started.", Promql($"sum({Of(DagsterMetrics.Runs, "status=~\"STARTING|STARTED\"")})")),
        Panels.Stat("Longest run at work", "How long the oldest run that has not ended has been at work.", PromqlNow($"max({Of(RunningAge)})")) with
        {
            Unit = Units.Seconds,
            Limits = Limits.Above(DagsterAlerts.RunningSeconds),
        },
    ];

    private static IEnumerable<Panel> RunPanels() =>
    [
        Panels.TimeSeries("Runs by state", "Runs that have not ended.", Promql($"sum by (status) ({Of(DagsterMetrics.Runs)})", "{{status}}")) with { Stacked = true },
        Panels.TimeSeries(
            "Waiting and at work", "The age of the oldest queued run, and of the oldest run at work of each job. A line that only rises is a run that hangs.",
            Promql($"max({Of(QueuedAge)})", "queued"), Promql($"max by (job_name) ({Of(RunningAge, Chosen)})", "{{job_name}}")) with
        {
            Unit = Units.Seconds,
            Limits = Limits.Above(DagsterAlerts.QueuedSeconds),
        },
        Panels.TimeSeries(
            "Share of failures", "Of the runs that ended within the hour before. The line is where the alert begins.",
            Promql($"max({Of(DagsterRules.FailureRatio)})", "all jobs"), Promql($"max by (job_name) ({Of(DagsterRules.JobFailureRatio, Chosen)})", "{{job_name}}")) with
        {
            Unit = Units.Share,
            Minimum = 0,
            Limits = Limits.Above(DagsterAlerts.FailureShare),
            MayBeEmpty = "while no run ends within an hour",
        },
        Panels.Table(
            "Runs by job", "How the runs of the last hour and of the last day ended, and how long the successful ones of the day took.",
            PromqlTable(Ended("SUCCESS", "1h")), PromqlTable(Ended("FAILURE", "1h")), PromqlTable(Ended("SUCCESS", "24h")), PromqlTable(Ended("FAILURE", "24h")),
            PromqlTable(Ended("CANCELED", "24h"))) with
        {
            Columns =
            [
                new("job_name", "Job") { Unit = Units.Text, Link = PanelLink.To("Only this job", BoardUids.Dagster, "var-job_name=${__value.raw}") },
                new("Value #A", "Done, 1 h"), new("Value #B", "Failed, 1 h") { Limits = Limits.Above(1) },
                new("Value #C", "Done, 24 h"), new("Value #D", "Failed, 24 h"), new("Value #E", "Cancelled, 24 h"),
            ],
        },
        Panels.TimeSeries("Runs that ended", "Runs of each job and outcome that ended within the hour before.", Promql($"sum by (job_name, status) ({Of(RecentRuns, $"window=\"1h\",{Chosen}")}) > 0", "{{job_name}} {{status}}")) with
        {
            Width = 12,
            SeriesColors = new Dictionary<string, string> { ["/FAILURE$/"] = Colors.Bad },
            NoValue = "no run ended",
            MayBeEmpty = "while no run ends within an hour",
        },
        Panels.TimeSeries("Median duration", "Half of the successful runs of the last 24 hours were faster.", Promql($"max by (job_name) ({Of(DurationP50, Chosen)})", "{{job_name}}")) with { Unit = Units.Seconds, MayBeEmpty = UntilSuccess },
        Panels.TimeSeries("95th percentile of the duration", "One successful run in twenty took longer.", Promql($"max by (job_name) ({Of(DurationP95, Chosen)})", "{{job_name}}")) with { Unit = Units.Seconds, MayBeEmpty = UntilSuccess },
        Panels.TimeSeries("Longest duration", "The longest successful run of the last 24 hours.", Promql($"max by (job_name) ({Of(DurationMax, Chosen)})", "{{job_name}}")) with { Unit = Units.Seconds, MayBeEmpty = UntilSuccess },
    ];

    private static IEnumerable<Panel> Assets(IReadOnlyDictionary<string, Duration> freshness)
    {
        var allowed = string.Join(" or ", freshness.OrderBy(asset => asset.Key, StringComparer.Ordinal).Select(asset =>
            $"max by (asset_key) ({Of(DagsterRules.AssetAge, $"asset_key=\"{asset.Key}\"")}) / {asset.Value.TotalSeconds}"));
        var age = new Column(freshness.Count > 0 ? "Value #A" : "Value", "Age") { Unit = Units.Duration };
        yield return Panels.Table(
            "Freshness of assets",
            freshness.Count > 0
                ? "Time since each asset was last materialized, and which part of the allowed time (assetFreshness) that is."
                : "Time since each asset was last materialized. The setting assetFreshness says which ones may not be older than what; without it, a day is marked.",
            [PromqlTable($"max by (asset_key) ({Of(DagsterRules.AssetAge)})"), .. freshness.Count > 0 ? new[] { PromqlTable(allowed) } : []]) with
        {
            Columns =
            [
                new("asset_key", "Asset") { Unit = Units.Text },
                freshness.Count > 0 ? age : age with { Limits = Limits.Above(Day) },
                .. freshness.Count > 0 ? new[] { new Column("Value #B", "Of what is allowed") { Unit = Units.Share, Limits = Limits.Above(0.8m, 1) } } : [],
            ],
        };
        yield return Panels.TimeSeries("Age of assets", "Each line falls to nothing when its asset is materialized.", Promql($"max by (asset_key) ({Of(DagsterRules.AssetAge)})", "{{asset_key}}")) with
        {
            Width = 12,
            Unit = Units.Seconds,
        };
    }

    private static IEnumerable<Panel> Daemons() =>
    [
        Panels.TimeSeries(
            "Silence of daemons", "Time since each kind of daemon said that it is alive. Each does so every 30 seconds.",
            Promql($"max by (daemon_type) ({Of(DagsterRules.HeartbeatAge)})", "{{daemon_type}}")) with
        {
            Unit = Units.Seconds,
            Limits = Limits.Above(DagsterAlerts.SilentSeconds),
        },
        Panels.TimeSeries("Ticks", "Ticks of schedules and sensors within the hour before, by how they ended. Skipped ones had nothing to do.", Promql($"sum by (type, status) ({Of(DagsterMetrics.Ticks)})", "{{type}} {{status}}")) with
        {
            SeriesColors = new Dictionary<string, string> { ["/failure$/"] = Colors.Bad },
        },
        Panels.Table(
            "Schedules and sensors", "Their ticks within the last hour, and the part that failed.",
            PromqlTable($"sum by (name, type) ({Of(NamedTicks)})"),
            // Without a failure there is no series of failures.
            PromqlTable($"(sum by (name, type) ({Of(NamedTicks, "status=\"failure\"")}) or sum by (name, type) ({Of(NamedTicks)}) * 0) / sum by (name, type) ({Of(NamedTicks)})")) with
        {
            Width = 8,
            Columns =
            [
                new("name", "Name") { Unit = Units.Text }, new("type", "Kind") { Unit = Units.Text }, new("Value #A", "Ticks"),
                new("Value #B", "Failed") { Unit = Units.Share, Limits = Limits.Above(null, DagsterAlerts.TickFailureShare) },
            ],
        },
    ];

    // A click on a run chooses it for the row below.
    private static Panel FailedRuns() => Panels.Table(
        "Failed runs in this time", "Runs that say in the log that they failed. A click on one shows its log lines below.",
        Logql($$"""sum by (job_name, run_id) (count_over_time({{Streams}} |= "RUN_FAILURE" | run_id != "" | pattern "<_> - dagster - <_> - <job_name> - <_>" [$__range]))""")
            with { Result = QueryResult.Table }) with
    {
        Width = 24,
        NoValue = "none",
        MayBeEmpty = "while no run fails",
        Columns =
        [
            new("run_id", "Run") { Unit = Units.Text, Link = PanelLink.To("Its log lines", BoardUids.Dagster, "var-run_id=${__value.raw}") },
            new("job_name", "Job") { Unit = Units.Text },
        ],
    };

    private static Panel OneRun() => Panels.Logs(
        "What the chosen run says", "The log lines of the run that stands in «Run» at the top; without one, of all runs.",
        $"{Streams} | run_id != \"\" | run_id =~ \"$run_id.*\"") with
    {
        MayBeEmpty = "while no run says anything",
    };

    private static Panel Logs() => Panels.Logs(
        "Warnings and errors", "What the web server, the daemon and the runs complain of.", ServiceLogs.Of(LakehouseServices.Dagster, "level=~\"WARN|ERROR|FATAL\"")) with
    {
        MayBeEmpty = "while nothing is wrong",
    };

    private static string Ended(string status, string window) => $"sum by (job_name) ({Of(RecentRuns, $"status=\"{status}\",window=\"{window}\",{Chosen}")})";

    private static Panel Onward(Panel panel) => panel with { LogsOf = LakehouseServices.Dagster };
}
