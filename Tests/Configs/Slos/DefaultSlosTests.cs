using Infra.Configs;
using Infra.Configs.Lakehouse;
using Infra.Configs.Slos;
using Infra.Tests.Configs.Alerts;
using Infra.Tests.Support;

namespace Infra.Tests.Configs.Slos;

public sealed class DefaultSlosTests
{
    [Fact]
    public void Are_of_the_services_that_are_watched()
    {
        var slos = DefaultSlos.Of(AlertSamples.Everything with { Services = new HashSet<string>([LakehouseServices.Minio, LakehouseServices.Postgres]) });

        Assert.Equal([DefaultSlos.MinioRequests], slos.Select(slo => slo.Name));
    }

    [Fact]
    public void Have_each_a_name_that_settings_can_use() => Assert.All(AlertSamples.Everything.Slos, slo => Assert.True(DefaultSlos.IsName(slo.Name)));

    [Fact]
    public void Count_durations_by_a_bound_that_the_histogram_has()
    {
        var parser = File.ReadAllText(Path.Combine(SourceTree.Root, "Tests", "Configs", "Alloy", "dev.golden.alloy"));

        Assert.Matches($@"buckets\s*=\s*\[[^\]]*\b{DefaultSlos.QuerySeconds}\b", parser);
    }

    [Fact]
    public void Count_minutes_of_slow_queries_where_nobody_makes_a_histogram()
    {
        var scope = AlertSamples.Everything with { Services = new HashSet<string>([LakehouseServices.Trino]) };

        var sli = DefaultSlos.Of(scope).Single(slo => slo.Name == DefaultSlos.TrinoLatency).Sli;

        Assert.Contains("quantile=\"0.99\"", sli.BadEvents);
        Assert.DoesNotContain("_bucket", sli.BadEvents);
    }

    // The numbers of docs/slos.md.
    [Theory]
    [InlineData(30, "14.4 6 3 1")]
    [InlineData(28, "13.44 5.6 2.8 0.93")]
    [InlineData(7, "3.36 1.4 0.7 0.23")]
    public void Burn_by_the_share_of_the_budget_and_not_by_the_rate(int days, string factors) => Assert.Equal(
        factors,
        string.Join(' ', SloAlerts.Fast.Concat(SloAlerts.Slow).Select(windows => windows.Factor(Duration.Days(days)).ToString("0.##", System.Globalization.CultureInfo.InvariantCulture))));

    // Otherwise a short window is not a twelfth of the long one.
    [Fact]
    public void Are_looked_at_in_windows_that_are_recorded()
    {
        var recorded = SloRules.Groups(AlertSamples.Everything.Slos).SelectMany(group => group.Rules).Select(rule => rule.Name).ToHashSet();

        Assert.All(SloAlerts.Fast.Concat(SloAlerts.Slow), windows =>
        {
            Assert.Contains(SloRules.Errors(windows.Long), recorded);
            Assert.Contains(SloRules.Errors(windows.Short), recorded);
            Assert.Equal(12, Duration.TryParse(windows.Long)!.Value.Value / Duration.TryParse(windows.Short)!.Value.Value);
            Assert.Equal(windows.Hours, Duration.TryParse(windows.Long)!.Value.Value.TotalHours);
        });
    }

    [Fact]
    public void Say_how_much_is_promised_exactly()
    {
        var slos = DefaultSlos.Of(AlertSamples.Everything, new Dictionary<string, SloChoice> { [DefaultSlos.MinioRequests] = new() { Objective = 0.99999m, Window = Duration.Days(28) } });

        var rules = SloRules.Groups([slos.Single(slo => slo.Name == DefaultSlos.MinioRequests)]).SelectMany(group => group.Rules).ToList();

        Assert.Equal("vector(0.00001)", rules.Single(rule => rule.Name == SloRules.ErrorBudget).Expression);
        Assert.Equal("vector(2419200)", rules.Single(rule => rule.Name == SloRules.Window).Expression);
        Assert.Contains("[28d]", rules.Single(rule => rule.Name == SloRules.ErrorsInWindow).Expression);
    }

    [Fact]
    public void Cost_nothing_where_nothing_is_promised() => Assert.Empty(SloRules.Groups([]));

    // A latency without Alloy, which the stack of the other tests does not have: ten of 59 minutes are slow, the others fast or unknown.
    [Fact]
    public async Task Count_minutes_as_promtool_does()
    {
        const string tests = """
            rule_files: [rules.yml]
            evaluation_interval: 1m
            tests:
              - interval: 1m
                input_series:
                  - series: trino_execution_name_QueryManager_ExecutionTime_FiveMinutes{job="trino", service="trino", instance="trino:8080", quantile="0.99"}
                    values: _x29 5000x29 20000x9 5000x9 _x60
                promql_expr_test:
                  - expr: round(slo:error:ratio_2h, 0.05)
                    eval_time: 110m
                    exp_samples: [{labels: '{job="trino", service="trino", slo="trino-query-latency"}', value: 0.15}]
                  - {expr: 'slo:error:ratio_1h', eval_time: 20m}
            """;
        var scope = AlertSamples.Everything with { Services = new HashSet<string>([LakehouseServices.Trino]) };
        var latency = DefaultSlos.Of(scope).Where(slo => slo.Name == DefaultSlos.TrinoLatency).ToList();
        using var folder = new TemporaryDirectory().Write(new Dictionary<string, string>
        {
            ["rules.yml"] = Infra.Configs.Rules.RecordingRulesYaml.Render(SloRules.Groups(latency)),
            ["tests.yml"] = tests,
        });

        await ToolProcess.AcceptsInAsync(folder.Path, "promtool", "test", "rules", "tests.yml");
    }
}
