using Infra.Configs.Alerts;
using Infra.Tests.Support;

namespace Infra.Tests.Configs.Alerts;

public sealed class AlertRulesTests
{
    private static readonly IReadOnlyList<AlertGroup> Groups = AlertRules.Groups(AlertSamples.Everything);

    public static TheoryData<string> Names => [.. Groups.SelectMany(group => group.Rules).Select(rule => rule.Name)];

    [Fact]
    public void Are_rendered_as_the_golden_file_has_them() => Golden.Matches(AlertRulesYaml.Render(Groups, "docs/runbooks"), "alerts.golden.yml");

    [Fact]
    public async Task Fire_when_they_should_and_only_then()
    {
        using var folder = new TemporaryDirectory().Write(new Dictionary<string, string>
        {
            ["rules.yml"] = AlertRulesYaml.Render(Groups, "docs/runbooks"),
            ["tests.yml"] = await File.ReadAllTextAsync(
                Path.Combine(SourceTree.Root, "Tests", "Configs", "Alerts", "alerts.promtest.yml"), TestContext.Current.CancellationToken),
        });

        await ToolProcess.AcceptsInAsync(folder.Path, "promtool", "test", "rules", "tests.yml");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Are_each_seen_to_fire_and_to_stay_silent(string name)
    {
        var tests = File.ReadAllText(Path.Combine(SourceTree.Root, "Tests", "Configs", "Alerts", "alerts.promtest.yml"));

        Assert.Contains($"alertname: {name}\n        exp_alerts:\n", tests);
        Assert.True(name == AlertRules.WatchdogName || tests.Contains($"alertname: {name}\n        exp_alerts: []\n"), $"{name} is never seen to stay silent.");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Have_a_runbook_with_their_name_for_a_title(string name)
    {
        var rule = Assert.Single(Groups.SelectMany(group => group.Rules), rule => rule.Name == name);

        Assert.Equal($"# {name}", File.ReadLines(Path.Combine(SourceTree.Root, "docs", "runbooks", $"{rule.Runbook}.md")).First());
    }

    [Theory]
    [InlineData("https://runbooks.example.com/phlo/")]
    [InlineData("https://runbooks.example.com/phlo")]
    public void Link_to_the_runbooks_wherever_they_are(string address) =>
        Assert.Contains("runbook_url: https://runbooks.example.com/phlo/watchdog.md\n", AlertRulesYaml.Render(Groups, address));
}
