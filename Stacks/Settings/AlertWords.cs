using System.Text.RegularExpressions;
using Infra.Configs.Alertmanager;
using Infra.Configs.Alerts;

namespace Infra.Stacks.Settings;

/// <summary>The words that settings about alerts have in common.</summary>
internal static partial class AlertWords
{
    public const string ComponentExpectation = "the name of a component: lower-case letters, digits and hyphens, such as dagster";

    /// <summary>The words for the severities that somebody can be told of, the worst first.</summary>
    public static IReadOnlyList<string> Severities { get; } = [.. AlertRouting.Severities.Select(AlertRulesYaml.Label)];

    public static string SeverityExpectation { get; } = $"one or more of {string.Join(", ", Severities)}";

    public static bool IsComponent(string text) => Name().IsMatch(text);

    /// <summary>The severities of words that are all in <see cref="Severities"/>.</summary>
    public static IReadOnlySet<AlertSeverity> ToSeverities(IEnumerable<string> words) =>
        AlertRouting.Severities.Where(severity => words.Contains(AlertRulesYaml.Label(severity))).ToHashSet();

    /// <summary>Reads severities that are separated by commas.</summary>
    public static IReadOnlySet<AlertSeverity> ReadSeverities(SettingReader reader, string key, IEnumerable<AlertSeverity> defaults) =>
        ToSeverities(reader.List(key, [.. defaults.Select(AlertRulesYaml.Label)], Severities.Contains, $"{SeverityExpectation}, separated by commas"));

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,62}\z")]
    private static partial Regex Name();
}
