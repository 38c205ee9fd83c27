using Infra.Configs.Contract;
using Infra.Configs.Dashboards;
using Infra.Configs.Monitoring;
using Infra.Tests.Configs.Alerts;

namespace Infra.Tests.Replay;

/// <summary>What operators would see of the replayed lakehouse.</summary>
[Collection(ReplayGroup.Name)]
public sealed class ReplayedBoardsTests(ReplayFixture fixture)
{
    /// <summary>Panels without data while all is well, each with its reason.</summary>
    private const int MostEmpty = 10;

    private static readonly IReadOnlyList<Dashboard> Boards = MonitoredProducts.Dashboards(AlertSamples.Everything);

    public static TheoryData<string> Names => [.. Boards.Select(board => board.Uid)];

    private readonly ReplayedLakehouse _replay = fixture.Replay;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_panel_has_data_or_says_why_it_may_have_none(string uid)
    {
        var empty = await EmptyAsync(Boards.Single(board => board.Uid == uid));

        Assert.True(empty.All(panel => panel.MayBeEmpty is not null), Text(empty.Where(panel => panel.MayBeEmpty is null)));
    }

    [Fact]
    public async Task Few_panels_have_no_data()
    {
        var empty = new List<Panel>();
        foreach (var board in Boards)
            empty.AddRange(await EmptyAsync(board));

        Assert.True(empty.Count <= MostEmpty, Text(empty));
    }

    private async Task<List<Panel>> EmptyAsync(Dashboard board)
    {
        var empty = new List<Panel>();
        foreach (var panel in board.Panels)
        {
            var queries = panel.Queries.Where(query => query.Language == QueryLanguage.PromQl)
                .Select(query => new ReplayQuery(panel.Title, TemplateVariables.Substitute(query.Expression, Choices(board)))).ToList();
            if (queries.Count > 0 && (await _replay.WithoutDataAsync(queries)).Count == queries.Count)
                empty.Add(panel);
        }

        return empty;
    }

    private static string Text(IEnumerable<Panel> panels) =>
        string.Join('\n', panels.Select(panel => $"{panel.Title} ({panel.MayBeEmpty}): {string.Join(" | ", panel.Queries.Select(query => query.Expression))}"));

    private static Dictionary<string, string> Choices(Dashboard board) => board.Variables.ToDictionary(
        variable => variable.Name,
        variable => variable.Default ?? (variable.Multiple ? variable.All : variable.Options is [var first, ..] ? first : ".*"));
}
