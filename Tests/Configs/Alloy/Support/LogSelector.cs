using System.Text.RegularExpressions;

namespace Infra.Tests.Configs.Alloy.Support;

/// <summary>The part of LogQL that a match stage takes and this project uses: one matcher by regular expression, and one line filter.</summary>
internal sealed partial record LogSelector(string Label, bool Equal, Regex Value, Predicate<string> Filter)
{
    public bool Matches(LogEntry entry) => Value.IsMatch(entry.Labels.GetValueOrDefault(Label, "")) == Equal && Filter(entry.Line);

    public static LogSelector Parse(string text)
    {
        var match = Grammar().Match(text);
        Assert.True(match.Success, $"{text} is no selector that is known here.");
        var value = Go.Unquote(match.Groups["value"].Value);
        var filter = Go.Unquote(match.Groups["filter"].Value);
        return new LogSelector(
            match.Groups["label"].Value, match.Groups["operator"].Value == "=~", Go.Regex($"^(?:{value})$"), match.Groups["by"].Value switch
            {
                "|=" => line => line.Contains(filter, StringComparison.Ordinal),
                "|~" => Go.Regex(filter).IsMatch,
                _ => _ => true,
            });
    }

    [GeneratedRegex("""^\{(?<label>\w+)(?<operator>=~|!~)"(?<value>[^"]*)"\}(?: (?<by>\|[=~]) "(?<filter>[^"]*)")?$""")]
    private static partial Regex Grammar();
}
