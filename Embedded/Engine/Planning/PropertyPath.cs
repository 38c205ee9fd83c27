using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Embedded.Engine.Values;

namespace Embedded.Engine.Planning;

/// <summary>
/// A path into properties as Pulumi writes it: <c>ports[0].internal</c>, <c>labels["a.b"]</c>, <c>uploads[*].content</c>.
/// </summary>
internal sealed class PropertyPath
{
    private static readonly object Wildcard = new();

    // A string is a name, an int an index, Wildcard either.
    private readonly ImmutableArray<object> _elements;

    private PropertyPath(ImmutableArray<object> elements) => _elements = elements;

    public static PropertyPath Parse(string text)
    {
        var elements = ImmutableArray.CreateBuilder<object>();
        var position = 0;
        while (position < text.Length)
            position = text[position] switch
            {
                '.' => position + 1,
                '[' => ReadBracket(text, position + 1, elements),
                _ => ReadName(text, position, elements),
            };
        return new PropertyPath(elements.ToImmutable());
    }

    /// <summary>How a member of a value is written behind the value's own path.</summary>
    public static string Append(string path, string name)
    {
        var plain = name.Length > 0 && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '$' or '#');
        if (plain)
            return path.Length == 0 ? name : $"{path}.{name}";
        return $"{path}[\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"]";
    }

    public static string Append(string path, int index) => string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");

    /// <summary>Whether what <paramref name="other"/> names is this or inside it.</summary>
    public bool Contains(PropertyPath other)
    {
        if (other._elements.Length < _elements.Length)
            return false;
        for (var i = 0; i < _elements.Length; i++)
            if (_elements[i] != Wildcard && !_elements[i].Equals(other._elements[i]))
                return false;
        return true;
    }

    /// <summary>
    /// <paramref name="target"/> with what this path names as it is in <paramref name="source"/>; removed where it is not there.
    /// A path that leads nowhere in either changes nothing.
    /// </summary>
    public PropertyMap Reset(PropertyMap target, PropertyMap source) =>
        Reset(PropertyValue.Of(target), PropertyValue.Of(source), 0) is MapValue map ? map.Properties : target;

    private PropertyValue Reset(PropertyValue target, PropertyValue source, int depth)
    {
        if (depth == _elements.Length)
            return source;
        if (target is SecretValue secret)
            return PropertyValue.Secret(Reset(secret.Value, source.Unwrapped, depth));
        return (target, source.Unwrapped) switch
        {
            (MapValue into, MapValue from) => ResetMap(into, from.Properties, depth),
            (ListValue into, ListValue from) => ResetList(into, from, depth),
            _ => target,
        };
    }

    private MapValue ResetMap(MapValue into, PropertyMap from, int depth)
    {
        var result = into.Properties;
        IEnumerable<string> names = _elements[depth] switch
        {
            string name => [name],
            int => [],
            _ => into.Properties.Keys.Union(from.Keys).ToList(),
        };
        var last = depth == _elements.Length - 1;
        foreach (var name in names)
        {
            var (mine, other) = (result.Get(name), from.Get(name));
            if (last)
                result = other is null ? result.Remove(name) : result.Set(name, other);
            else if (mine is not null && other is not null)
                result = result.Set(name, Reset(mine, other, depth + 1));
        }
        return new MapValue(result);
    }

    private ListValue ResetList(ListValue into, ListValue from, int depth)
    {
        var items = into.Items;
        for (var i = 0; i < items.Length && i < from.Items.Length; i++)
            if (_elements[depth] == Wildcard || i.Equals(_elements[depth]))
                items = items.SetItem(i, Reset(items[i], from.Items[i], depth + 1));
        return new ListValue(items);
    }

    private static int ReadName(string text, int position, ImmutableArray<object>.Builder elements)
    {
        var end = text.AsSpan(position).IndexOfAny('.', '[');
        var name = end < 0 ? text[position..] : text.Substring(position, end);
        elements.Add(name == "*" ? Wildcard : name);
        return position + name.Length;
    }

    private static int ReadBracket(string text, int position, ImmutableArray<object>.Builder elements)
    {
        if (position < text.Length && text[position] == '"')
        {
            var name = new StringBuilder();
            for (position++; position < text.Length && text[position] != '"'; position++)
            {
                if (text[position] == '\\' && position + 1 < text.Length)
                    position++;
                name.Append(text[position]);
            }
            elements.Add(name.ToString());
            return position + 2;
        }
        var end = text.IndexOf(']', position);
        var inside = end < 0 ? text[position..] : text[position..end];
        elements.Add(inside == "*" ? Wildcard
            : int.TryParse(inside, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index
            : inside);
        return end < 0 ? text.Length : end + 1;
    }
}
