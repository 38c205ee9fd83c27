using System.Globalization;
using System.Text;

namespace Infra.Tests.Configs.Alloy.Support;

/// <summary>A block as it is read from a text.</summary>
internal sealed record ReadBlock(string Name, string? Label)
{
    /// <summary>Strings, numbers, truth values, lists, mappings and references.</summary>
    public Dictionary<string, object> Attributes { get; } = [];

    public List<ReadBlock> Blocks { get; } = [];

    public string Text(string attribute) => (string)Attributes[attribute];

    public string? OptionalText(string attribute) => (string?)Attributes.GetValueOrDefault(attribute);

    public IReadOnlyDictionary<string, string> Map(string attribute) =>
        ((Dictionary<string, object>)Attributes[attribute]).ToDictionary(pair => pair.Key, pair => (string)pair.Value);
}

/// <summary>An expression that is none of the plain values: <c>loki.write.default.receiver</c>.</summary>
internal sealed record ReadReference(string Path);

/// <summary>Reads the part of Alloy's syntax that this project writes, so that tests judge what is rendered and not what was meant.</summary>
internal sealed class AlloyReader
{
    private readonly string _text;
    private int _at;

    private AlloyReader(string text)
    {
        _text = text;
    }

    public static IReadOnlyList<ReadBlock> Read(string text)
    {
        var reader = new AlloyReader(text);
        var file = new ReadBlock("", null);
        reader.Body(file, end: null);
        if (file.Attributes.Count > 0)
            throw new FormatException($"{file.Attributes.Keys.First()} stands in no block.");
        return file.Blocks;
    }

    private void Body(ReadBlock block, char? end)
    {
        for (Skip(); _at < _text.Length && _text[_at] != end; Skip())
        {
            var name = Word();
            Skip();
            if (Take('='))
            {
                if (!block.Attributes.TryAdd(name, Value()))
                    throw new FormatException($"{block.Name} sets {name} twice.");
                continue;
            }

            var label = _text[_at] == '"' ? (string)Value() : null;
            Skip();
            Expect('{');
            var nested = new ReadBlock(name, label);
            Body(nested, '}');
            Expect('}');
            block.Blocks.Add(nested);
        }
    }

    private object Value()
    {
        Skip();
        switch (_text[_at])
        {
            case '"':
                return Quoted();
            case '`':
                var end = _text.IndexOf('`', _at + 1);
                var raw = _text[(_at + 1)..end];
                _at = end + 1;
                return raw;
            case '[':
                return Items(']', Value);
            case '{':
                return Items('}', Entry).Cast<KeyValuePair<string, object>>().ToDictionary();
            default:
                var word = Word();
                return word is "true" or "false" ? word == "true"
                    : decimal.TryParse(word, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number
                    : new ReadReference(word);
        }
    }

    private List<object> Items(char end, Func<object> item)
    {
        var items = new List<object>();
        _at++;
        for (Skip(); !Take(end); Skip())
        {
            items.Add(item());
            Skip();
            if (_text[_at] != end)
                Expect(',');
        }

        return items;
    }

    private object Entry()
    {
        var key = _text[_at] == '"' ? Quoted() : Word();
        Skip();
        Expect('=');
        return KeyValuePair.Create(key, Value());
    }

    private string Quoted()
    {
        var text = new StringBuilder();
        for (_at++; _text[_at] != '"'; _at++)
        {
            if (_text[_at] != '\\')
            {
                text.Append(_text[_at]);
                continue;
            }

            _at++;
            text.Append(_text[_at] switch
            {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                '"' or '\\' => _text[_at],
                'u' => Unicode(),
                _ => throw new InvalidOperationException($"No escape \\{_text[_at]} is expected."),
            });
        }

        _at++;
        return text.ToString();
    }

    // Four digits; the last of them is where reading goes on from.
    private char Unicode()
    {
        _at += 4;
        return (char)int.Parse(_text.AsSpan(_at - 3, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    private string Word()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '_' or '.' or '-'))
            _at++;
        return _at > start ? _text[start.._at] : throw new FormatException($"A name is expected at «{_text[start..Math.Min(start + 40, _text.Length)]}».");
    }

    private void Skip()
    {
        while (_at < _text.Length)
        {
            if (char.IsWhiteSpace(_text[_at]))
                _at++;
            else if (_text[_at] == '/' && _text[_at + 1] == '/')
                _at = _text.IndexOf('\n', _at);
            else
                break;
        }
    }

    private bool Take(char character)
    {
        if (_at >= _text.Length || _text[_at] != character)
            return false;

        _at++;
        return true;
    }

    private void Expect(char character)
    {
        if (!Take(character))
            throw new FormatException($"«{character}» is expected at «{_text[_at..Math.Min(_at + 40, _text.Length)]}».");
    }
}
