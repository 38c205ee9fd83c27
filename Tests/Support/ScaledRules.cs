using System.Globalization;
using System.Text.RegularExpressions;
using Infra.Configs;
using YamlDotNet.RepresentationModel;

namespace Infra.Tests.Support;

/// <summary>
/// Rule files of Prometheus in which time passes faster: each time that a rule waits, looks back or looks ahead is divided by the
/// same number. Thresholds, labels and texts stay. So with scrapes and evaluations that are as much more frequent, a rule says
/// the same of the same course of events, sooner.
/// </summary>
internal static partial class ScaledRules
{
    private const string Time = @"(?:\d+(?:ms|[smhdwy]))+";

    /// <param name="rules">A rule file.</param>
    /// <param name="factor">How much faster time passes.</param>
    /// <param name="factors">The same for alerts that differ, by their name.</param>
    public static string Of(string rules, int factor, IReadOnlyDictionary<string, int>? factors = null) => YamlEdit.Changed(rules, root =>
    {
        if (!root.Children.TryGetValue("groups", out var groups))
            return;

        foreach (var group in ((YamlSequenceNode)groups).Children.Cast<YamlMappingNode>())
        {
            Scale(group, "interval", factor);
            foreach (var rule in ((YamlSequenceNode)group["rules"]).Children.Cast<YamlMappingNode>())
            {
                var own = rule.Children.TryGetValue("alert", out var name) && factors?.TryGetValue(name.ToString(), out var other) == true ? other : factor;
                Scale(rule, "for", own);
                Scale(rule, "keep_firing_for", own);
                rule.Children["expr"] = Expression(rule["expr"].ToString(), own);
            }
        }
    });

    /// <summary>An expression with its ranges, subqueries, offsets and forecasts scaled.</summary>
    public static string Expression(string expression, int factor)
    {
        var scaled = Range().Replace(expression, match => $"[{Scaled(match.Groups[1].Value, factor)}{(match.Groups[2].Success ? ":" : "")}{Scaled(match.Groups[3].Value, factor)}]");
        scaled = Offset().Replace(scaled, match => $"offset {match.Groups[1].Value}{Scaled(match.Groups[2].Value, factor)}");
        return Forecast().Replace(scaled, match => string.Create(CultureInfo.InvariantCulture, $"{match.Groups[1].Value}, ({match.Groups[2].Value.Trim()}) / {factor})"));
    }

    private static void Scale(YamlMappingNode node, string key, int factor)
    {
        if (node.Children.TryGetValue(key, out var value))
            node.Children[key] = Scaled(value.ToString(), factor);
    }

    // To the millisecond, which Prometheus counts in, and not to nothing.
    private static string Scaled(string duration, int factor) => duration.Length == 0
        ? ""
        : Duration.Milliseconds(Math.Max(1, (int)(Duration.TryParse(duration)!.Value.Value.TotalMilliseconds / factor))).ToString();

    [GeneratedRegex($@"\[({Time})(:({Time})?)?\]")]
    private static partial Regex Range();

    [GeneratedRegex($@"\boffset (-?)({Time})")]
    private static partial Regex Offset();

    [GeneratedRegex(@"(predict_linear\([^][]*\[[^]]*\]), ([\d* ]+)\)")]
    private static partial Regex Forecast();
}
