using System.Globalization;
using System.Text;

namespace Infra.Configs.Alloy.Syntax;

/// <summary>
/// Writes blocks in the form that <c>alloy fmt</c> would leave unchanged: indentation by tabs, the equals signs of neighbouring
/// attributes in one column, an empty line before a block and after it.
/// </summary>
internal sealed class AlloyWriter
{
    private const string Header = "// Written by phlo-observability. Changes made here are lost with the next update.\n";

    // A list that is longer than this stands on lines of its own.
    private const int LineLength = 110;

    private readonly StringBuilder _text = new();

    private AlloyWriter()
    {
    }

    public static string Write(IReadOnlyList<AlloyBlock> blocks)
    {
        var writer = new AlloyWriter();
        writer._text.Append(Header);
        foreach (var block in blocks)
        {
            writer._text.Append('\n');
            writer.Block(block, 0);
        }

        return writer._text.ToString();
    }

    private void Block(AlloyBlock block, int depth)
    {
        if (block.Comment is { } comment)
        {
            foreach (var line in comment.Split('\n'))
                Indent(depth).Append("// ").Append(line).Append('\n');
        }

        Indent(depth).Append(block.Name);
        if (block is AlloyComponent component)
            _text.Append(" \"").Append(component.Label).Append('"');
        if (block.Statements.Count == 0)
        {
            _text.Append(" { }\n");
            return;
        }

        _text.Append(" {\n");
        Statements(block.Statements, depth + 1);
        Indent(depth).Append("}\n");
    }

    private void Statements(IReadOnlyList<AlloyStatement> statements, int depth)
    {
        for (var index = 0; index < statements.Count; index++)
        {
            if (index > 0 && (statements[index] is AlloyNested || statements[index - 1] is AlloyNested))
                _text.Append('\n');

            switch (statements[index])
            {
                case AlloyAttribute attribute:
                    Indent(depth).Append(attribute.Name.PadRight(Width(statements, index))).Append(" = ");
                    Value(attribute.Value, depth);
                    _text.Append('\n');
                    break;
                case AlloyNested nested:
                    Block(nested.Block, depth);
                    break;
            }
        }
    }

    // Attributes on one line each share a column; one on several lines is the last of its run.
    private static int Width(IReadOnlyList<AlloyStatement> statements, int index)
    {
        var first = index;
        while (first > 0 && statements[first - 1] is AlloyAttribute before && !IsLong(before.Value))
            first--;
        var width = 0;
        for (var next = first; next < statements.Count && statements[next] is AlloyAttribute attribute; next++)
        {
            width = Math.Max(width, attribute.Name.Length);
            if (IsLong(attribute.Value))
                break;
        }

        return width;
    }

    private void Value(AlloyValue value, int depth)
    {
        switch (value)
        {
            case AlloyList list when IsLong(list):
                _text.Append("[\n");
                foreach (var item in list.Items)
                {
                    Indent(depth + 1);
                    Value(item, depth + 1);
                    _text.Append(",\n");
                }

                Indent(depth).Append(']');
                break;
            case AlloyMap { Entries.Count: > 0 } map:
                Map(map, depth);
                break;
            default:
                _text.Append(OnOneLine(value));
                break;
        }
    }

    private void Map(AlloyMap map, int depth)
    {
        _text.Append("{\n");
        for (var index = 0; index < map.Entries.Count; index++)
        {
            var (key, value) = map.Entries[index];
            Indent(depth + 1).Append(Key(key).PadRight(Width(map, index))).Append(" = ");
            Value(value, depth + 1);
            _text.Append(",\n");
        }

        Indent(depth).Append('}');
    }

    private static int Width(AlloyMap map, int index)
    {
        var first = index;
        while (first > 0 && !IsLong(map.Entries[first - 1].Value))
            first--;
        var width = 0;
        for (var next = first; next < map.Entries.Count; next++)
        {
            width = Math.Max(width, Key(map.Entries[next].Key).Length);
            if (IsLong(map.Entries[next].Value))
                break;
        }

        return width;
    }

    private static string Key(string key) => AlloyNames.IsIdentifier(key) ? key : Quoted(key);

    private static bool IsLong(AlloyValue value) => value switch
    {
        AlloyMap map => map.Entries.Count > 0,
        AlloyList list => list.Items.Any(IsLong) || OnOneLine(list).Length > LineLength,
        _ => false,
    };

    private static string OnOneLine(AlloyValue value) => value switch
    {
        AlloyText text => Text(text.Text),
        AlloyLiteral literal => literal.Text,
        AlloyReference reference => reference.ToString(),
        AlloyCall call => $"{call.Function}({string.Join(", ", call.Arguments.Select(OnOneLine))})",
        AlloyList list => $"[{string.Join(", ", list.Items.Select(OnOneLine))}]",
        AlloyMap => "{}",
        _ => throw new AlloyException($"Alloy has no form for a {value.GetType().Name}."),
    };

    // A regular expression is read by people too: between backticks it needs no second kind of escapes.
    private static string Text(string text) =>
        text.AsSpan().IndexOfAny('"', '\\') >= 0 && !text.Contains('`') && !text.Any(char.IsControl) ? $"`{text}`" : Quoted(text);

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in text)
        {
            _ = character switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                _ when char.IsControl(character) => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => quoted.Append(character),
            };
        }

        return quoted.Append('"').ToString();
    }

    private StringBuilder Indent(int depth) => _text.Append('\t', depth);
}
