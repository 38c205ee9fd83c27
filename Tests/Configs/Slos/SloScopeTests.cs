using Infra.Configs.Monitoring;
using Infra.Configs.Rules;
using Infra.Tests.Configs.Alerts;

namespace Infra.Tests.Configs.Slos;

/// <summary>SLOs as tools find them beside Prometheus' configuration.</summary>
public sealed class SloScopeTests
{
    [Fact]
    public void Are_read_as_they_were_written()
    {
        var read = MonitoringScopeJson.Read(MonitoringScopeJson.Render(AlertSamples.Everything));

        Assert.Equal(AlertSamples.Everything.Slos, read.Slos);
        Assert.Equal(AlertSamples.Everything.AssetFreshness, read.AssetFreshness);
        Assert.Equal(RecordingRulesYaml.Render(MonitoredProducts.RecordingGroups(AlertSamples.Everything)), RecordingRulesYaml.Render(MonitoredProducts.RecordingGroups(read)));
    }
}
