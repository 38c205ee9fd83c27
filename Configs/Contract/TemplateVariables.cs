using System.Text.RegularExpressions;

namespace Infra.Configs.Contract;

/// <summary>
/// Grafana's variables in expressions, which no product's grammar knows: <c>$service</c>, <c>${service}</c>,
/// <c>${service:regex}</c> and Grafana's own, such as <c>$__rate_interval</c>.
/// </summary>
internal static partial class TemplateVariables
{
    private const string NeutralDuration = "5m";
    private const string NeutralSeconds = "300";
    private const string NeutralMilliseconds = "300000";

    private static readonly Dictionary<string, string> BuiltIn = new(StringComparer.Ordinal)
    {
        ["__rate_interval"] = NeutralDuration,
        ["__rate_interval_ms"] = NeutralMilliseconds,
        ["__interval"] = NeutralDuration,
        ["__interval_ms"] = NeutralMilliseconds,
        ["__range"] = NeutralDuration,
        ["__range_s"] = NeutralSeconds,
        ["__range_ms"] = NeutralMilliseconds,
        ["__auto"] = NeutralDuration,
        ["__from"] = "1700000000000",
        ["__to"] = "1700000300000",
    };

    /// <summary>
    /// Puts a value in the place of each variable: the one that is given; else a neutral one, five minutes for Grafana's own
    /// durations and for what stands where a range does, and the variable's own name elsewhere.
    /// </summary>
    /// <param name="values">Values by the variables' names without <c>$</c>. They come before Grafana's own.</param>
    public static string Substitute(string expression, IReadOnlyDictionary<string, string>? values = null) =>
        Reference().Replace(expression, match =>
        {
            var name = match.Groups["name"].Value;
            if (values is not null && values.TryGetValue(name, out var given))
                return given;
            return BuiltIn.TryGetValue(name, out var neutral) ? neutral
                : match.Groups["range"].Success ? NeutralDuration
                : name;
        });

    // What begins with a digit is a group of a regular expression, as in label_replace.
    [GeneratedRegex(@"(?<range>(?<=[\[]\s*))?\$(?:\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(?:\.[^}:]*)?(?::[^}]*)?\}|(?<name>[A-Za-z_][A-Za-z0-9_]*))")]
    private static partial Regex Reference();
}
