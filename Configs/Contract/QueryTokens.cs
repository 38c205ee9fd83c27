using System.Globalization;
using System.Text;

namespace Infra.Configs.Contract;

internal enum QueryTokenKind
{
    Name,
    Text,
    Number,
    Symbol,
    End,
}

/// <summary>A word of an expression.</summary>
/// <param name="Value">The name, the number or the symbol as it is written; of a quoted text, what it means.</param>
/// <param name="Position">Where it begins, counted from 0.</param>
internal readonly record struct QueryToken(QueryTokenKind Kind, string Value, int Position)
{
    public bool Is(string symbol) => Kind == QueryTokenKind.Symbol && Value == symbol;

    /// <summary>Whether it is such a word. The languages' own words may be written in capitals.</summary>
    public bool IsWord(string word) => Kind == QueryTokenKind.Name && string.Equals(Value, word, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The words of an expression in PromQL or LogQL, which have names, strings, numbers and comments in common.</summary>
internal sealed class QueryTokens
{
    private static readonly string[] TwoCharacterSymbols = ["|=", "|~", "|>", "!=", "!~", "!>", "=~", "==", ">=", "<=", "--"];

    private readonly List<QueryToken> _tokens = [];
    private readonly string _expression;
    private int _at;
    private int _next;

    public QueryTokens(string expression)
    {
        _expression = expression;
        while (Skip())
            _tokens.Add(Read());
        _tokens.Add(new QueryToken(QueryTokenKind.End, "", expression.Length));
        CheckBrackets();
    }

    /// <summary>The next word, which stays the next one.</summary>
    public QueryToken Peek(int ahead = 0) => _tokens[Math.Min(_next + ahead, _tokens.Count - 1)];

    public QueryToken Take() => _next < _tokens.Count - 1 ? _tokens[_next++] : _tokens[^1];

    /// <summary>Takes the next word if it is this symbol.</summary>
    public bool TryTake(string symbol)
    {
        if (!Peek().Is(symbol))
            return false;
        _next++;
        return true;
    }

    public QueryToken Take(QueryTokenKind kind, string expected) =>
        Peek().Kind == kind ? Take() : throw Unexpected(Peek(), expected);

    public static FormatException Unexpected(QueryToken found, string expected) =>
        new($"{expected} expected at position {found.Position}, found {(found.Kind == QueryTokenKind.End ? "the end" : $"'{found.Value}'")}");

    /// <summary>The labels in braces, from after the opening one to the closing one.</summary>
    /// <param name="nameless">What a text that stands alone is, where that is allowed: a metric's name in PromQL.</param>
    public IReadOnlyList<LabelMatcher> TakeMatchers(Action<string>? nameless = null)
    {
        var matchers = new List<LabelMatcher>();
        while (!TryTake("}"))
        {
            var label = nameless is not null && Peek().Kind == QueryTokenKind.Text ? Take() : Take(QueryTokenKind.Name, "a label");
            if (label.Kind == QueryTokenKind.Text && (Peek().Is(",") || Peek().Is("}")))
            {
                nameless!(label.Value);
            }
            else
            {
                var operation = Take(QueryTokenKind.Symbol, "'=', '!=', '=~' or '!~'");
                if (operation.Value is not ("=" or "!=" or "=~" or "!~"))
                    throw Unexpected(operation, "'=', '!=', '=~' or '!~'");
                matchers.Add(new LabelMatcher(label.Value, operation.Value, Take(QueryTokenKind.Text, "a quoted value").Value));
            }
            if (!TryTake(",") && !Peek().Is("}"))
                throw Unexpected(Peek(), "',' or '}'");
        }
        return matchers;
    }

    /// <summary>The labels in parentheses after <c>by</c>, <c>on</c> and their like, from the opening one to the closing one.</summary>
    public IReadOnlyList<string> TakeLabelList()
    {
        var labels = new List<string>();
        Take();
        while (!TryTake(")"))
        {
            labels.Add(Peek().Kind == QueryTokenKind.Text ? Take().Value : Take(QueryTokenKind.Name, "a label").Value);
            if (!TryTake(",") && !Peek().Is(")"))
                throw Unexpected(Peek(), "',' or ')'");
        }
        return labels;
    }

    /// <summary>Whether a list of labels follows: <c>by (…)</c>, <c>on (…)</c> and their like.</summary>
    public bool AtLabelList() => Peek(1).Is("(") && Peek() is { Kind: QueryTokenKind.Name } word
        && word.Value.ToUpperInvariant() is "BY" or "WITHOUT" or "ON" or "IGNORING" or "GROUP_LEFT" or "GROUP_RIGHT";

    private bool Skip()
    {
        while (_at < _expression.Length && (char.IsWhiteSpace(_expression[_at]) || _expression[_at] == '#'))
        {
            if (_expression[_at] == '#')
                _at = _expression.IndexOf('\n', _at) is var end and >= 0 ? end : _expression.Length;
            else
                _at++;
        }
        return _at < _expression.Length;
    }

    private QueryToken Read()
    {
        var start = _at;
        var first = _expression[start];
        if (first is '"' or '\'' or '`')
            return new QueryToken(QueryTokenKind.Text, ReadText(first), start);
        if (char.IsAsciiLetter(first) || first == '_' || first == ':' && IsNamePart(start + 1))
            return new QueryToken(QueryTokenKind.Name, ReadWhile(IsNamePart), start);
        if (char.IsAsciiDigit(first) || first == '.' && start + 1 < _expression.Length && char.IsAsciiDigit(_expression[start + 1]))
            return new QueryToken(QueryTokenKind.Number, ReadWhile(IsNumberPart), start);

        var two = TwoCharacterSymbols.FirstOrDefault(symbol => string.CompareOrdinal(_expression, start, symbol, 0, 2) == 0);
        _at += two is null ? 1 : 2;
        return new QueryToken(QueryTokenKind.Symbol, two ?? first.ToString(), start);
    }

    private bool IsNamePart(int at) => at < _expression.Length && (char.IsAsciiLetterOrDigit(_expression[at]) || _expression[at] is '_' or ':');

    /// <summary>Durations (<c>1h30m</c>), sizes (<c>5MB</c>), hexadecimal numbers and exponents are numbers too.</summary>
    private bool IsNumberPart(int at) => at < _expression.Length
        && (char.IsAsciiLetterOrDigit(_expression[at]) || _expression[at] is '_' or '.'
            || _expression[at] is '+' or '-' && _expression[at - 1] is 'e' or 'E' && at >= 2 && char.IsAsciiDigit(_expression[at - 2]));

    private string ReadWhile(Func<int, bool> belongs)
    {
        var start = _at++;
        while (belongs(_at))
            _at++;
        return _expression[start.._at];
    }

    /// <summary>A quoted text as Go reads it: between backticks all is what it is, else a backslash begins an escape.</summary>
    private string ReadText(char quote)
    {
        var start = _at++;
        var text = new StringBuilder();
        while (_at < _expression.Length && _expression[_at] != quote && (quote == '`' || _expression[_at] != '\n'))
        {
            if (quote != '`' && _expression[_at] == '\\' && _at + 1 < _expression.Length)
                text.Append(ReadEscape());
            else
                text.Append(_expression[_at++]);
        }
        if (_at >= _expression.Length || _expression[_at] != quote)
            throw new FormatException($"the text that begins with {quote} at position {start} has no end");
        _at++;
        return text.ToString();
    }

    private string ReadEscape()
    {
        var kind = _expression[_at + 1];
        _at += 2;
        return kind switch
        {
            'a' => "\a",
            'b' => "\b",
            'f' => "\f",
            'n' => "\n",
            'r' => "\r",
            't' => "\t",
            'v' => "\v",
            'x' => ReadCode(2, NumberStyles.HexNumber),
            'u' => ReadCode(4, NumberStyles.HexNumber),
            'U' => ReadCode(8, NumberStyles.HexNumber),
            _ => kind.ToString(),
        };
    }

    private string ReadCode(int digits, NumberStyles style)
    {
        if (_at + digits > _expression.Length
            || !int.TryParse(_expression.AsSpan(_at, digits), style, CultureInfo.InvariantCulture, out var code)
            || !Rune.IsValid(code))
            throw new FormatException($"the escape at position {_at - 2} names no character");
        _at += digits;
        return new Rune(code).ToString();
    }

    private void CheckBrackets()
    {
        var open = new Stack<QueryToken>();
        foreach (var token in _tokens.Where(token => token.Kind == QueryTokenKind.Symbol))
        {
            if (token.Value is "(" or "[" or "{")
                open.Push(token);
            else if (token.Value is ")" or "]" or "}" && !(open.TryPop(out var opened) && opened.Value + token.Value is "()" or "[]" or "{}"))
                throw new FormatException($"the '{token.Value}' at position {token.Position} closes nothing that is open");
        }
        if (open.TryPop(out var left))
            throw new FormatException($"the '{left.Value}' at position {left.Position} is not closed");
    }
}
