using Infra.Configs.Dashboards;

namespace Infra.Tests.Configs.Dashboards;

/// <summary>A board with everything that a board can have.</summary>
internal static class SampleBoard
{
    private const string Metric = "prometheus_http_requests_total{job=\"prometheus\"}";

    public static Dashboard Everything { get; } = new("sample", "Sample")
    {
        Description = "Every kind of panel, and every kind of choice.",
        Variables =
        [
            new Variable("instance", "Instance") { Query = "label_values(up, instance)", Multiple = true },
            new Variable("service", "Service") { LogLabel = "service", Multiple = true, All = ".+" },
            new Variable("level", "Level") { Options = ["ERROR", "WARN"], Multiple = true, Default = "ERROR" },
            new Variable("size", "Size") { Options = ["small", "large"] },
            new Variable("search", "Search"),
        ],
        Rows =
        [
            new Row("", [
                Panels.Stat("Up", "Whether it answers.", Query.PromqlNow("up{job=\"prometheus\"}", "{{instance}}")) with
                {
                    Words = [new ValueWord("0", "down", Colors.Bad), new ValueWord("1", "up", Colors.Good)],
                    Links = [PanelLink.To("Its board", BoardUids.Stack)],
                    ValueLinks = [PanelLink.To("Its logs", BoardUids.Logs, "var-service=${__field.labels.service}")],
                },
                Panels.Stat("Share", "A share that is good above.", Query.Promql("vector(1)", "share")) with { Unit = Units.Share, Limits = Limits.Under(0.9m, 0.5m), LogsOf = "dagster" },
                Panels.Bars("Bars", "A bar each.", Query.PromqlNow(Metric, "{{code}}")) with { Width = 16, Height = 4, Limits = Limits.Above(10, 20), Minimum = 0, Maximum = 30, Decimals = 1 },
            ]),
            new Row("Shown", [
                Panels.TimeSeries("Requests", "Requests by code.", Query.Promql($"sum by (code) (rate({Metric}[$__rate_interval]))", "{{code}}")) with
                {
                    Stacked = true, Unit = Units.RequestsPerSecond, SeriesColors = new Dictionary<string, string> { ["200"] = Colors.Good, ["/5../"] = Colors.Bad }, LogsOf = "prometheus",
                },
                Panels.TimeSeries("Two", "Two queries.", Query.Promql("vector(1)", "one"), Query.Promql("vector(2)", "two")) with { Width = 16, Limits = Limits.Above(null, 3) },
                Panels.Table("Table", "Two queries as one table.", Query.PromqlTable("up"), Query.PromqlTable("scrape_duration_seconds")) with
                {
                    Width = 24,
                    Columns =
                    [
                        new Column("service", "Service") { Link = PanelLink.To("Its logs", BoardUids.Logs, "var-service=${__value.raw}") },
                        new Column("Value #A", "Up") { Words = [new ValueWord("1", "up", Colors.Good)] },
                        new Column("Value #B", "Duration") { Unit = Units.Seconds, Limits = Limits.Above(1) },
                    ],
                },
            ]),
            new Row("Hidden", [
                Panels.States("States", "Bands.", Query.Promql("up", "{{service}}")) with { Words = [new ValueWord("1", "up", Colors.Good)] },
                Panels.Logs("Logs", "Lines.", "{service=~\"$service\"} |= `$search`"),
                Panels.AlertList("Alerts", "What fires."),
                Panels.Table("Traces", "Slow ones.", Query.Traceql("{ duration > 1s }")),
                Panels.ServiceGraph("Graph", "Who calls whom."),
                Panels.Text("Note", "Read **this**."),
            ]) { Collapsed = true },
        ],
    };
}
