using Infra.Configs.Contract;
using Infra.Configs.Dashboards;
using Infra.Configs.Monitoring;
using Infra.Tests.Configs.Alerts;

namespace Infra.Tests.Replay;

/// <summary>What operators would see of the replayed lakehouse.</summary>
[Collection(ReplayGroup.Name)]
public sealed class ReplayedBoardsTests(ReplayFixture fixture)
{
    /// <summary>Panels that may show nothing while all is well, each with its reason.</summary>
    private const int MostEmpty = 10;

    private static readonly IReadOnlyList<Dashboard> Boards = MonitoredProducts.Dashboards(AlertSamples.Everything);

    public static TheoryData<string> Names => [.. Boards.Select(board => board.Uid)];

    private readonly ReplayedLakehouse _replay = fixture.Replay;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_panel_has_data(string uid)
    {
        var board = Boards.Single(board => board.Uid == uid);
        var empty = new List<string>();
        foreach (var panel in board.Panels.Where(panel => panel.MayBeEmpty is null && Metrics(panel).Count > 0))
        {
            var queries = Metrics(panel).Select(query => new ReplayQuery(panel.Title, TemplateVariables.Substitute(query.Expression, Choices(board)))).ToList();
            var without = await _replay.WithoutDataAsync(queries);
            if (without.Count == queries.Count)
                empty.Add($"{panel.Title}: {string.Join(" | ", without.Select(query => query.Expression))}");
        }

        Assert.Empty(empty);
    }

    [Fact]
    public void Few_panels_may_be_empty_and_each_says_why()
    {
        var panels = Boards.SelectMany(board => board.Panels).Where(panel => panel.MayBeEmpty is not null && Metrics(panel).Count > 0).ToList();

        Assert.All(panels, panel => Assert.NotEmpty(panel.MayBeEmpty!));
        Assert.InRange(panels.Count, 0, MostEmpty);
    }

    private static List<Query> Metrics(Panel panel) => [.. panel.Queries.Where(query => query.Language == QueryLanguage.PromQl)];

    private static Dictionary<string, string> Choices(Dashboard board) => board.Variables.ToDictionary(
        variable => variable.Name,
        variable => variable.Default ?? (variable.Multiple ? variable.All : variable.Options is [var first, ..] ? first : ".*"));
}
