using System.Globalization;
using System.Text.RegularExpressions;
using Infra.Tests.Configs.Alloy.Support;

namespace Infra.Tests.Configs.Alerts.Logs;

/// <summary>
/// Reads the LogQL that alerts on logs consist of, after Loki's documentation: counts of lines over a window, summed by labels, and
/// arithmetic, comparisons and set operations between them. Anything else fails the test. Whether Loki itself would read an
/// expression is for its own grammar to say.
/// </summary>
internal sealed partial class LogQlParser
{
    // From the loosest to the closest.
    private static readonly string[][] Operators = [["or"], ["and", "unless"], ["<=", ">=", "<", ">", "==", "!="], ["+", "-"], ["*", "/"]];

    private readonly List<string> _tokens;
    private int _at;

    private LogQlParser(string text)
    {
        _tokens = [.. Token().Matches(text).Select(match => match.Value)];
        Assert.Equal(Regex.Replace(text, @"\s", ""), Regex.Replace(string.Concat(_tokens), @"\s", ""));
    }

    public static LogQlNode Parse(string text)
    {
        var parser = new LogQlParser(text);
        var node = parser.Binary(0);
        Assert.Equal(parser._tokens.Count, parser._at);
        return node;
    }

    private LogQlNode Binary(int level)
    {
        if (level == Operators.Length)
            return Single();

        var left = Binary(level + 1);
        while (_at < _tokens.Count && Operators[level].Contains(_tokens[_at]))
            left = new LogQlOperation(_tokens[_at++], left, Binary(level + 1));
        return left;
    }

    private LogQlNode Single()
    {
        if (Takes("("))
        {
            var inner = Binary(0);
            Expect(")");
            return inner;
        }

        if (double.TryParse(_tokens[_at], CultureInfo.InvariantCulture, out var number))
        {
            _at++;
            return new LogQlNumber(number);
        }

        return _tokens[_at] == "sum" ? Sum() : Count();
    }

    private LogQlSum Sum()
    {
        Expect("sum", "by", "(");
        var labels = new List<string>();
        do
            labels.Add(_tokens[_at++]);
        while (Takes(","));
        Expect(")", "(");
        var inner = Binary(0);
        Expect(")");
        return new LogQlSum(labels, inner);
    }

    private LogQlCount Count()
    {
        Expect("count_over_time", "(", "{");
        var stages = new List<Func<LogQlLine, bool>>();
        do
            stages.Add(Matcher());
        while (Takes(","));
        Expect("}");
        while (!Takes("["))
            stages.Add(Stage());
        var window = Minutes();
        Expect("]");
        var offset = Takes("offset") ? Minutes() : 0;
        Expect(")");
        return new LogQlCount(stages, window, offset);
    }

    private Func<LogQlLine, bool> Stage()
    {
        switch (_tokens[_at++])
        {
            case "|=":
                var text = Text();
                return line => line.Text.Contains(text, StringComparison.Ordinal);
            case "!=":
                var other = Text();
                return line => !line.Text.Contains(other, StringComparison.Ordinal);
            case "|~":
                var pattern = Go.Regex(Text());
                return line => pattern.IsMatch(line.Text);
            case "|" when Takes("json"):
                return line => line.ReadJson();
            case "|" when Takes("regexp"):
                var regex = Go.Regex(Text());
                return line => line.Read(regex);
            case "|":
                return Matcher();
            default:
                throw new InvalidOperationException($"{_tokens[_at - 1]} is not read here.");
        }
    }

    private Func<LogQlLine, bool> Matcher()
    {
        var (label, by) = (_tokens[_at], _tokens[_at + 1]);
        _at += 2;
        var value = Text();
        var whole = by.EndsWith('~') ? Go.Regex($"^(?:{value})$") : null;
        return by switch
        {
            "=" => line => line[label] == value,
            "!=" => line => line[label] != value,
            "=~" => line => whole!.IsMatch(line[label]),
            "!~" => line => !whole!.IsMatch(line[label]),
            _ => throw new InvalidOperationException($"{by} is no matcher."),
        };
    }

    private double Minutes() => Infra.Configs.Duration.TryParse(_tokens[_at++])!.Value.Value.TotalMinutes;

    private string Text()
    {
        var token = _tokens[_at++];
        return token.StartsWith('`') ? token[1..^1] : Go.Unquote(token[1..^1]);
    }

    private bool Takes(string token)
    {
        if (_at >= _tokens.Count || _tokens[_at] != token)
            return false;

        _at++;
        return true;
    }

    private void Expect(params string[] tokens)
    {
        foreach (var token in tokens)
            Assert.Equal(token, _tokens[_at++]);
    }

    [GeneratedRegex("""`[^`]*`|"(?:[^"\\]|\\.)*"|[0-9]+(?:ms|[smhd])(?:[0-9]+(?:ms|[smhd]))*|[0-9.]+|[A-Za-z_][A-Za-z0-9_]*|\|=|\|~|!=|=~|!~|<=|>=|==|[-+*/<>=(){}\[\],|]""")]
    private static partial Regex Token();
}
