using Infra.Configs.Alloy.Logs;
using Infra.Configs.Dashboards;
using static Infra.Configs.Dashboards.Query;

namespace Infra.Configs.Loki;

/// <summary>What all services log: how much, how bad, and the lines themselves.</summary>
internal static class LogsDashboard
{
    private const string Chosen = """{service=~"$service",level=~"$level"} |~ `(?i)$search`""";

    private const string ErrorLines = """{service=~"$service",level=~"ERROR|FATAL"} |~ `(?i)$search`""";

    // What differs from line to line are numbers above all: times, durations, ids.
    private const string Message = """label_format message=`{{ trunc 160 (regexReplaceAll "[0-9]+" __line__ "#") }}`""";

    private static readonly IReadOnlyList<PanelLink> Onward = [PanelLink.To("Alerts", BoardUids.Alerts), PanelLink.To("Overview", BoardUids.Overview)];

    private static readonly Dictionary<string, string> LevelColors = new()
    {
        ["FATAL"] = Colors.Bad,
        ["ERROR"] = Colors.Bad,
        ["WARN"] = Colors.Warning,
        ["INFO"] = Colors.Good,
        ["DEBUG"] = Colors.Neutral,
        ["TRACE"] = Colors.Unknown,
    };

    public static Dashboard Board { get; } = new(BoardUids.Logs, "Logs")
    {
        Description = "Lines of all services by service, level and text. Opened from another board, it shows the same service in the same time.",
        TimeRange = "now-1h",
        Variables =
        [
            // Loki wants one matcher that does not match nothing.
            new Variable("service", "Service") { LogLabel = "service", Multiple = true, All = ".+" },
            new Variable("level", "Level") { Options = LogLevels.All, Multiple = true },
            new Variable("search", "Search (a regular expression)"),
        ],
        Rows =
        [
            new Row("",
            [
                Panels.TimeSeries(
                    "Lines by service", "How much each service logs. One that falls silent is as bad a sign as one that begins to shout.",
                    Logql($"sum by (service) (count_over_time({Chosen} [$__auto]))", "{{service}}")) with { Width = 12, Stacked = true, Links = Onward },
                Panels.TimeSeries(
                    "Lines by level", "How bad it is. Lines without a level have none that anybody could read.",
                    Logql($"sum by (level) (count_over_time({Chosen} [$__auto]))", "{{level}}")) with { Width = 12, Stacked = true, Links = Onward, SeriesColors = LevelColors },
                Panels.TimeSeries(
                    "Errors by service", "Lines of the levels ERROR and FATAL, whatever level is chosen.",
                    Logql($"sum by (service) (count_over_time({ErrorLines} [$__auto]))", "{{service}}")) with { Width = 24, Height = 6, Stacked = true, MayBeEmpty = "Nothing failed.", Links = Onward },
            ]),
            new Row("Lines",
            [
                Panels.Logs("Lines", "What is chosen above, the latest first. A line with a trace leads to it; opened, it shows the run, the query and the trace that it is of.", Chosen) with
                {
                    Height = 18, Links = Onward,
                },
            ]),
            new Row("Messages that are repeated",
            [
                Panels.Table(
                    "Error messages", "Lines of the levels ERROR and FATAL that are the same but for their numbers, the most frequent first. It reads every one of them: choose a short time.",
                    Logql($"topk(20, sum by (service, message) (count_over_time({ErrorLines} | {Message} [$__range])))") with { Result = QueryResult.Instant }) with
                {
                    Width = 24,
                    MayBeEmpty = "Nothing failed.",
                    Columns = [new Column("service", "Service"), new Column("message", "Message"), new Column("Value #A", "Lines")],
                    Links = Onward,
                },
            ]) { Collapsed = true },
        ],
    };
}
