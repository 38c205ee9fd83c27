using Infra.Configs.Dashboards;
using Infra.Configs.Monitoring;
using Infra.Tests.Configs.Alerts;
using Infra.Tests.Configs.Dashboards;

namespace Infra.Tests.Peers;

/// <summary>The boards against Grafana's own types, and their expressions against the products' own grammars.</summary>
public sealed class BoardTypesTests(GrammarPackages packages) : IClassFixture<GrammarPackages>
{
    private static readonly IReadOnlyList<Dashboard> Boards = [.. MonitoredProducts.Dashboards(AlertSamples.Everything), SampleBoard.Everything];

    [Fact]
    public async Task Boards_are_what_Grafana_stores() =>
        Assert.Empty(await new DashboardTypes(packages).CheckAsync(Boards.ToDictionary(board => board.Uid, DashboardJson.Render)));

    [Fact]
    public async Task Boards_have_the_schema_of_today() => Assert.Equal(DashboardJson.SchemaVersion, await new DashboardTypes(packages).SchemaVersionAsync());

    [Fact]
    public async Task Boards_ask_what_the_products_understand()
    {
        var parsed = await new ExpressionGrammars(packages).ParseAsync(
            from board in Boards
            from panel in board.Panels
            from query in panel.Queries
            where query.Language != QueryLanguage.ServiceMap
            select ($"{board.Uid}/{panel.Title}: {query.Expression}", Language(query.Language), query.Expression));

        Assert.Empty(parsed.Where(expression => expression.Errors.Count > 0).Select(expression => expression.Id));
    }

    private static string Language(QueryLanguage language) => language switch
    {
        QueryLanguage.PromQl => ExpressionGrammars.PromQl,
        QueryLanguage.LogQl => ExpressionGrammars.LogQl,
        _ => ExpressionGrammars.TraceQl,
    };
}
