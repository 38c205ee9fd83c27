using System.Collections;

namespace Infra.Configs.Json;

/// <summary>A JSON object. An entry whose value is null is left out, so that a model's optional parts need no condition of their own.</summary>
internal sealed class JsonMap : IEnumerable<KeyValuePair<string, object>>
{
    private readonly Dictionary<string, object> _entries = new(StringComparer.Ordinal);

    public int Count => _entries.Count;

    public void Add(string key, object? value)
    {
        if (value is not null)
            _entries.Add(key, value);
    }

    /// <summary>This object with the entries of another beside its own.</summary>
    public JsonMap With(JsonMap other)
    {
        var map = new JsonMap();
        foreach (var (key, value) in this.Concat(other))
            map.Add(key, value);

        return map;
    }

    public IEnumerator<KeyValuePair<string, object>> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
