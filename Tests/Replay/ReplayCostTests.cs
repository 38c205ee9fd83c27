namespace Infra.Tests.Replay;

/// <summary>What the rules cost over several lakehouses.</summary>
[Collection(ReplayGroup.Name)]
public sealed class ReplayCostTests(ITestOutputHelper output)
{
    private const int Lakehouses = 5;
    private const double MostOfInterval = 0.1;

    [Fact]
    public async Task All_rules_over_five_lakehouses_take_a_small_part_of_the_interval()
    {
        await using var replay = await ReplayedLakehouse.StartAsync(ReplayFixture.Alerts, ReplayFixture.Recordings, Lakehouses);

        var series = await replay.SeriesAsync();
        var cost = await replay.RuleCostAsync();
        output.WriteLine(ReplayReport.Series(series));
        output.WriteLine(ReplayReport.Cost(cost));

        Assert.Empty(await replay.RuleErrorsAsync());
        Assert.Equal(Lakehouses, series.Select(target => target.Lakehouse).OfType<string>().Distinct(StringComparer.Ordinal).Count());
        Assert.InRange(cost.Sum(group => group.Share), 0, MostOfInterval);
    }
}
