using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Configs;
using Infra.Configs.Alerts;
using Infra.Configs.Grafana.Alerting;
using Infra.Configs.Monitoring;
using Infra.Tests.Configs.Alerts;
using Infra.Tests.Support;

namespace Infra.Tests.Configs.Grafana.Alerting;

public sealed class GrafanaRulesTests
{
    private static readonly IReadOnlyList<GrafanaRuleGroup> Groups =
        GrafanaRules.Groups(AlertRules.Groups(AlertSamples.Everything), "dev", new AlertLinks("docs/runbooks", "http://localhost:3001/"));

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static IEnumerable<GrafanaRule> Rules => Groups.SelectMany(group => group.Rules);

    [Fact]
    public void Are_rendered_as_the_golden_file_has_them() => Golden.Matches(JsonSerializer.Serialize(Groups, Indented) + "\n", "rules.golden.json");

    [Fact]
    public void Are_all_alerts_that_Prometheus_cannot_evaluate_and_no_other()
    {
        var evaluated = Rules.Select(rule => rule.Title).ToHashSet();
        Assert.Equal(AlertSamples.Rules.Where(rule => rule.Source != AlertSource.Metrics).Select(rule => rule.Name).Order(), evaluated.Order());

        var yaml = AlertRulesYaml.Render(AlertRules.Groups(AlertSamples.Everything), "docs/runbooks");
        Assert.All(AlertSamples.Rules, rule => Assert.Equal(!evaluated.Contains(rule.Name), yaml.Contains($"alert: {rule.Name}\n", StringComparison.Ordinal)));
    }

    // Grafana takes no other uid, and folds the kind of question into it from the model: what it stores must be what is sent.
    [Fact]
    public void Have_nothing_that_Grafana_would_spell_otherwise()
    {
        Assert.All(Rules, rule => Assert.Matches("^[a-z0-9-]{1,40}$", rule.Uid));
        Assert.Equal(Rules.Count(), Rules.Select(rule => rule.Uid).Distinct().Count());
        Assert.All(Rules.SelectMany(rule => rule.Queries), query =>
        {
            var model = JsonNode.Parse(query.Model)!.AsObject();
            Assert.Equal(global::Embedded.Engine.Providers.Grafana.JsonText.Write(model), query.Model);
            Assert.Equal((string?)model["queryType"], query.QueryType);
            Assert.Equal((string?)model["refId"], query.RefId);
            Assert.Equal((string?)model["datasource"]!["uid"], query.DataSourceUid);
            Assert.DoesNotContain("intervalMs", model);
            Assert.DoesNotContain("maxDataPoints", model);
        });
    }

    // The last point of a range is as old as the range is long.
    [Fact]
    public void Ask_Loki_for_one_step()
    {
        var query = Rules.Single(rule => rule.Title == "LogErrorBurst").Queries[0];

        Assert.Equal(("loki", "range", 60), (query.DataSourceUid, query.QueryType, query.From));
        Assert.Equal("1m", (string?)JsonNode.Parse(query.Model)!["step"]);
    }

    [Fact]
    public void Name_the_value_as_Grafana_does() => Assert.All(Rules, rule => Assert.All(rule.Annotations.Values, text => Assert.DoesNotMatch(@"\$value\b", text)));

    [Fact]
    public void Are_not_made_without_what_evaluates_them()
    {
        Assert.Empty(Made(Without(ServiceNames.Grafana) with { DagsterSchema = null }));
        Assert.Equal(["DagsterRunStuck", "DagsterRunOverdue"], Made(Without(ServiceNames.Loki)));
        Assert.DoesNotContain("DagsterRunFailed", Made(Without("dagster")));
        Assert.DoesNotContain("LogsMissing", Made(AlertSamples.Everything with { LogSilence = null }));
    }

    private static MonitoringScope Without(string service) =>
        AlertSamples.Everything with { Services = AlertSamples.Everything.Services.Where(name => name != service).ToHashSet() };

    private static IEnumerable<string> Made(MonitoringScope scope) =>
        GrafanaRules.Groups(AlertRules.Groups(scope), "dev", new AlertLinks("docs/runbooks")).SelectMany(group => group.Rules).Select(rule => rule.Title);
}
