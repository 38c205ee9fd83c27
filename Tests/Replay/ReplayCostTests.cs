namespace Infra.Tests.Replay;

/// <summary>What the rules cost over several lakehouses.</summary>
[Collection(ReplayGroup.Name)]
public sealed class ReplayCostTests(ITestOutputHelper output)
{
    private const int Lakehouses = 5;
    private const double MostOfInterval = 0.1;

    // Nothing on one side of a match can be told from the rest.
    private const string Broken = """
        groups:
          - name: broken
            rules:
              - record: never
                expr: up * on (job) up
        """;

    [Fact]
    public async Task All_rules_over_five_lakehouses_take_a_small_part_of_the_interval()
    {
        await using var replay = await ReplayedLakehouse.StartAsync([ReplayFixture.Alerts, ReplayFixture.Recordings, Broken], Lakehouses);

        var series = await replay.SeriesAsync();
        var cost = await replay.RuleCostAsync();
        output.WriteLine(ReplayReport.Cost(cost));

        Assert.StartsWith("broken: never: ", Assert.Single(await replay.RuleErrorsAsync()));
        Assert.Equal(Lakehouses, series.Where(target => target.Lakehouse is not null).GroupBy(target => target.Lakehouse).Count());
        Assert.InRange(cost.Sum(group => group.Share), 0, MostOfInterval);
    }
}
