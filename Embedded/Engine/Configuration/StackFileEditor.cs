using System.Collections.Immutable;
using Embedded.Engine.Values;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Embedded.Engine.Configuration;

/// <summary>
/// Changes single settings in the text of a stack file. Only the lines of the changed setting are touched: comments,
/// order and formatting of all others stay.
/// </summary>
/// <param name="file">For messages.</param>
/// <param name="fullKey">Completes a key with the project's name.</param>
internal sealed class StackFileEditor(string file, Func<string, string> fullKey)
{
    private const string ConfigKey = "config";
    private const string SaltKey = "encryptionsalt";

    /// <summary>Sets a setting, or what the steps lead to inside it.</summary>
    public string Set(string text, string key, ImmutableArray<PropertyPathStep> inside, ConfigNode value)
    {
        text = WithLineEnd(text);
        var root = YamlReading.Root(text, file);
        var config = root is null ? null : Find(root, ConfigKey);
        if (config is not { } section)
            return text + $"{ConfigKey}:\n{Entry(key, Inside(null, inside, value), YamlText.Indent)}\n";
        if (section.Value is not YamlMappingNode { Style: not MappingStyle.Flow, Children.Count: > 0 } map)
            return Set(InBlockStyle(text, section), key, inside, value);

        var indent = Column(map.Children.First().Key);
        foreach (var (keyNode, valueNode) in map.Children)
        {
            if (fullKey(keyNode.ToString()) == key)
                return SetEntry(text, keyNode, valueNode, inside.AsSpan(), value);
        }
        var (lastKey, lastValue) = map.Children.Last();
        return InsertAfter(text, LastLine(text, lastKey, lastValue), Entry(key, Inside(null, inside, value), indent));
    }

    /// <returns>Null where there was nothing to remove.</returns>
    public string? Remove(string text, string key, ImmutableArray<PropertyPathStep> inside)
    {
        text = WithLineEnd(text);
        if (YamlReading.Root(text, file) is not { } root || Find(root, ConfigKey) is not { Value: YamlMappingNode map } section)
            return null;
        if (map.Style is MappingStyle.Flow)
            return map.Children.Count == 0 ? null : Remove(InBlockStyle(text, section), key, inside);
        foreach (var (keyNode, valueNode) in map.Children)
        {
            if (fullKey(keyNode.ToString()) == key)
                return RemoveEntry(text, section.Key, map, keyNode, valueNode, inside.AsSpan());
        }
        return null;
    }

    /// <summary>Writes the salt, at the top where there is none yet, as the CLI does.</summary>
    public string SetSalt(string text, string salt)
    {
        text = WithLineEnd(text);
        return YamlReading.Root(text, file) is { } root && Find(root, SaltKey) is { } entry
            ? SetEntry(text, entry.Key, entry.Value, [], new ConfigScalar(ScalarKind.String, salt))
            : $"{SaltKey}: {YamlText.Scalar(salt)}\n{text}";
    }

    private static string SetEntry(
        string text, YamlNode keyNode, YamlNode valueNode, ReadOnlySpan<PropertyPathStep> inside, ConfigNode value)
    {
        if (!inside.IsEmpty && inside[0].Name is { } name
            && valueNode is YamlMappingNode { Style: not MappingStyle.Flow, Children.Count: > 0 } map && !IsSecure(map))
        {
            // As deep as there are block maps, only the one entry is touched.
            if (Find(map, name) is { } entry)
                return SetEntry(text, entry.Key, entry.Value, inside[1..], value);
            var (lastKey, lastValue) = map.Children.Last();
            return InsertAfter(text, LastLine(text, lastKey, lastValue),
                Entry(name, Inside(null, [.. inside[1..]], value), Column(lastKey)));
        }
        var changed = inside.IsEmpty ? value : ConfigPath.Set(YamlReading.ToConfig(valueNode), inside, value);
        return ReplaceValue(text, keyNode, valueNode, changed);
    }

    private static string? RemoveEntry(
        string text, YamlNode parentKey, YamlMappingNode parent, YamlNode keyNode, YamlNode valueNode,
        ReadOnlySpan<PropertyPathStep> inside)
    {
        if (inside.IsEmpty)
        {
            return parent.Children.Count == 1
                ? ReplaceValue(text, parentKey, parent, new ConfigMap([]))
                : RemoveLines(text, keyNode.Line(), LastLine(text, keyNode, valueNode));
        }
        if (valueNode is YamlMappingNode { Style: not MappingStyle.Flow } map && inside[0].Name is { } name)
        {
            return Find(map, name) is { } entry
                ? RemoveEntry(text, keyNode, map, entry.Key, entry.Value, inside[1..])
                : null;
        }
        var changed = YamlReading.ToConfig(valueNode);
        return ConfigPath.Remove(changed, inside) ? ReplaceValue(text, keyNode, valueNode, changed) : null;
    }

