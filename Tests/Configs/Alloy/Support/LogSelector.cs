using System.Text.RegularExpressions;

namespace Infra.Tests.Configs.Alloy.Support;

/// <summary>
/// The part of LogQL that a match stage takes: matchers of labels, and line filters that are tried from left to right until one fails.
/// </summary>
internal sealed partial record LogSelector(IReadOnlyList<Predicate<LogEntry>> Conditions)
{
    public bool Matches(LogEntry entry) => Conditions.All(condition => condition(entry));

    /// <param name="counted">Told whenever a regular expression is evaluated over a line.</param>
    public static LogSelector Parse(string text, Action counted)
    {
        var match = Grammar().Match(text);
        if (!match.Success)
            throw new NotSupportedException($"{text} is no selector that is known here.");
        return new LogSelector(
        [
            .. Enumerable.Range(0, match.Groups["label"].Captures.Count).Select(index => Matcher(
                match.Groups["label"].Captures[index].Value, match.Groups["operator"].Captures[index].Value, Go.Unquote(match.Groups["value"].Captures[index].Value))),
            .. Enumerable.Range(0, match.Groups["by"].Captures.Count).Select(index => Filter(
                match.Groups["by"].Captures[index].Value, Go.Unquote(match.Groups["filter"].Captures[index].Value), counted)),
        ]);
    }

    private static Predicate<LogEntry> Matcher(string label, string by, string value)
    {
        string Of(LogEntry entry) => entry.Labels.GetValueOrDefault(label, "");
        if (by is "=" or "!=")
            return entry => Of(entry) == value == (by is "=");

        var regex = Go.Regex($"^(?:{value})$");
        return entry => regex.IsMatch(Of(entry)) == (by is "=~");
    }

    private static Predicate<LogEntry> Filter(string by, string text, Action counted)
    {
        if (by is "|=" or "!=")
            return entry => entry.Line.Contains(text, StringComparison.Ordinal) == (by is "|=");

        var regex = Go.Regex(text);
        return entry =>
        {
            counted();
            return regex.IsMatch(entry.Line) == (by is "|~");
        };
    }

    [GeneratedRegex("""^\{(?:(?<label>\w+)(?<operator>=~|!~|!=|=)"(?<value>(?:[^"\\]|\\.)*)",?)+\}(?: (?<by>\|[=~]|![=~]) "(?<filter>(?:[^"\\]|\\.)*)")*$""")]
    private static partial Regex Grammar();
}
