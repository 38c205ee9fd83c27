using System.Collections;

namespace Infra.Configs.Yaml;

/// <summary>
/// A YAML mapping with the order in which it is written. An entry without a value (null, or an empty list or mapping)
/// is left out, so that a model's optional parts need no condition of their own.
/// </summary>
internal sealed class YamlMap : IEnumerable<KeyValuePair<string, object>>
{
    private readonly List<KeyValuePair<string, object>> _entries = [];

    public int Count => _entries.Count;

    public void Add(string key, object? value)
    {
        if (value is null or YamlMap { Count: 0 } or ICollection { Count: 0 })
            return;

        _entries.Add(new KeyValuePair<string, object>(key, value));
    }

    /// <summary>A mapping of the given pairs, sorted by key: for labels, whose order means nothing.</summary>
    public static YamlMap Sorted(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var map = new YamlMap();
        foreach (var (key, value) in pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            map.Add(key, value);

        return map;
    }

    public IEnumerator<KeyValuePair<string, object>> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
