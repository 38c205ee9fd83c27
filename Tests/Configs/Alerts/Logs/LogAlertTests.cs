using Infra.Configs.Alerts;

namespace Infra.Tests.Configs.Alerts.Logs;

/// <summary>
/// Alerts on logs over lines as the products write them, which go through the pipeline that is rendered for Alloy and are counted as
/// Loki counts. Both are stood in for: neither can run here.
/// </summary>
public sealed class LogAlertTests
{
    public static TheoryData<string, int> Scenarios => [.. Known.Select((scenario, index) => (scenario.Alert, index))];

    private static IReadOnlyList<LogAlertScenario> Known { get; } = [.. AlertScenarios.Every.OfType<LogAlertScenario>()];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Fire_when_they_should_and_only_then(string alert, int index)
    {
        var scenario = Known[index];
        var rule = AlertSamples.Rules.Single(rule => rule.Name == alert);

        Assert.Equal(AlertSource.Logs, rule.Source);
        Assert.Equal([scenario.Component], Firing(rule, scenario.Firing, scenario.Minute));
        Assert.Empty(Firing(rule, scenario.Silent, scenario.Minute));
    }

    [Fact]
    public void Of_logs_all_have_such_lines() => Assert.Equal(
        AlertSamples.Rules.Where(rule => rule.Source == AlertSource.Logs).Select(rule => rule.Name).Order(),
        Known.Select(scenario => scenario.Alert).Distinct().Order());

    // What Grafana does each minute: series above the threshold wait for the rule's duration, and begin anew when they were below.
    private static IEnumerable<string> Firing(AlertRule rule, IEnumerable<LogLine> written, int minute)
    {
        var expression = LogQlParser.Parse(rule.Expression);
        var lines = StoredLine.Of(written);
        var since = new Dictionary<string, int>();
        for (var now = 0; now <= minute; now++)
        {
            var above = expression.At(lines, now).Where(series => series.Value > (double)rule.Threshold).Select(series => series.Key).ToHashSet();
            foreach (var series in since.Keys.Except(above).ToList())
                since.Remove(series);
            foreach (var series in above)
                since.TryAdd(series, now);
        }

        return since.Where(series => minute - series.Value >= (rule.For?.Value.TotalMinutes ?? 0)).Select(series => Component(rule, series.Key)).Order(StringComparer.Ordinal);
    }

    private static string Component(AlertRule rule, string labels) => labels.Split(',').Select(label => label.Split('=', 2)).Where(label => label.Length == 2)
        .Aggregate(rule.Component, (text, label) => text.Replace($"{{{{ $labels.{label[0]} }}}}", label[1], StringComparison.Ordinal));
}
