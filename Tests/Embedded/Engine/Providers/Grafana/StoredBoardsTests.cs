using Embedded.Engine.Values;
using Infra.Configs.Dashboards;
using Infra.Configs.Monitoring;
using Infra.Tests.Configs.Alerts;
using Infra.Tests.Configs.Dashboards;
using static Infra.Tests.Embedded.Engine.Providers.Grafana.GrafanaHarness;

namespace Infra.Tests.Embedded.Engine.Providers.Grafana;

/// <summary>Boards as Grafana and its provider keep them: at the second update nothing differs.</summary>
public sealed class StoredBoardsTests
{
    private const string Resource = "grafana:oss/dashboard:Dashboard";

    [Fact]
    public async Task Are_no_change_when_they_are_there()
    {
        await using var harness = await StartAsync();
        foreach (var board in MonitoredProducts.Dashboards(AlertSamples.Everything).Append(SampleBoard.Everything))
        {
            var inputs = PropertyMap.Of(("configJson", PropertyValue.Of(DashboardJson.Render(board))));
            var stored = await harness.CreateAsync(Resource, inputs);

            Assert.Equal($"1:{board.Uid}", stored.Id);
            Assert.Empty(await harness.DriftAsync(stored));
            Assert.Empty(harness.Changes(stored, inputs));
        }
    }
}
