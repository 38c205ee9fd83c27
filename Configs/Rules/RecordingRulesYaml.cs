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
                { "rules", group.Rules.Select(rule => new YamlMap { { "record", rule.Name }, { "expr", rule.Expression } }).ToList() },
            }).ToList()
        },
    });
}
