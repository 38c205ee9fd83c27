using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Infra.Tests.Configs.Alloy.Support;

/// <summary>
/// The part of Go's <c>text/template</c>, with the functions of sprig and of Alloy's template stage, that this project renders: fields,
/// texts, numbers, <c>if … else if … else … end</c>, calls, pipes, and methods of times. A function that it does not know fails the test.
/// </summary>
internal sealed partial class GoTemplate
{
    private readonly IReadOnlyDictionary<string, string> _data;
    private readonly List<string> _parts;
    private int _at;

    private GoTemplate(string template, IReadOnlyDictionary<string, string> data)
    {
        _data = data;
        // Texts are at even places, actions at odd ones.
        _parts = [.. Action().Split(template)];
    }

    /// <returns>Null where the template fails, since a value that it needs is missing.</returns>
    public static string? Run(string template, IReadOnlyDictionary<string, string> data)
    {
        var run = new GoTemplate(template, data);
        try
        {
            var output = new StringBuilder();
            run.Block(output, active: true);
            return run._at == run._parts.Count ? output.ToString() : throw new FormatException("The template has an end too many.");
        }
        catch (MissingValueException)
        {
            return null;
        }
    }

    /// <returns>The action with which the block ends; null for the template's end.</returns>
    private string? Block(StringBuilder output, bool active)
    {
        while (_at < _parts.Count)
        {
            if (active)
                output.Append(_parts[_at]);
            if (++_at >= _parts.Count)
                return null;

            var action = _parts[_at++].Trim();
            if (action == "end" || action == "else" || action.StartsWith("else if ", StringComparison.Ordinal))
                return action;
            if (action.StartsWith("if ", StringComparison.Ordinal))
                If(action, output, active);
            else if (active)
                output.Append(Text(Value(action)));
        }

        return null;
    }

    private void If(string action, StringBuilder output, bool active)
    {
        var taken = false;
        for (var branch = action; branch != "end";)
        {
            var condition = branch == "else" || (active && !taken && IsTrue(Value(branch[(branch.IndexOf("if ", StringComparison.Ordinal) + 3)..])));
            var next = Block(output, active && !taken && condition);
            taken |= condition;
            branch = next ?? throw new FormatException("The template lacks an end.");
        }
    }

    private object? Value(string expression)
    {
        var tokens = new Queue<string>(Token().Matches(expression).Select(match => match.Value).Where(token => !string.IsNullOrWhiteSpace(token)));
        var value = Pipeline(tokens);
        return tokens.Count == 0 ? value : throw new FormatException($"Nobody takes {string.Join(' ', tokens)} in {expression}.");
    }

    private object? Pipeline(Queue<string> tokens)
    {
        var value = Command(tokens, piped: null);
        while (tokens.TryPeek(out var token) && token == "|")
        {
            tokens.Dequeue();
            value = Command(tokens, [value]);
        }

        return value;
    }

    private object? Command(Queue<string> tokens, object?[]? piped)
    {
        var name = tokens.Peek();
        if (!char.IsAsciiLetter(name[0]))
            return Operand(tokens).Call(Arguments(tokens));

        tokens.Dequeue();
        return Call(name, [.. Arguments(tokens), .. piped ?? []]);
    }

    private object?[] Arguments(Queue<string> tokens)
    {
        var arguments = new List<object?>();
        while (tokens.TryPeek(out var token) && token is not ("|" or ")"))
        {
            arguments.Add(Operand(tokens).Call([]));
        }

        return [.. arguments];
    }

    // What a path leads to is called with what follows it, if anything does.
    private Method Operand(Queue<string> tokens)
    {
        var token = tokens.Dequeue();
        if (token == "(")
        {
            var value = Pipeline(tokens);
            if (tokens.Dequeue() != ")")
                throw new FormatException("A parenthesis is not closed.");
            return tokens.TryPeek(out var member) && member.StartsWith('.') && member.Length > 1 ? new Method(value, tokens.Dequeue()[1..]) : new Method(value, null);
        }

        return new Method(
            token[0] switch
            {
                '.' => _data.GetValueOrDefault(token[1..]),
                '"' => Unquoted(token[1..^1]),
                _ => int.Parse(token, CultureInfo.InvariantCulture),
            }, null);
    }

    private static object? Call(string function, object?[] arguments) => (function, arguments) switch
    {
        ("eq", [var left, .. var rights]) => rights.Any(right => Equals(Given(left), Given(right))),
        ("gt", [int left, int right]) => left > right,
        ("len", [var text]) => Encoding.UTF8.GetByteCount(Text(Given(text))),
        ("quote", [var text]) => Quoted(Text(text)),
        ("regexReplaceAll", [string expression, var text, string replacement]) =>
            Go.Regex(expression).Replace(Text(Given(text)), replacement),
        ("toDate", [string layout, var text]) => Go.Time(layout == "2006-01-02T15:04:05Z07:00" ? "RFC3339Nano" : layout, Text(Given(text))) ?? throw new MissingValueException(),
        ("trim", [var text]) => Text(Given(text)).Trim(),
        ("trunc", [int bytes, var text]) => Truncated(Text(Given(text)), bytes),
        ("ToUpper", [var text]) => Text(Given(text)).ToUpperInvariant(),
        _ => throw new InvalidOperationException($"The function {function} with {arguments.Length} arguments is not known here."),
    };

    /// <summary>The first bytes of a text. Go may cut a character in two; here what is left of it goes as well.</summary>
    public static string Truncated(string text, int bytes)
    {
        var encoded = Encoding.UTF8.GetBytes(text);
        if (encoded.Length <= bytes)
            return text;

        while (bytes > 0 && (encoded[bytes] & 0xC0) == 0x80)
            bytes--;
        return Encoding.UTF8.GetString(encoded, 0, bytes);
    }

    private static object Given(object? value) => value ?? throw new MissingValueException();

    private static bool IsTrue(object? value) => value switch { null => false, bool flag => flag, string text => text.Length > 0, _ => true };

    private static string Text(object? value) => value switch
    {
        null => "<no value>",
        double number => number.ToString(CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    // As %q of Go's: what cannot be printed as an escape.
    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append(@"\\"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                < 32 or 127 => quoted.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}"),
                _ => quoted.Append(rune.ToString()),
            };
        }

        return quoted.Append('"').ToString();
    }

    private static string Unquoted(string text) => Escape().Replace(text, escape => escape.Value switch
    {
        ['\\', 'x', .. var digits] => ((char)int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString(),
        "\\n" => "\n",
        "\\t" => "\t",
        ['\\', var character] => character.ToString(),
        _ => escape.Value,
    });

    [GeneratedRegex(@"\{\{(.*?)\}\}", RegexOptions.Singleline)]
    private static partial Regex Action();

    [GeneratedRegex("""\s+|[()|]|"(?:[^"\\]|\\.)*"|-?[0-9]+|[.A-Za-z_][A-Za-z0-9_]*""")]
    private static partial Regex Token();

    [GeneratedRegex(@"\\(?:x[0-9a-f]{2}|.)")]
    private static partial Regex Escape();

    private sealed record Method(object? Of, string? Name)
    {
        public object? Call(object?[] arguments) => (Of, Name, arguments) switch
        {
            (var value, null, []) => value,
            (DateTimeOffset time, "Sub", [DateTimeOffset other]) => time - other,
            (TimeSpan span, "Seconds", []) => span.TotalSeconds,
            _ => throw new InvalidOperationException($"The method {Name} of {Of} is not known here."),
        };
    }

    private sealed class MissingValueException : Exception;
}
