using Infra.Configs;
using Infra.Configs.Slos;
using Infra.Stacks.Settings;
using Infra.Tests.Configs.Alerts;
using Pulumi;

namespace Infra.Tests.Stacks.Settings;

public sealed class SloSettingsTests
{
    [Fact]
    public void Promise_what_is_usual_unless_they_say_otherwise() => Assert.Empty(Read(null));

    [Fact]
    public void Change_an_objective_and_its_window()
    {
        var choices = Read("""{"trino-query-success": {"objective": 99.5, "window": "28d"}, "freshness-orders": {"window": "7d"}, "dagster-run-success": {"objective": "90"}}""");
        var slos = DefaultSlos.Of(AlertSamples.Everything, choices).ToDictionary(slo => slo.Name);

        Assert.Equal((0.995m, 0.005m, Duration.Days(28)), (slos["trino-query-success"].Objective, slos["trino-query-success"].ErrorBudget, slos["trino-query-success"].Window));
        Assert.Equal((0.99m, Duration.Days(7)), (slos["freshness-orders"].Objective, slos["freshness-orders"].Window));
        Assert.Equal((0.9m, Duration.Days(30)), (slos["dagster-run-success"].Objective, slos["dagster-run-success"].Window));
    }

    [Theory]
    [InlineData("\"off\"")]
    [InlineData("false")]
    public void Switch_one_off(string word)
    {
        var slos = DefaultSlos.Of(AlertSamples.Everything, Read($$"""{"nessie-commit-success": {{word}}}"""));

        Assert.Equal(
            ["trino-query-success", "trino-query-latency", "minio-request-success", "dagster-run-success", "freshness-orders"], slos.Select(slo => slo.Name));
    }

    [Theory]
    [InlineData("""{"trino-success": "off"}""", "slos.trino-success = off: expected one of trino-query-success, trino-query-latency, nessie-commit-success, minio-request-success, dagster-run-success, or freshness- and the key of an asset")]
    [InlineData("""{"trino-query-success": "on"}""", "slos.trino-query-success = on: expected off, or the fields objective, window")]
    [InlineData("""{"trino-query-success": {"objective": 100}}""", "slos.trino-query-success.objective = 100: expected a percentage from 50 to 99.999, such as 99.5")]
    [InlineData("""{"trino-query-success": {"objective": 0.99}}""", "slos.trino-query-success.objective = 0.99: expected a percentage from 50 to 99.999, such as 99.5")]
    [InlineData("""{"trino-query-success": {"window": "1h"}}""", "slos.trino-query-success.window = 1h: expected a duration from 1d to 90d, such as 28d")]
    [InlineData("""{"trino-query-success": {"goal": 99}}""", "slos.trino-query-success.goal = 99: no such field; expected one of objective, window")]
    public void Name_what_is_wrong(string given, string mistake)
    {
        var error = Assert.Throws<RunException>(() => Read(given));

        Assert.Contains(mistake, error.Message);
    }

    private static IReadOnlyDictionary<string, SloChoice> Read(string? slos) => StackSettingsReader.Read(new SettingSource
    {
        Project = "phlo-observability",
        Stack = "sandbox",
        Get = key => key == "slos" ? slos : null,
    }).Slos;
}
