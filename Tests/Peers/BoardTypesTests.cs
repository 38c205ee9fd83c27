using Infra.Configs.Dashboards;
using Infra.Configs.Monitoring;
using Infra.Tests.Configs.Alerts;
using Infra.Tests.Configs.Dashboards;

namespace Infra.Tests.Peers;

/// <summary>The boards against Grafana's own types.</summary>
public sealed class BoardTypesTests(GrammarPackages packages) : IClassFixture<GrammarPackages>
{
    [Fact]
    public async Task Boards_are_what_Grafana_stores() => Assert.Empty(await new DashboardTypes(packages).CheckAsync(
        MonitoredProducts.Dashboards(AlertSamples.Everything).Append(SampleBoard.Everything).ToDictionary(board => board.Uid, DashboardJson.Render)));

    [Fact]
    public async Task Boards_have_the_schema_of_today() => Assert.Equal(await new DashboardTypes(packages).SchemaVersionAsync(), DashboardJson.SchemaVersion);
}
