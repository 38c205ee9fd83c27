using Infra.Configs.Alerts;
using Infra.Configs.Dashboards;
using Infra.Configs.Grafana;
using Infra.Configs.Monitoring;
using static Infra.Configs.Dashboards.Query;

namespace Infra.Configs.Alertmanager;

/// <summary>What fires and fired, and whether anybody was notified of it.</summary>
internal static class AlertsDashboard
{
    private const string Job = "job=\"alertmanager\"";

    private const string Chosen = "severity=~\"$severity\",component=~\"$component\"";

    private static readonly IReadOnlyList<PanelLink> Onward = [PanelLink.To("Logs", BoardUids.Logs), PanelLink.To("Overview", BoardUids.Overview)];

    private static readonly Dictionary<string, string> SeverityColors = new() { ["critical"] = Colors.Bad, ["warning"] = Colors.Warning, ["info"] = Colors.Neutral };

    public static Dashboard Board { get; } = new(BoardUids.Alerts, "Alerts")
    {
        Description = "What fires, what is about to, what fired before, and whether somebody was notified.",
        Folder = GrafanaFolders.Observability,
        TimeRange = "now-24h",
        Variables =
        [
            new Variable("severity", "Severity") { Options = ["critical", "warning", "info"], Multiple = true },
            new Variable("component", "Component") { Query = "label_values(ALERTS, component)", Multiple = true },
        ],
        Rows =
        [
            new Row("",
            [
                Count("Critical", "Alerts that fire and have to be looked at now.", "alertstate=\"firing\",severity=\"critical\"", "critical"),
                Count("Warnings", "Alerts that fire and have to be looked at in working hours.", "alertstate=\"firing\",severity=\"warning\"", "warning"),
                Count("Pending", "Alerts whose condition holds, but not for long enough yet.", "alertstate=\"pending\"", "pending"),
                Panels.Stat(
                    "Held back", "Alerts that fire and that nobody is notified of: by a silence, a maintenance window or another alert that is their cause.",
                    PromqlNow($$"""sum(alertmanager_alerts{{{Job}},state="suppressed"})""", "held back")) with { Links = Onward },
                Panels.Stat(
                    "Silences", "Silences that hold now. One without an end hides what it was not meant for.",
                    PromqlNow($$"""sum(alertmanager_silences{{{Job}},state="active"})""", "active")) with { Links = Onward },
                Panels.Stat(
                    "Watchdog", "The alert that always fires. Silent, nobody is notified of anything.",
                    PromqlNow($$"""count(ALERTS{alertname="{{AlertRules.WatchdogName}}",alertstate="firing"}) or vector(0)""", "watchdog")) with
                {
                    Words = [new ValueWord("0", "silent", Colors.Bad), new ValueWord("1", "fires", Colors.Good)], Links = Onward,
                },
            ]),
            new Row("Now",
            [
                ServiceStates.Alerts("Firing", "Alerts that fire.", $"alertstate=\"firing\",alertname!=\"{AlertRules.WatchdogName}\",{Chosen}"),
                ServiceStates.Alerts("Pending", "Alerts that fire next, unless it ends by itself.", $"alertstate=\"pending\",{Chosen}"),
                Panels.AlertList("With runbooks", "The same with those that Grafana evaluates. Opened, an alert shows what it means, its runbook and its board.") with { Width = 24, Links = Onward },
            ]),
            new Row("History",
            [
                Panels.States(
                    "Which fired when", "A band for each alert while it fired.",
                    Promql($"max by (alertname) (ALERTS{{alertstate=\"firing\",alertname!=\"{AlertRules.WatchdogName}\",{Chosen}}})", "{{alertname}}")) with
                {
                    Height = 10, MayBeEmpty = "Nothing fired.", Words = [new ValueWord("1", "fires", Colors.Bad)], Links = Onward,
                },
                Panels.TimeSeries(
                    "By severity", "How many alerts fired at once.",
                    Promql($"count by (severity) (ALERTS{{alertstate=\"firing\",{Chosen}}}) or label_replace(vector(0), \"severity\", \"none\", \"\", \"\")", "{{severity}}")) with { Width = 12, Stacked = true, SeriesColors = SeverityColors, Links = Onward },
                Panels.TimeSeries(
                    "By component", "What they were about.",
                    Promql($"count by (component) (ALERTS{{alertstate=\"firing\",{Chosen}}}) or label_replace(vector(0), \"component\", \"none\", \"\", \"\")", "{{component}}")) with { Width = 12, Stacked = true, Links = Onward },
            ]),
            new Row("Notifications",
            [
                Panels.TimeSeries(
                    "Sent", "Notifications within each interval, by the way that they take.",
                    Promql($"sum by (integration) (increase(alertmanager_notifications_total{{{Job}}}[$__rate_interval]))", "{{integration}}")) with { LogsOf = ServiceNames.Alertmanager },
                Panels.TimeSeries(
                    "Failed", "Notifications that did not arrive, by the way and why. Any is one that somebody did not get.",
                    Promql($"sum by (integration, reason) (increase(alertmanager_notifications_failed_total{{{Job}}}[$__rate_interval]))", "{{integration}}: {{reason}}")) with
                {
                    Limits = Limits.Above(null, 1), LogsOf = ServiceNames.Alertmanager,
                },
                Panels.TimeSeries(
                    "Alerts at Alertmanager", "Those that it has, and those of them that it holds back.",
                    Promql($"sum by (state) (alertmanager_alerts{{{Job}}})", "{{state}}")) with { LogsOf = ServiceNames.Alertmanager },
            ]),
        ],
    };

    private static Panel Count(string title, string description, string matchers, string severity) => ServiceStates.AlertCount(title, description, matchers, severity) with { Links = Onward };
}
