using Infra.Configs;
using Infra.Configs.Lakehouse.Nessie;
using Infra.Configs.Monitoring;
using Infra.Tests.Configs.Alerts;

namespace Infra.Tests.Configs.Lakehouse.Nessie;

public sealed class NessieMonitoringTests
{
    private static readonly MonitoringScope WithTraces = AlertSamples.Everything;

    private static readonly MonitoringScope WithoutTraces = WithTraces with { Services = WithTraces.Services.Where(service => service != ServiceNames.Tempo).ToHashSet() };

    [Fact]
    public void Durations_by_endpoint_are_recorded_only_where_there_are_traces()
    {
        Assert.Contains(NessieRules.RequestBuckets, Recorded(WithTraces));
        Assert.DoesNotContain(NessieRules.RequestBuckets, Recorded(WithoutTraces));
        Assert.Contains(NessieRules.RequestRate, Recorded(WithoutTraces));
    }

    [Fact]
    public void Durations_by_endpoint_are_shown_only_where_there_are_traces()
    {
        Assert.Contains(Asked(WithTraces), expression => expression.Contains(NessieRules.RequestBuckets, StringComparison.Ordinal));
        Assert.DoesNotContain(Asked(WithoutTraces), expression => expression.Contains(NessieRules.RequestBuckets, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Recorded(MonitoringScope scope) => NessieMonitoring.Product.Rules(scope).SelectMany(group => group.Rules).Select(rule => rule.Name);

    private static IEnumerable<string> Asked(MonitoringScope scope) =>
        NessieMonitoring.Product.Dashboards(scope).SelectMany(board => board.Panels).SelectMany(panel => panel.Queries).Select(query => query.Expression);
}
