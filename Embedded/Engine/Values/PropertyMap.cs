using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Embedded.Engine.Values;

/// <summary>Named values in ordinal order of their names, compared by content. Immutable.</summary>
internal sealed class PropertyMap : IReadOnlyDictionary<string, PropertyValue>, IEquatable<PropertyMap>
{
    public static readonly PropertyMap Empty =
        new(ImmutableSortedDictionary.Create<string, PropertyValue>(StringComparer.Ordinal));

    private readonly ImmutableSortedDictionary<string, PropertyValue> _values;

    private PropertyMap(ImmutableSortedDictionary<string, PropertyValue> values) => _values = values;

    public static PropertyMap Of(IEnumerable<KeyValuePair<string, PropertyValue>> values) =>
        new(values.ToImmutableSortedDictionary(StringComparer.Ordinal));

    public static PropertyMap Of(params (string Name, PropertyValue Value)[] values) =>
        Of(values.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));

    public int Count => _values.Count;
    public IEnumerable<string> Keys => _values.Keys;
    public IEnumerable<PropertyValue> Values => _values.Values;
    public PropertyValue this[string key] => _values[key];

    public bool ContainsKey(string key) => _values.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out PropertyValue value) =>
        _values.TryGetValue(key, out value);

    /// <summary>The value of that name, or null where there is none. A secret comes as a secret.</summary>
    public PropertyValue? Get(string name) => _values.GetValueOrDefault(name);

    public PropertyMap Set(string name, PropertyValue value) => new(_values.SetItem(name, value));

    public PropertyMap Remove(string name) => new(_values.Remove(name));

    public PropertyMap WithoutSecrets() =>
        Of(_values.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.WithoutSecrets())));

    public bool ContainsUnknown => _values.Values.Any(value => value.ContainsUnknown);

    public bool Equals(PropertyMap? other) => other is not null && _values.SequenceEqual(other._values);

    public override bool Equals(object? obj) => Equals(obj as PropertyMap);

    public override int GetHashCode() =>
        _values.Aggregate(17, (hash, pair) => HashCode.Combine(hash, pair.Key, pair.Value));

    public IEnumerator<KeyValuePair<string, PropertyValue>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
