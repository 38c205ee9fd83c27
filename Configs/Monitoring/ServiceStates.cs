using Infra.Configs.Availability;
using Infra.Configs.Dashboards;
using Infra.Configs.Lakehouse;
using static Infra.Configs.Dashboards.Query;

namespace Infra.Configs.Monitoring;

/// <summary>Panels about all services at once, which several boards have: which work, since when, what fires, what they log.</summary>
internal static class ServiceStates
{
    private const string NothingFires = "Nothing fires.";

    /// <summary>Alerts that somebody is notified of.</summary>
    public const string Notified = "severity=~\"critical|warning\"";

    /// <summary>Log lines that say that something failed.</summary>
    public const string ErrorLines = """{service=~".+",level=~"ERROR|FATAL"}""";

    public static IReadOnlyList<ValueWord> UpWords { get; } = [new("0", "down", Colors.Bad), new("1", "up", Colors.Good)];

    private static readonly PanelLink ServiceLogs = PanelLink.To("Its logs in this time", BoardUids.Logs, "var-service=${__value.raw}");

    private static readonly IReadOnlyList<ValueWord> Severities = [new("critical", "critical", Colors.Bad), new("warning", "warning", Colors.Warning), new("info", "info", Colors.Neutral)];

    /// <summary>The services of the lakehouse that a stack watches.</summary>
    public static IReadOnlyList<string> Lakehouse(MonitoringScope scope) => [.. LakehouseServices.All.Where(scope.Has)];

    /// <summary>A service each, with where a click on it leads.</summary>
    public static Panel Tiles(string title, string description, IEnumerable<string> services, string board) =>
        Panels.Stat(title, description, PromqlNow($$"""max by (service) ({{AvailabilityRules.Up}}{service=~"{{string.Join('|', services)}}"})""", "{{service}}")) with
        {
            Words = UpWords,
            ValueLinks = [PanelLink.To("Its board", board)],
        };

    /// <summary>Which worked when.</summary>
    public static Panel Timeline() => Panels.States(
        "Which worked when", "A band for each service: green while it answered and could work, red while it did not, and a gap while nothing is known.",
        Promql($"max by (service) ({AvailabilityRules.Up})", "{{service}}")) with
    {
        Words = UpWords,
        Links = [PanelLink.To("Alerts", BoardUids.Alerts)],
    };

    /// <summary>Since when each runs.</summary>
    public static Panel Since() => Panels.Table(
        "Running since", "When each service last started: a deployment, or a restart that nobody asked for. Dagster does not say.",
        PromqlTable($"sort_desc(max by (service) ({StartTimes.Name}) * 1000)")) with
    {
        Columns = [new Column("service", "Service") { Link = ServiceLogs }, new Column("Value", "Started") { Unit = Units.Since }],
    };

    /// <summary>Alerts in a state.</summary>
    /// <param name="matchers">Matchers of the alerts.</param>
    public static Panel Alerts(string title, string description, string matchers) => Panels.Table(
        title, description, PromqlTable($"sum by (alertname, severity, component, service) (ALERTS{{{matchers}}})")) with
    {
        NoValue = "None",
        MayBeEmpty = NothingFires,
        Columns =
        [
            new Column("alertname", "Alert") { Link = PanelLink.To("Since when", BoardUids.Alerts) },
            new Column("severity", "Severity") { Words = Severities },
            new Column("component", "Component"),
            new Column("service", "Service") { Link = ServiceLogs },
        ],
    };

    /// <summary>How many alerts are in a state.</summary>
    public static Panel AlertCount(string title, string description, string matchers, string severity) =>
        Panels.Stat(title, description, PromqlNow($"count(ALERTS{{{matchers}}}) or vector(0)", severity)) with
        {
            Limits = severity == "critical" ? Limits.Above(null, 1) : severity == "warning" ? Limits.Above(1) : null,
            Links = [PanelLink.To("Alerts", BoardUids.Alerts)],
        };

    /// <summary>How many error lines each service writes.</summary>
    public static Panel Errors() => Panels.TimeSeries(
        "Errors by service", "Log lines of the levels ERROR and FATAL. A step upwards says when it began.",
        Logql($"sum by (service) (count_over_time({ErrorLines} [$__auto]))", "{{service}}")) with
    {
        Stacked = true,
        MayBeEmpty = "Nothing failed.",
        Links = [PanelLink.To("All of them", BoardUids.Logs, "var-level=ERROR", "var-level=FATAL")],
    };
}
