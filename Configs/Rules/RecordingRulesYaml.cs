using Infra.Configs.Yaml;

namespace Infra.Configs.Rules;

/// <summary>Renders recording rules as a rule file of Prometheus.</summary>
internal static class RecordingRulesYaml
{
    public static string Render(IReadOnlyList<RecordingGroup> groups) => YamlText.Render(new YamlMap
    {
        {
            "groups", groups.Select(group => new YamlMap
            {
                { "name", group.Name },
                { "interval", group.Interval },
                { "rules", group.Rules.Select(Rule).ToList() },
            }).ToList()
        },
    });

    private static YamlMap Rule(RecordingRule rule) => new()
    {
        { "record", rule.Name },
        { "expr", rule.Expression },
        { "labels", rule.Labels.Count == 0 ? null : YamlMap.Sorted(rule.Labels) },
    };
}
