using System.Reflection;
using System.Text.RegularExpressions;
using Infra.Configs.Dashboards;
using Infra.Configs.Grafana;
using Infra.Configs.Monitoring;
using Infra.Tests.Configs.Alerts;

namespace Infra.Tests.Configs.Dashboards;

/// <summary>What holds for every board that there is.</summary>
public sealed partial class BoardRulesTests
{
    private const int MostPanels = 25;

    private static readonly IReadOnlyList<Dashboard> Boards = MonitoredProducts.Dashboards(AlertSamples.Everything);

    private static readonly HashSet<string> Uids = Constants(typeof(BoardUids));

    private static readonly HashSet<string> AllUnits = Constants(typeof(Units));

    public static TheoryData<string> Names => [.. Boards.Select(board => board.Uid)];

    [Fact]
    public void Boards_have_uids_of_their_own_that_others_can_name()
    {
        Assert.Equal(Boards.Count, Boards.Select(board => board.Uid).Distinct().Count());
        Assert.All(Boards, board => Assert.Contains(board.Uid, Uids));
        Assert.Equal(Uids.Order(), BoardUids.All.Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Boards_are_in_a_folder_that_there_is_and_say_what_they_are_for(string uid)
    {
        var board = Of(uid);

        Assert.Contains(board.Folder, GrafanaFolders.All);
        Assert.NotEmpty(board.Title);
        Assert.EndsWith(".", board.Description);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Lines_fill_the_board(string uid) => Assert.Empty(
        from row in Of(uid).Rows
        from line in GridLayout.Lines(row.Panels)
        where line.Sum(panel => panel.Width) != GridLayout.Columns
        select $"{row.Title}: {string.Join(" + ", line.Select(panel => $"{panel.Title} {panel.Width}"))}");

    [Theory]
    [MemberData(nameof(Names))]
    public void Panels_can_be_read_on_a_small_screen(string uid) => Assert.Empty(
        from panel in Of(uid).Panels
        where panel.Width < LeastWidth(panel.Kind)
        select $"{panel.Title} is {panel.Width} columns wide; expected at least {LeastWidth(panel.Kind)}");

    [Theory]
    [MemberData(nameof(Names))]
    public void Boards_show_no_more_at_once_than_people_can_take_in(string uid) =>
        Assert.InRange(Of(uid).Rows.TakeWhile(row => !row.Collapsed).Sum(row => row.Panels.Count), 1, MostPanels);

    [Theory]
    [MemberData(nameof(Names))]
    public void Panels_say_what_they_show(string uid) => Assert.Empty(
        from panel in Of(uid).Panels
        where panel.Title.Length == 0 || !panel.Description.EndsWith('.') || !AllUnits.Contains(panel.Unit)
        select $"{panel.Title}: '{panel.Description}' in {panel.Unit}");

    [Theory]
    [MemberData(nameof(Names))]
    public void Panels_have_titles_of_their_own(string uid) => Assert.Empty(
        from row in Of(uid).Rows
        from panel in row.Panels
        group panel by (row.Title, panel.Title) into same
        where same.Count() > 1
        select same.Key);

    [Theory]
    [MemberData(nameof(Names))]
    public void Series_have_names(string uid) => Assert.Empty(
        from panel in Of(uid).Panels
        where panel.Kind is PanelKind.TimeSeries or PanelKind.StateTimeline or PanelKind.BarGauge
        from query in panel.Queries
        where query.Legend.Length == 0
        select $"{panel.Title}: {query.Expression}");

    [Theory]
    [MemberData(nameof(Names))]
    public void Panels_lead_onward(string uid) => Assert.Empty(
        from panel in Of(uid).Panels
        where panel.Kind != PanelKind.Text && panel.LogsOf is null && panel.Links.Count == 0 && panel.ValueLinks.Count == 0
            && panel.Columns.All(column => column.Link is null)
        select panel.Title);

    [Theory]
    [MemberData(nameof(Names))]
    public void Links_lead_to_boards_that_there_are(string uid)
    {
        // As they were before what leads nowhere was left out.
        var boards = MonitoredProducts.In(AlertSamples.Everything).SelectMany(product => product.Dashboards(AlertSamples.Everything)).ToList();
        var there = boards.Select(board => board.Uid).ToHashSet();

        Assert.Empty(
            from panel in boards.Single(board => board.Uid == uid).Panels
            from link in panel.Links.Concat(panel.ValueLinks).Concat(panel.Columns.Select(column => column.Link).OfType<PanelLink>())
            where link.Board is { } board && !there.Contains(board)
            select $"{panel.Title}: {link.Url}");
    }

    // What is asked for one time only may have a range of its own: «within the last hour».
    [Theory]
    [MemberData(nameof(Names))]
    public void Rates_follow_the_time_range(string uid) => Assert.Empty(
        from panel in Of(uid).Panels
        from query in panel.Queries
        where query is { Language: QueryLanguage.PromQl, Result: QueryResult.Range }
        from Match rate in Rate().Matches(query.Expression)
            // What is counted is counted over the time that people look at.
        where rate.Groups["range"].Value != "$__rate_interval" && !(rate.Groups[1].Value == "increase" && rate.Groups["range"].Value == "$__range")
        select $"{panel.Title}: {rate.Value}");

    [Theory]
    [MemberData(nameof(Names))]
    public void Panels_ask_one_store_each(string uid) => Assert.Empty(
        from panel in Of(uid).Panels
        where panel.Queries.Select(query => query.DataSource.Uid).Distinct().Count() > 1
        select panel.Title);

    [Theory]
    [MemberData(nameof(Names))]
    public void Choices_are_made_use_of(string uid)
    {
        var board = Of(uid);
        var expressions = string.Join('\n', board.Panels.SelectMany(panel => panel.Queries).Select(query => query.Expression));

        Assert.All(board.Variables, variable => Assert.Matches($@"\$\{{?{variable.Name}\b", expressions));
    }

    [Fact]
    public void Boards_are_made_for_any_part_of_a_stack()
    {
        foreach (var service in AlertSamples.Everything.Services)
        {
            var scope = AlertSamples.Everything with { Services = new HashSet<string>([service, "prometheus"]) };
            Assert.All(MonitoredProducts.Dashboards(scope), board =>
            {
                Assert.NotEmpty(board.Rows);
                Assert.All(board.Rows.SelectMany(row => GridLayout.Lines(row.Panels)), line => Assert.Equal(GridLayout.Columns, line.Sum(panel => panel.Width)));
            });
        }
    }

    private static Dashboard Of(string uid) => Boards.Single(board => board.Uid == uid);

    private static int LeastWidth(PanelKind kind) => kind switch
    {
        PanelKind.Stat => 4,
        PanelKind.TimeSeries or PanelKind.BarGauge or PanelKind.Table or PanelKind.AlertList or PanelKind.StateTimeline => 8,
        _ => 12,
    };

    private static HashSet<string> Constants(Type type) =>
        [.. type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!)];

    [GeneratedRegex(@"\b(rate|increase|irate)\s*\([^\[\]]*\[(?<range>[^\]:]+)\]", RegexOptions.CultureInvariant)]
    private static partial Regex Rate();
}
