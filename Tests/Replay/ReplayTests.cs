using Infra.Configs.Monitoring;
using Infra.Tests.Configs.Alerts;

namespace Infra.Tests.Replay;

/// <summary>The rules over what the products really say.</summary>
[Collection(ReplayGroup.Name)]
public sealed class ReplayTests(ReplayFixture fixture, ITestOutputHelper output)
{
    /// <summary>Series of a lakehouse that Prometheus keeps, at most.</summary>
    private const int MostSeries = 3000;

    private readonly ReplayedLakehouse _replay = fixture.Replay;

    [Fact]
    public async Task Every_target_of_a_stack_has_a_recording_that_Prometheus_reads() => Assert.Empty(await _replay.TargetErrorsAsync());

    [Fact]
    public async Task No_rule_is_in_error() => Assert.Empty(await _replay.RuleErrorsAsync());

    [Fact]
    public async Task Every_recording_rule_has_data()
    {
        var rules = MonitoredProducts.RecordingGroups(AlertSamples.Everything).SelectMany(group => group.Rules).Select(rule => new ReplayQuery(rule.Name, rule.Name)).ToList();

        Assert.NotEmpty(rules);
        Assert.Empty(await _replay.WithoutDataAsync(rules));
    }

    [Fact]
    public async Task Counters_grow_and_heartbeats_stay_fresh()
    {
        var queries = await _replay.QueryAsync("sum(increase(trino_execution_name_QueryManager_CompletedQueries[5m]))");
        var quantiles = await _replay.QueryAsync("histogram_quantile(0.95, sum by (le, method) (rate(nessie_versionstore_request_seconds_bucket[5m])))");
        var heartbeats = await _replay.QueryAsync("""max(time() - dagster_daemon_last_heartbeat_timestamp_seconds{service="dagster"})""");

        Assert.InRange(Assert.Single(queries).Value, 1, 1000);
        Assert.NotEmpty(quantiles);
        Assert.All(quantiles, quantile => Assert.InRange(quantile.Value, 0.0001, 1));
        Assert.InRange(Assert.Single(heartbeats).Value, 0, 120);
    }

    [Fact]
    public async Task A_query_for_what_nobody_says_is_named()
    {
        var missing = new ReplayQuery("a panel", "rate(trino_execution_ExecutionTimes_bucket[5m])");
        var there = new ReplayQuery("another", "up");

        Assert.Equal([missing], await _replay.WithoutDataAsync([missing, there]));
    }

    [Fact]
    public async Task A_lakehouse_has_no_more_series_than_it_may()
    {
        var series = await _replay.SeriesAsync();
        output.WriteLine(ReplayReport.Series(series));

        Assert.InRange(series.Where(target => target.Lakehouse is not null).Sum(target => target.Kept), 1000, MostSeries);
    }
}
