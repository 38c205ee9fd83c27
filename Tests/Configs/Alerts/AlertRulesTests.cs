using Infra.Configs.Alertmanager;
using Infra.Configs;
using Infra.Configs.Alerts;
using Infra.Configs.Dashboards;
using Infra.Tests.Configs.Alertmanager;
using Infra.Tests.Support;

namespace Infra.Tests.Configs.Alerts;

public sealed class AlertRulesTests
{
    private static readonly IReadOnlyList<AlertGroup> Groups = AlertRules.Groups(AlertSamples.Everything);

    public static TheoryData<string> GroupNames => [.. Groups.Select(group => group.Name)];

    public static TheoryData<string> Names => [.. AlertSamples.Rules.Select(rule => rule.Name)];

    [Fact]
    public void Are_rendered_as_the_golden_file_has_them() => Golden.Matches(AlertRulesYaml.Render(Groups, "docs/runbooks"), "alerts.golden.yml");

    [Fact]
    public async Task Say_what_is_wrong_in_the_words_of_the_definition()
    {
        using var folder = new TemporaryDirectory().Write(new Dictionary<string, string>
        {
            ["rules.yml"] = AlertRulesYaml.Render(Groups, "docs/runbooks"),
            ["tests.yml"] = await File.ReadAllTextAsync(
                Path.Combine(SourceTree.Root, "Tests", "Configs", "Alerts", "alerts.promtest.yml"), TestContext.Current.CancellationToken),
        });

        await ToolProcess.AcceptsInAsync(folder.Path, "promtool", "test", "rules", "tests.yml");
    }

    // Each group for itself: promtool evaluates all rules that it is given over the time of each scenario.
    [Theory]
    [MemberData(nameof(GroupNames))]
    public async Task Fire_when_they_should_and_only_then(string name)
    {
        var group = Groups.Single(group => group.Name == name);
        var rules = group.Rules.ToDictionary(rule => rule.Name);
        var scenarios = AlertScenarios.All.Where(scenario => rules.ContainsKey(scenario.Alert));
        using var folder = new TemporaryDirectory().Write(new Dictionary<string, string>
        {
            ["rules.yml"] = AlertRulesYaml.Render([group], "docs/runbooks"),
            ["tests.yml"] = AlertScenario.Render(scenarios, alert => AlertRulesYaml.Label(rules[alert].Severity)),
        });

        await ToolProcess.AcceptsInAsync(folder.Path, "promtool", "test", "rules", "tests.yml");
    }

    [Fact]
    public void Are_each_seen_to_fire_and_to_stay_silent() =>
        Assert.Equal(AlertSamples.Rules.Select(rule => rule.Name).Order(), AlertScenarios.Every.Select(scenario => scenario.Alert).Distinct().Order());

    [Fact]
    public void Each_leads_to_a_board() => Assert.Empty(
        from rule in AlertSamples.Rules
        where rule.Dashboard is null || !BoardUids.All.Contains(rule.Dashboard)
        select $"{rule.Name}: {rule.Dashboard}");

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Reach_the_receiver_of_their_severity(string name)
    {
        var rule = AlertSamples.Rules.Single(rule => rule.Name == name);
        using var folder = SampleRouting.Folder(SampleRouting.Bare);
        var receiver = rule.Severity == AlertSeverity.None ? AlertRouting.WatchdogReceiver : AlertRouting.ReceiverOf(rule.Severity);

        await ToolProcess.AcceptsInAsync(
            folder.Path, "amtool", "config", "routes", "test", $"--config.file={AlertmanagerFiles.ConfigFile}", $"--verify.receivers={receiver}",
            $"alertname={name}", $"severity={AlertRulesYaml.Label(rule.Severity)}", "component=any", "stack=dev");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Have_a_runbook_with_their_name_for_a_title(string name)
    {
        var rule = AlertSamples.Rules.Single(rule => rule.Name == name);

        Assert.Equal($"# {name}", File.ReadLines(Path.Combine(SourceTree.Root, "docs", "runbooks", $"{rule.Runbook}.md")).First());
    }

    [Fact]
    public void Have_all_runbooks_that_there_are() => Assert.Equal(
        AlertSamples.Rules.Select(rule => $"{rule.Runbook}.md").Order(StringComparer.Ordinal),
        Directory.GetFiles(Path.Combine(SourceTree.Root, "docs", "runbooks")).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [Fact]
    public void Are_made_only_where_there_is_what_they_are_about()
    {
        var groups = AlertRules.Groups(AlertSamples.Everything with { Services = new HashSet<string> { "node", "postgres" }, CertificatesRenewedBefore = null });

        Assert.Equal(["observability", "node", "postgres"], groups.Select(group => group.Name));
        Assert.DoesNotContain(groups.SelectMany(group => group.Rules), rule => rule.Name.StartsWith("Certificate", StringComparison.Ordinal));
        Assert.DoesNotContain(
            AlertRules.Groups(AlertSamples.Everything with { RemoteWrite = false }).SelectMany(group => group.Rules),
            rule => rule.Name.StartsWith("PrometheusRemoteWrite", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(30 * 24, "14 * 86400", "3 * 86400")]
    [InlineData(90 * 24, "14 * 86400", "3 * 86400")]
    [InlineData(20 * 24, "10 * 86400", "2 * 86400")]
    [InlineData(2, "3600", "720")]
    public void Tell_of_a_certificate_only_when_an_update_would_have_renewed_it(int hours, string soon, string now)
    {
        var rules = AlertRules.Groups(AlertSamples.Everything with { CertificatesRenewedBefore = Duration.Hours(hours) }).SelectMany(group => group.Rules).ToList();

        Assert.EndsWith($" < {soon}", rules.Single(rule => rule.Name == "CertificateExpiresSoon").Expression);
        Assert.EndsWith($" < {now}", rules.Single(rule => rule.Name == "CertificateExpires").Expression);
    }

    [Fact]
    public void Link_to_a_board_where_there_is_Grafana()
    {
        Assert.Contains("dashboard_url: https://grafana.example.com/phlo/d/phlo-trino\n", AlertRulesYaml.Render(Groups, "docs/runbooks", "https://grafana.example.com/phlo/"));
        Assert.DoesNotContain("dashboard_url", AlertRulesYaml.Render(Groups, "docs/runbooks"));
    }

    [Theory]
    [InlineData("https://runbooks.example.com/phlo/")]
    [InlineData("https://runbooks.example.com/phlo")]
    public void Link_to_the_runbooks_wherever_they_are(string address) =>
        Assert.Contains("runbook_url: https://runbooks.example.com/phlo/watchdog.md\n", AlertRulesYaml.Render(Groups, address));
}
