using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Embedded.Engine.Values;

/// <summary>One step into a value: a name of a map or an index of a list. The name <c>*</c> stands for all of either.</summary>
internal readonly record struct PropertyPathStep(string? Name, int? Index)
{
    public bool IsWildcard => Name == "*";
}

/// <summary>
/// A path into properties as Pulumi writes it: <c>ports[0].internal</c>, <c>labels["a.b"]</c>, <c>uploads[*].content</c>.
/// </summary>
internal sealed class PropertyPath
{
    private PropertyPath(ImmutableArray<PropertyPathStep> steps) => Steps = steps;

    public ImmutableArray<PropertyPathStep> Steps { get; }

    public static PropertyPath Of(IEnumerable<PropertyPathStep> steps) => new([.. steps]);

    /// <exception cref="FormatException">It is not a path; the message says why.</exception>
    public static PropertyPath Parse(string text) => Read(text, out var mistake) ?? throw new FormatException(mistake);

    public static bool TryParse(string text, [NotNullWhen(true)] out PropertyPath? path) => (path = Read(text, out _)) is not null;

    /// <summary>How a member of a value is written behind the value's own path.</summary>
    public static string Append(string path, string name)
    {
        if (name.Length == 0 || name.AsSpan().IndexOfAny(".[]\"") >= 0)
            return $"{path}[\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"]";
        return path.Length == 0 ? name : $"{path}.{name}";
    }

    public static string Append(string path, int index) => string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");

    /// <summary>The property that a path begins in: <c>ports</c> for <c>ports[0].internal</c>.</summary>
    public static string Root(string path) => TryParse(path, out var parsed) && parsed.Steps[0].Name is { } name ? name : path;

    public override string ToString() =>
        Steps.Aggregate("", (path, step) => step.Index is { } index ? Append(path, index) : Append(path, step.Name ?? ""));

    /// <summary>Whether what <paramref name="other"/> names is this or inside it.</summary>
    public bool Contains(PropertyPath other)
    {
        if (other.Steps.Length < Steps.Length)
            return false;
        for (var i = 0; i < Steps.Length; i++)
            if (!Steps[i].IsWildcard && Steps[i] != other.Steps[i])
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
        if (depth == Steps.Length)
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
        IEnumerable<string> names = Steps[depth] switch
        {
            { IsWildcard: true } => into.Properties.Keys.Union(from.Keys).ToList(),
            { Name: { } name } => [name],
            _ => [],
        };
        var last = depth == Steps.Length - 1;
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
            if (Steps[depth].IsWildcard || Steps[depth].Index == i)
                items = items.SetItem(i, Reset(items[i], from.Items[i], depth + 1));
        return new ListValue(items);
    }

    private static PropertyPath? Read(string text, out string mistake)
    {
        mistake = text.Length > 0 ? "" : "A property path must not be empty.";
        var steps = ImmutableArray.CreateBuilder<PropertyPathStep>();
        var position = 0;
        while (position < text.Length)
        {
            // A dot before a bracket is not needed, and some write it.
            if (text[position] == '.' && position > 0)
                position++;
            var start = position;
            if (position < text.Length && text[position] == '[')
            {
                if (ReadBracket(text, ref position) is not { } step)
                {
                    mistake = $"'{text}' is no property path: expected [0], [*] or [\"name\"] at position {start + 1}.";
                    return null;
                }
                steps.Add(step);
                continue;
            }
            var length = text.AsSpan(start).IndexOfAny('.', '[');
            position = length < 0 ? text.Length : start + length;
            if (position == start)
            {
                mistake = $"'{text}' is no property path: a name is missing at position {start + 1}.";
                return null;
            }
            steps.Add(new PropertyPathStep(text[start..position], null));
        }
        return steps.Count == 0 ? null : new PropertyPath(steps.ToImmutable());
    }

    private static PropertyPathStep? ReadBracket(string text, ref int position)
    {
        position++;
        if (position < text.Length && text[position] == '"')
        {
            var name = new StringBuilder();
            for (position++; position < text.Length && text[position] != '"'; position++)
            {
                if (text[position] == '\\' && position + 1 < text.Length)
                    position++;
                name.Append(text[position]);
            }
            position += 2;
            return position <= text.Length && text[position - 1] == ']' ? new PropertyPathStep(name.ToString(), null) : null;
        }
        var end = text.IndexOf(']', position);
        if (end < 0)
            return null;
        var inside = text.AsSpan(position, end - position);
        position = end + 1;
        if (inside is "*")
            return new PropertyPathStep("*", null);
        return int.TryParse(inside, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? new PropertyPathStep(null, index) : null;
    }
}
