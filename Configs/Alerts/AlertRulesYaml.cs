using Infra.Configs.Yaml;

namespace Infra.Configs.Alerts;

/// <summary>Renders alerts as a rule file of Prometheus.</summary>
internal static class AlertRulesYaml
{
    /// <param name="groups">The alerts.</param>
    /// <param name="runbooks">Where the runbooks are: the address of the folder of pages.</param>
    /// <param name="grafana">Where people find Grafana; null for a stack without it.</param>
    public static string Render(IReadOnlyList<AlertGroup> groups, string runbooks, string? grafana = null) => YamlText.Render(new YamlMap
    {
        {
            "groups", groups.Select(group => new YamlMap
            {
                { "name", group.Name },
                { "rules", group.Rules.Select(rule => Rule(rule, runbooks, grafana)).ToList() },
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

    /// <summary>The address of an alert's board; null where there is none.</summary>
    public static string? Board(AlertRule rule, string? grafana) => grafana is null || rule.Dashboard is null ? null : $"{grafana.TrimEnd('/')}/d/{rule.Dashboard}";

    private static YamlMap Rule(AlertRule rule, string runbooks, string? grafana) => new()
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
                { "runbook_url", $"{runbooks.TrimEnd('/')}/{rule.Runbook}.md" },
                { "dashboard_url", Board(rule, grafana) },
            }
        },
    };
}
