using System.Collections.Immutable;
using System.Globalization;
using Embedded.Engine.Values;

namespace Embedded.Engine.Configuration;

/// <summary>Reads and changes what is inside a setting, as <c>config --path</c> does.</summary>
internal static class ConfigPath
{
    /// <returns>Null where there is nothing.</returns>
    public static ConfigNode? Get(ConfigNode? node, ReadOnlySpan<PropertyPathStep> steps)
    {
        foreach (var step in steps)
        {
            node = (node, step) switch
            {
                (ConfigMap map, { Name: { } name }) => map.Get(name),
                (ConfigList list, { Index: { } index }) when index < list.Items.Count => list.Items[index],
                _ => null,
            };
        }
        return node;
    }

    /// <exception cref="FormatException">The path does not fit what is there.</exception>
    public static ConfigNode Set(ConfigNode? node, ReadOnlySpan<PropertyPathStep> steps, ConfigNode value)
    {
        if (steps.IsEmpty)
            return value;
        var step = steps[0];
        if (step.Name is { } name)
        {
            var map = node as ConfigMap ?? (node is null or ConfigScalar or ConfigSecure
                ? new ConfigMap([])
                : throw new FormatException($"'{name}' is a name, and what it is looked for in is a list: expected an index, as in [0]."));
            var changed = Set(map.Get(name), steps[1..], value);
            var position = map.Entries.FindIndex(entry => entry.Key == name);
            if (position < 0)
                map.Entries.Add(KeyValuePair.Create(name, changed));
            else
                map.Entries[position] = KeyValuePair.Create(name, changed);
            return map;
        }
        var index = step.Index.GetValueOrDefault();
        var list = node as ConfigList ?? (node is null or ConfigScalar or ConfigSecure
            ? new ConfigList([])
            : throw new FormatException($"[{index}] is an index, and what it is looked for in is a map: expected a name."));
        if (index > list.Items.Count)
            throw new FormatException($"[{index}] is out of range: the list has {list.Items.Count} items, so the next is [{list.Items.Count}].");
        if (index == list.Items.Count)
            list.Items.Add(Set(null, steps[1..], value));
        else
            list.Items[index] = Set(list.Items[index], steps[1..], value);
        return list;
    }

    /// <returns>Whether there was something to remove.</returns>
    public static bool Remove(ConfigNode node, ReadOnlySpan<PropertyPathStep> steps)
    {
        var last = steps[^1];
        return Get(node, steps[..^1]) switch
        {
            ConfigMap map => map.Entries.RemoveAll(entry => entry.Key == last.Name) > 0,
            ConfigList list when last.Index is { } index && index < list.Items.Count => RemoveAt(list, index),
            _ => false,
        };
    }

    /// <summary>Inside a setting, words and digits become booleans and integers.</summary>
    public static ConfigScalar Coerce(string text)
    {
        if (text is "true" or "false")
            return new ConfigScalar(ScalarKind.Boolean, text);
        var isInteger = !(text.Length > 1 && text[0] == '0')
            && (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
                || ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _));
        return isInteger ? new ConfigScalar(ScalarKind.Integer, text.TrimStart('+')) : new ConfigScalar(ScalarKind.String, text);
    }

    /// <summary>The setting's key and the way inside it.</summary>
    /// <exception cref="FormatException"/>
    public static (string Key, ImmutableArray<PropertyPathStep> Inside) Split(string path)
    {
        var steps = PropertyPath.Parse(path).Steps;
        return (steps[0].Name ?? throw new FormatException($"'{path}' must begin with the name of a setting."), steps[1..]);
    }

    private static bool RemoveAt(ConfigList list, int index)
    {
        list.Items.RemoveAt(index);
        return true;
    }
}