    private static string ReplaceValue(string text, YamlNode keyNode, YamlNode valueNode, ConfigNode value)
    {
        var rendered = YamlText.Value(value, Column(keyNode) + YamlText.Indent);
        var afterColon = text.IndexOf(':', (int)keyNode.End.Index) + 1;
        var lastLine = LastLine(text, keyNode, valueNode);
        var endOfKeyLine = EndOfLine(text, keyNode.Line());
        if (lastLine > keyNode.Line())
        {
            // Lines below give way; a comment beside the key stays unless the value begins there.
            var rest = valueNode.Line() == keyNode.Line() ? "" : text[afterColon..endOfKeyLine].TrimEnd();
            return text[..afterColon] + Beside(rendered, rest) + text[EndOfLine(text, lastLine)..];
        }
        var valueEnd = IsEmpty(valueNode) ? afterColon
            : valueNode is YamlScalarNode ? (int)valueNode.End.Index
            : EndOfFlow(text, (int)valueNode.Start.Index);
        return text[..afterColon] + Beside(rendered, text[valueEnd..endOfKeyLine].TrimEnd()) + text[endOfKeyLine..];
    }

    /// <summary>A comment stays on the key's line, also where the value goes below it.</summary>
    private static string Beside(string rendered, string comment) =>
        rendered.StartsWith('\n') ? comment + rendered : rendered + comment;

    /// <summary>A section in flow style, or an empty one, written in lines.</summary>
    private static string InBlockStyle(string text, (YamlNode Key, YamlNode Value) section)
    {
        var map = YamlReading.ToConfig(section.Value) as ConfigMap ?? new ConfigMap([]);
        // A placeholder entry would be needed for an empty map; without a value the key takes lines below it.
        return map.Entries.Count > 0
            ? ReplaceValue(text, section.Key, section.Value, map)
            : RemoveLines(text, section.Key.Line(), LastLine(text, section.Key, section.Value));
    }

    private static ConfigNode Inside(ConfigNode? node, ImmutableArray<PropertyPathStep> steps, ConfigNode value) =>
        ConfigPath.Set(node, steps.AsSpan(), value);

    private static string Entry(string key, ConfigNode value, int indent) =>
        $"{new string(' ', indent)}{YamlText.Scalar(key)}:{YamlText.Value(value, indent + YamlText.Indent)}";

    private static (YamlNode Key, YamlNode Value)? Find(YamlMappingNode map, string name)
    {
        foreach (var (key, value) in map.Children)
        {
            if (key is YamlScalarNode scalar && scalar.Value == name)
                return (key, value);
        }
        return null;
    }

    private static bool IsSecure(YamlMappingNode map) => YamlReading.ToConfig(map) is ConfigSecure;

    private static bool IsEmpty(YamlNode node) => node is YamlScalarNode { Value: null or "", Style: ScalarStyle.Plain };

    private static int Column(YamlNode node) => (int)node.Start.Column - 1;

    /// <summary>
    /// The last line (from 1) of an entry: lines that are indented deeper than its key, and items of a list that stand
    /// right below it. Comments and blank lines at the end belong to what follows.
    /// </summary>
    private static int LastLine(string text, YamlNode keyNode, YamlNode valueNode)
    {
        var lines = text.Split('\n');
        var indent = Column(keyNode);
        var isList = valueNode is YamlSequenceNode { Style: not SequenceStyle.Flow };
        var isLiteral = valueNode is YamlScalarNode { Style: ScalarStyle.Literal or ScalarStyle.Folded };
        var last = keyNode.Line();
        for (var line = last + 1; line <= lines.Length; line++)
        {
            var content = lines[line - 1].TrimStart(' ');
            var column = lines[line - 1].Length - content.Length;
            if (content.TrimEnd('\r').Length == 0 || (content[0] == '#' && !(isLiteral && column > indent)))
                continue;
            if (column > indent || (isList && column == indent && content[0] == '-'))
                last = line;
            else
                break;
        }
        return last;
    }

    /// <summary>The position behind the bracket that closes the one at the start; the parser's marks do not tell it.</summary>
    private static int EndOfFlow(string text, int start)
    {
        var depth = 0;
        var quote = '\0';
        for (var position = start; position < text.Length; position++)
        {
            var letter = text[position];
            if (quote != '\0')
            {
                if (letter == '\\' && quote == '"')
                    position++;
                else if (letter == quote)
                    quote = '\0';
            }
            else if (letter is '"' or '\'')
            {
                quote = letter;
            }
            else if (letter is '{' or '[')
            {
                depth++;
            }
            else if (letter is '}' or ']' && --depth == 0)
            {
                return position + 1;
            }
        }
        return text.Length;
    }

    private static string InsertAfter(string text, int line, string entry)
    {
        var end = EndOfLine(text, line);
        return text[..end] + "\n" + entry + text[end..];
    }

    private static string RemoveLines(string text, int first, int last)
    {
        var start = first == 1 ? 0 : EndOfLine(text, first - 1) + 1;
        return text[..start] + text[Math.Min(text.Length, EndOfLine(text, last) + 1)..];
    }

    /// <summary>The position of the line end of that line (from 1).</summary>
    private static int EndOfLine(string text, int line)
    {
        var position = -1;
        for (var current = 0; current < line; current++)
        {
            position = text.IndexOf('\n', position + 1);
            if (position < 0)
                return text.Length;
        }
        return position;
    }

    private static string WithLineEnd(string text) => text.Length == 0 || text.EndsWith('\n') ? text : text + "\n";
}
