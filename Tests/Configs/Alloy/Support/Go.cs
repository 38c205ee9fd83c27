using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Infra.Tests.Configs.Alloy.Support;

/// <summary>
/// What Go's libraries make of expressions, templates and times. Regular expressions are RE2's there and .NET's here: what one has
/// and the other has not is refused; <c>$</c> is the very end in RE2, and <c>\d</c>, <c>\s</c> and <c>\w</c> are ASCII alone.
/// </summary>
internal static partial class Go
{
    public static Regex Regex(string expression)
    {
        if (Foreign().Match(expression) is { Success: true } foreign)
            throw new NotSupportedException($"RE2 has no {foreign.Value}: {expression}");
        return Known.GetOrAdd(expression, text => new Regex(Ascii(GroupName().Replace(text, "(?<$1>")), RegexOptions.CultureInvariant));
    }

    private static readonly ConcurrentDictionary<string, Regex> Known = [];

    private static readonly string[] LevelStarts = ["{{ $level := ToUpper .Value }}", "{{ $level := ToUpper (Trim .Value \"[]: \") }}"];

    /// <summary>Puts a text in the place of each captured group, from left to right.</summary>
    public static string ReplaceGroups(Regex regex, string input, string replacement)
    {
        var output = new StringBuilder();
        var at = 0;
        foreach (var group in regex.Matches(input).SelectMany(match => match.Groups.Values.Skip(1)).Where(group => group.Success && group.Index >= at))
        {
            output.Append(input, at, group.Index - at).Append(replacement);
            at = group.Index + group.Length;
        }

        return output.Append(input, at, input.Length - at).ToString();
    }

    /// <returns>Null where the template fails, because there is no value.</returns>
    public static string? Template(string template, string? value)
    {
        if (!template.Contains("{{"))
            return template;

        var start = LevelStarts.FirstOrDefault(template.StartsWith);
        if (start is null || !template.EndsWith("{{ end }}", StringComparison.Ordinal))
            throw new NotSupportedException($"The template {template} is not known here.");
        if (value is null)
            return null;
        if (start.Contains("Trim"))
            value = value.Trim('[', ']', ':', ' ');

        return Choice().Matches(template[start.Length..^"{{ end }}".Length])
            .Where(choice => choice.Groups["word"].Captures.Any(word => string.Equals(word.Value, value, StringComparison.OrdinalIgnoreCase)))
            .Select(choice => choice.Groups["result"].Value)
            .FirstOrDefault("");
    }

    public static DateTimeOffset? Time(string layout, string text)
    {
        string[] formats = layout switch
        {
            "RFC3339Nano" => ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK"],
            "2006-01-02T15:04:05.000Z0700" => ["yyyy-MM-dd'T'HH:mm:ss.fffK", "yyyy-MM-dd'T'HH:mm:ss.fffzzz"],
            "2006-01-02 15:04:05,000" => ["yyyy-MM-dd HH:mm:ss,fff"],
            "2006-01-02 15:04:05 -0700" => ["yyyy-MM-dd HH:mm:ss zzz"],
            "2006-01-02 15:04:05.000 MST" => ["yyyy-MM-dd HH:mm:ss.fff 'UTC'", "yyyy-MM-dd HH:mm:ss.fff 'GMT'"],
            _ => throw new InvalidOperationException($"The layout {layout} is not known here."),
        };
        // Of a second, .NET has seven digits and Go nine.
        text = Fraction().Replace(text, "$1");
        // Go's -0700 has no colon, .NET's zzz has one.
        text = layout.EndsWith("0700", StringComparison.Ordinal) ? Offset().Replace(text, "$1:$2") : text;
        return DateTimeOffset.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
    }

    /// <summary>A duration in seconds: one number and its unit.</summary>
    public static double Seconds(string duration)
    {
        var match = Duration().Match(duration);
        if (!match.Success)
            throw new NotSupportedException($"{duration} is no duration that is known here.");
        var number = double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        return match.Groups[2].Value switch { "ms" => number / 1000, "s" => number, "m" => number * 60, _ => number * 3600 };
    }

    /// <summary>Keys and values as go-logfmt finds them until there is something that it does not take: a bare word is a key whose value is empty.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Logfmt(string text)
    {
        var at = 0;
        while (LogfmtPair().Match(text, at) is { Success: true, Length: > 0 } pair)
        {
            if (pair.Groups["key"].Length > 0)
                yield return new(pair.Groups["key"].Value, pair.Groups["value"].Value);
            at += pair.Length;
        }
    }

    /// <summary>What a text in quotes stands for.</summary>
    public static string Unquote(string text) => Escape().Replace(text, match => match.Value[1] is 'x'
        ? ((char)int.Parse(match.Groups["code"].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString()
        : match.Value[1..]);

    [GeneratedRegex("""\\(?:x(?<code>[0-9a-f]{2})|["\\])""")]
    private static partial Regex Escape();

    [GeneratedRegex(@"\(\?P<([a-z_]+)>")]
    private static partial Regex GroupName();

    // Within a class of characters or by itself. What is no \s is written as a class of its own, which a class cannot hold.
    private static string Ascii(string expression) => Shorthand().Replace(expression, match => (match.Value[^1], match.Groups["class"].Success) switch
    {
        ('$', false) when match.Length == 1 => @"\z",
        ('d', true) => "0-9",
        ('d', false) => "[0-9]",
        ('s', true) => @"\t\n\f\r ",
        ('s', false) => @"[\t\n\f\r ]",
        ('w', true) => "0-9A-Za-z_",
        ('w', false) => "[0-9A-Za-z_]",
        ('S', false) => @"[^\t\n\f\r ]",
        ('D', false) => "[^0-9]",
        ('W', false) => "[^0-9A-Za-z_]",
        _ => match.Value,
    });

    // Counts brackets: what is behind one that is open is within a class.
    [GeneratedRegex(@"(?<class>(?<=(?<!\\)(?:\\\\)*\[\^?\]?(?:[^\]\\]|\\.)*))?(?:\\[dswSDW]|\$)|\\.")]
    private static partial Regex Shorthand();

    [GeneratedRegex(@"\(\?[=!<>]|\(\?P[=>]|\\[1-9kGZ]|(?<!\\)[*+?}]\+")]
    private static partial Regex Foreign();

    [GeneratedRegex("""\{\{ (?:else )?if eq \$level(?: "(?<word>[^"]+)")+ \}\}(?<result>[A-Z]+)""")]
    private static partial Regex Choice();

    [GeneratedRegex(@"([+-]\d\d)(\d\d)$")]
    private static partial Regex Offset();

    [GeneratedRegex(@"(\.\d{7})\d+")]
    private static partial Regex Fraction();

    // A key or a value may have neither = nor " in it; what follows them is a blank or the end.
    [GeneratedRegex("""\G(?:[\0-\x20]+|(?<key>[^\0-\x20="]+)(?:=(?:"(?<value>(?:[^"\\]|\\.)*)"|(?<value>[^\0-\x20="]*)))?(?=[\0-\x20]|\z))""")]
    private static partial Regex LogfmtPair();

    [GeneratedRegex("^([0-9.]+)(ms|s|m|h)$")]
    private static partial Regex Duration();
}
