using Infra.Configs.Yaml;

namespace Infra.Configs.Alerts;

/// <summary>Renders the alerts on metrics as a rule file of Prometheus. Those on logs and SQL are Grafana's.</summary>
internal static class AlertRulesYaml
{
    /// <param name="groups">The alerts.</param>
    /// <param name="runbooks">Where the runbooks are: the address of the folder of pages.</param>
    /// <param name="grafana">Where people reach Grafana; null for a stack without it.</param>
    public static string Render(IReadOnlyList<AlertGroup> groups, string runbooks, string? grafana = null) => YamlText.Render(new YamlMap
    {
        {
            "groups", AlertGroup.Of(groups, AlertSource.Metrics).Select(group => new YamlMap
            {
                { "name", group.Name },
                { "rules", group.Rules.Select(rule => Rule(rule, new AlertLinks(runbooks, grafana))).ToList() },
            }).ToList()
        },
    });

    /// <summary>The label that a severity has on an alert.</summary>
    public static string Label(AlertSeverity severity) => severity switch
    {
        AlertSeverity.None => "none",
        AlertSeverity.Info => "info",
        AlertSeverity.Warning => "warning",
        AlertSeverity.Critical => "critical",
        _ => throw new ArgumentOutOfRangeException(nameof(severity), severity, null),
    };

    private static YamlMap Rule(AlertRule rule, AlertLinks links) => new()
    {
        { "alert", rule.Name },
        { "expr", rule.Expression },
        { "for", rule.For },
        { "labels", new YamlMap { { "component", rule.Component }, { "severity", Label(rule.Severity) } } },
        {
            "annotations", new YamlMap
            {
                { "summary", rule.Summary },
                { "description", rule.Description },
                { "runbook_url", links.Runbook(rule) },
                { "dashboard_url", links.Dashboard(rule) },
            }
        },
    };
}
