using Infra.Configs.Dashboards;
using Infra.Configs.Monitoring;
using Infra.Tests.Configs.Alerts;

namespace Infra.Tests.Configs.Dashboards;

public sealed class BoardsInScopeTests
{
    private static readonly Dashboard Logs = new(BoardUids.Logs, "Logs") { Description = "", Rows = [] };

    [Fact]
    public void Are_left_as_they_are_where_there_is_everything()
    {
        var board = BoardsInScope.Fit([SampleBoard.Everything, Logs, new Dashboard(BoardUids.Stack, "Stack") { Description = "", Rows = [] }], AlertSamples.Everything)[0];

        Assert.Equal(DashboardJson.Render(SampleBoard.Everything), DashboardJson.Render(board));
    }

    [Fact]
    public void Have_no_panel_that_asks_a_store_that_is_not_there()
    {
        var board = BoardsInScope.Fit([SampleBoard.Everything], AlertSamples.Everything with { Services = new HashSet<string>(["prometheus"]) })[0];

        Assert.DoesNotContain(board.Panels.SelectMany(panel => panel.Queries), query => query.Language != QueryLanguage.PromQl);
        Assert.Equal(["States", "Alerts", "Note"], board.Rows[2].Panels.Select(panel => panel.Title));
        // What stays has the whole line.
        Assert.All(board.Rows.SelectMany(row => GridLayout.Lines(row.Panels)), line => Assert.Equal(24, line.Sum(panel => panel.Width)));
    }

    [Fact]
    public void Have_no_row_without_a_panel()
    {
        var board = SampleBoard.Everything with { Rows = [new Row("Lines", [Panels.Logs("Logs", "", "{service=\"a\"}")])] };

        Assert.Empty(BoardsInScope.Fit([board], AlertSamples.Everything with { Services = new HashSet<string>() })[0].Rows);
    }

    [Fact]
    public void Lead_to_no_board_that_is_not_there()
    {
        var board = BoardsInScope.Fit([SampleBoard.Everything], AlertSamples.Everything)[0];

        Assert.All(board.Panels, panel =>
        {
            Assert.Null(panel.LogsOf);
            Assert.Empty(panel.Links);
            Assert.Empty(panel.ValueLinks);
            Assert.All(panel.Columns, column => Assert.Null(column.Link));
        });
    }
}
