using System.Collections;
using System.Collections.Immutable;

namespace Pulumi;

/// <summary>A map of inputs. Its values resolve each on its own, so that one unknown or secret value leaves the others as they are.</summary>
#pragma warning disable CA1010, CA1710 // The official SDK's interfaces and name.
public sealed class InputMap<TValue> : Input<ImmutableDictionary<string, TValue>>, IEnumerable, IAsyncEnumerable<Input<KeyValuePair<string, TValue>>>, IInputCollection
#pragma warning restore CA1010, CA1710
{
    private readonly List<Part> _parts = [];

    public InputMap()
        : base(null)
    {
    }

    private InputMap(Output<ImmutableDictionary<string, Input<TValue>>> map)
        : base(null)
        => _parts.Add(new(null, null, map));

    public Input<TValue> this[string key]
    {
        set => Add(key, value);
    }

    object IInputCollection.Members => Members();

    public void Add(string key, Input<TValue> value)
    {
        _parts.Add(new(key, value, null));
        Forget();
    }

    public void Add(InputMap<TValue> values) => AddRange(values);

    public void AddRange(InputMap<TValue> values)
    {
        // A copy, since a map may be added to itself.
        _parts.AddRange(values._parts.ToArray());
        Forget();
    }

#pragma warning disable CA1000 // The official SDK has it here.
    public static InputMap<TValue> Merge(InputMap<TValue> first, InputMap<TValue> second)
#pragma warning restore CA1000
    {
        var result = new InputMap<TValue>();
        result._parts.AddRange(first._parts);
        result._parts.AddRange(second._parts.Select(part => part with { Overrides = true }));
        return result;
    }

    IEnumerator IEnumerable.GetEnumerator()
        => throw new NotSupportedException($"The entries of an InputMap are there only later. Enumerate it with 'await foreach' ({nameof(GetAsyncEnumerator)}).");

    public async IAsyncEnumerator<Input<KeyValuePair<string, TValue>>> GetAsyncEnumerator(CancellationToken cancellationToken)
    {
        var map = await AsOutput().GetValueAsync(whenUnknown: ImmutableDictionary<string, TValue>.Empty).ConfigureAwait(false);
        foreach (var entry in map)
            yield return entry;
    }

    private protected override Output<ImmutableDictionary<string, TValue>> Resolve() => Members() switch
    {
        Output<ImmutableDictionary<string, Input<TValue>>> map => map.Apply(Flatten),
        var members => Flatten((IReadOnlyDictionary<string, Input<TValue>>)members),
    };

    private static Output<ImmutableDictionary<string, TValue>> Flatten(IReadOnlyDictionary<string, Input<TValue>> map)
    {
        var keys = map.Keys.ToArray();
        return Output.All(map.Values).Apply(values =>
        {
            var result = ImmutableDictionary.CreateBuilder<string, TValue>();
            for (var i = 0; i < keys.Length; i++)
                result.Add(keys[i], values[i]);
            return result.ToImmutable();
        });
    }

    private object Members()
    {
        var parts = _parts.ToArray();
        var maps = parts.Select(part => part.Map).OfType<Output<ImmutableDictionary<string, Input<TValue>>>>().ToArray();
        return maps.Length == 0 ? Join(parts, []) : Output.All(maps).Apply(resolved => Join(parts, resolved).ToImmutableDictionary());
    }

    private static Dictionary<string, Input<TValue>> Join(Part[] parts, ImmutableArray<ImmutableDictionary<string, Input<TValue>>> maps)
    {
        var result = new Dictionary<string, Input<TValue>>(StringComparer.Ordinal);
        var next = 0;
        foreach (var part in parts)
        {
            var entries = part.Map is null ? [KeyValuePair.Create(part.Key!, part.Value!)] : maps[next++].AsEnumerable();
            foreach (var (key, value) in entries)
                result[key] = part.Overrides || !result.TryGetValue(key, out var former) ? value : Same(key, former, value);
        }

        return result;
    }

    // Whether a key given twice is a mistake shows only when both values are there.
    private static Output<TValue> Same(string key, Input<TValue> former, Input<TValue> value)
        => Output.Tuple(former.ToOutput(), value.ToOutput()).Apply(pair => EqualityComparer<TValue>.Default.Equals(pair.Item1, pair.Item2)
            ? pair.Item1
            : throw new ArgumentException($"Key '{key}' already exists in the map with a different value."));

#pragma warning disable CA2225 // The named alternatives are the constructor and AddRange.
    public static implicit operator InputMap<TValue>(Dictionary<string, TValue> values) => Of(Output.Create<IEnumerable<KeyValuePair<string, TValue>>?>(values));

    public static implicit operator InputMap<TValue>(ImmutableDictionary<string, TValue> values) => Of(Output.Create<IEnumerable<KeyValuePair<string, TValue>>?>(values));

    public static implicit operator InputMap<TValue>(Output<Dictionary<string, TValue>> values) => Of(values.Apply(map => map?.AsEnumerable()));

    public static implicit operator InputMap<TValue>(Output<IDictionary<string, TValue>> values) => Of(values.Apply(map => map?.AsEnumerable()));

    public static implicit operator InputMap<TValue>(Output<ImmutableDictionary<string, TValue>> values) => Of(values.Apply(map => map?.AsEnumerable()));
#pragma warning restore CA2225

    private static InputMap<TValue> Of(Output<IEnumerable<KeyValuePair<string, TValue>>?> values)
        => new(values.Apply(map => (map ?? []).ToImmutableDictionary(entry => entry.Key, entry => (Input<TValue>)entry.Value)));

    /// <summary>An entry, or a whole map that is an output itself.</summary>
    private sealed record Part(string? Key, Input<TValue>? Value, Output<ImmutableDictionary<string, Input<TValue>>>? Map)
    {
        public bool Overrides { get; init; }
    }
}
