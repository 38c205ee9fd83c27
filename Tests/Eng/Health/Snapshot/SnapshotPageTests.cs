extern alias health;

using System.Text.RegularExpressions;
using health::Infra.Configs.Dashboards;
using health::Infra.Health.Live;
using health::Infra.Health.Snapshot;
using Infra.Tests.Support;

namespace Infra.Tests.Eng.Health.Snapshot;

/// <summary>The page, and what a real browser makes of it.</summary>
public sealed partial class SnapshotPageTests
{
    private static readonly LiveRange Range = new(DateTimeOffset.UnixEpoch.AddHours(1), DateTimeOffset.UnixEpoch.AddHours(2), TimeSpan.FromSeconds(15));

    private static readonly Dashboard Board = new("a", "A board")
    {
        Description = "A board with one panel of each kind.",
        Rows =
        [
            new Row("Values",
            [
                Panels.Stat("Up", "A state.", Query.PromqlNow("up")) with { Words = [new ValueWord("1", "yes", Colors.Good)], Width = 6 },
                Panels.Stat("Errors", "A share.", Query.PromqlNow("errors")) with { Unit = Units.Share, Limits = Limits.Above(0.01m, 0.05m), Width = 6 },
                Panels.Bars("By <service>", "Bars.", Query.PromqlNow("x", "{{service}}")) with { Width = 12 },
                Panels.TimeSeries("Over time", "A chart.", Query.Promql("y", "{{service}}")) with { Width = 12, Limits = Limits.Above(5) },
                Panels.TimeSeries("Stacked", "A chart.", Query.Promql("z", "{{service}}")) with { Width = 12, Stacked = true },
                Panels.States("States", "Bands.", Query.Promql("s", "{{service}}")) with { Words = [new ValueWord("1", "up", Colors.Good), new ValueWord("0", "down", Colors.Bad)] },
                Panels.Table("Table", "Rows.", Query.PromqlTable("a"), Query.PromqlTable("b")) with { Width = 24, Columns = [new Column("service", "Service"), new Column("Value #A", "First"), new Column("Value #B", "Second")] },
                Panels.Logs("Lines", "Logs.", "{service=\"x\"}"),
                Panels.Stat("Nothing", "No data.", Query.PromqlNow("none")) with { Width = 12 },
                Panels.Stat("Quiet", "No data yet.", Query.PromqlNow("none")) with { Width = 12, MayBeEmpty = "until the first error" },
            ]),
        ],
    };

    private static string Page() => SnapshotPage.Render("dev", Range, [Board], [.. Board.Panels.Select(Answer)]);

    [Fact]
    public void Panels_without_data_are_marked_and_listed_with_the_reason()
    {
        var page = Page();

        Assert.Contains("2 panels have no data", page);
        Assert.Single(Regex.Matches(page, "class=\"panel no-data\""));
        Assert.Single(Regex.Matches(page, "class=\"panel may-be-empty\""));
        Assert.Contains("until the first error", page);
    }

    [Fact]
    public void What_comes_from_outside_is_text_and_nothing_else()
    {
        var page = Page();

        Assert.DoesNotContain("<script", page);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", page);
        Assert.Contains("By &lt;service&gt;", page);
    }

    [Fact]
    public void The_page_needs_no_network() => Assert.DoesNotMatch("""(src|href)="(?!#)|url\((?!#)|@import|<link""", Page());

    [Fact]
    public void Rows_of_several_queries_become_one()
    {
        var row = TableRow().Match(Page()).Value;

        Assert.Contains("<td>trino</td>", row);
        Assert.Equal(2, Regex.Count(row, "class=\"number"));
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(800)]
    public async Task A_browser_shows_every_panel_within_the_width_of_its_window(int width)
    {
        using var folder = new TemporaryDirectory();
        // The page has no script: this one measures what came of it.
        const string Measure = """<script>document.title=[document.documentElement.scrollWidth<=innerWidth,document.querySelectorAll(".panel").length,[...document.querySelectorAll("svg")].every(s=>s.getBoundingClientRect().height>50)].join()</script>""";
        folder.Write("page.html", Page().Replace("</body>", Measure + "</body>", StringComparison.Ordinal));

        var result = await Browser.RunAsync(folder, $"--window-size={width},1000", "--virtual-time-budget=2000", "--dump-dom", $"file://{folder.File("page.html")}");

        Assert.Contains("<title>true,10,true</title>", result);
    }

    private static PanelAnswer Answer(Panel panel) => new(Board, panel, panel.Title switch
    {
        "Nothing" or "Quiet" => [new LiveAnswer()],
        "Lines" => [new LiveAnswer { Lines = [new LiveLine(Range.End, new Dictionary<string, string> { ["level"] = "ERROR" }, "<script>alert(1)</script>")] }],
        "Up" => [Values(1)],
        "Errors" => [Values(0.02)],
        "Table" => [Values(1), new LiveAnswer { Series = [Series("trino", 2, ("version", "483"))] }],
        _ => [new LiveAnswer { Series = [Series("trino", 1), Series("nessie", 0)] }],
    });

    private static LiveAnswer Values(double value) => new() { Series = [Series("trino", value)] };

    private static LiveSeries Series(string service, double value, params (string Key, string Value)[] further) => new(
        further.Append(("service", service)).ToDictionary(label => label.Item1, label => label.Item2),
        [.. Enumerable.Range(0, 240).Where(step => step is < 100 or > 120).Select(step => new LivePoint(Range.Start.ToUnixTimeSeconds() + (15 * step), value + Math.Sin(step / 20.0) * (value > 1 ? 1 : 0)))]);

    [GeneratedRegex("<tr><td>trino</td><td class=\"number.*?</tr>")]
    private static partial Regex TableRow();
}
