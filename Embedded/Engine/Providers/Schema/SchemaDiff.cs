using System.Collections.Immutable;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Schema;

/// <summary>How to compare what the schema alone does not tell.</summary>
internal sealed record SchemaDiffOptions
{
    public static readonly SchemaDiffOptions Default = new();

    /// <summary>
    /// Lists whose order means nothing, by path (<c>labels</c>; inside the items of a list:
    /// <c>networksAdvanced[*].aliases</c>), with the property that identifies an item, or an empty string where none does.
    /// </summary>
    public IReadOnlyDictionary<string, string> Sets { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>
    /// Whether <c>false</c>, <c>0</c> and an empty string are the same as nothing given, as the Terraform SDK of the
    /// docker provider has it. Empty lists and maps always are.
    /// </summary>
    public bool ZeroIsAbsent { get; init; }

    /// <summary>Properties at the top that are not compared.</summary>
    public IReadOnlySet<string> Ignore { get; init; } = ImmutableHashSet<string>.Empty;

    /// <summary>Properties at the top that the remote side chooses where nothing is given: not to give them changes nothing.</summary>
    public IReadOnlySet<string> Computed { get; init; } = ImmutableHashSet<string>.Empty;

    /// <summary>What the result says in case of a replacement.</summary>
    public bool DeleteBeforeReplace { get; init; }
}

/// <summary>
/// Compares checked inputs by the schema. A change below a property that replaces does replace, whatever the nested
/// property says. A value that is not known yet counts as changed.
/// </summary>
internal sealed class SchemaDiff
{
    private readonly SchemaDiffOptions _options;
    private readonly ImmutableSortedDictionary<string, DiffKind>.Builder _changes =
        ImmutableSortedDictionary.CreateBuilder<string, DiffKind>(StringComparer.Ordinal);

    private SchemaDiff(SchemaDiffOptions options) => _options = options;

    public static DiffResult Compare(ResourceSchema schema, PropertyMap oldInputs, PropertyMap newInputs, SchemaDiffOptions? options = null)
    {
        var diff = new SchemaDiff(options ?? SchemaDiffOptions.Default);
        diff.Properties(schema.Inputs, oldInputs, newInputs, "", "", false);
        if (diff._changes.Count == 0) return DiffResult.None;
        var result = new DiffResult(diff._changes.ToImmutable(), false);
        return result.RequiresReplacement ? result with { DeleteBeforeReplace = diff._options.DeleteBeforeReplace } : result;
    }

    /// <param name="pattern">The path with <c>[*]</c> for every index, by which sets are named.</param>
    private void Properties(
        ImmutableArray<PropertySchema> schemas, PropertyMap old, PropertyMap @new, string path, string pattern, bool replaces)
    {
        foreach (var name in old.Keys.Union(@new.Keys))
        {
            if (name.StartsWith(SchemaCheck.ReservedPrefix, StringComparison.Ordinal)) continue;
            if (path.Length == 0 && _options.Ignore.Contains(name)) continue;
            if (path.Length == 0 && _options.Computed.Contains(name) && IsAbsent(Unwrap(@new.Get(name)))) continue;
            var schema = PropertySchema.Find(schemas, name);
            Value(
                schema, Unwrap(old.Get(name)), Unwrap(@new.Get(name)),
                PropertyPath.Append(path, name), PropertyPath.Append(pattern, name), replaces || schema is { Replaces: true });
        }
    }

    private void Value(PropertySchema? schema, PropertyValue? old, PropertyValue? @new, string path, string pattern, bool replaces)
    {
        if (CountsAsAbsent(old) && CountsAsAbsent(@new)) return;
        var (hadOld, hasNew) = (!IsAbsent(old), !IsAbsent(@new));
        if (!hadOld || !hasNew)
        {
            Add(path, !hadOld ? DiffKind.Add : DiffKind.Delete, replaces);
            return;
        }

        switch (old, @new)
        {
            case (ListValue a, ListValue b) when _options.Sets.TryGetValue(pattern, out var key):
                Set(schema?.Element, a.Items, b.Items, key, path, pattern + "[*]", replaces);
                return;
            case (ListValue a, ListValue b):
                for (var index = 0; index < Math.Max(a.Items.Length, b.Items.Length); index++)
                {
                    Value(
                        schema?.Element,
                        index < a.Items.Length ? Unwrap(a.Items[index]) : null, index < b.Items.Length ? Unwrap(b.Items[index]) : null,
                        PropertyPath.Append(path, index), pattern + "[*]", replaces);
                }

                // A list that grows or shrinks by something empty is another list all the same.
                if (a.Items.Length != b.Items.Length && !_changes.Keys.Any(change => change.StartsWith(path, StringComparison.Ordinal)))
                {
                    Add(path, DiffKind.Update, replaces);
                }

                return;
            case (MapValue a, MapValue b) when schema is { Kind: PropertyKind.Object }:
                Properties(schema.Properties, a.Properties, b.Properties, path, pattern, replaces);
                return;
            case (MapValue a, MapValue b):
                foreach (var name in a.Properties.Keys.Union(b.Properties.Keys))
                {
                    Entry(Unwrap(a.Properties.Get(name)), Unwrap(b.Properties.Get(name)), PropertyPath.Append(path, name), replaces);
                }

                return;
            default:
                if (!old!.WithoutSecrets().Equals(@new!.WithoutSecrets())) Add(path, DiffKind.Update, replaces);
                return;
        }
    }

    /// <summary>An entry of a map: here an empty value is a value.</summary>
    private void Entry(PropertyValue? old, PropertyValue? @new, string path, bool replaces)
    {
        if (old is null or NullValue && @new is null or NullValue) return;
        if (old is null or NullValue) Add(path, DiffKind.Add, replaces);
        else if (@new is null or NullValue) Add(path, DiffKind.Delete, replaces);
        else if (!old.WithoutSecrets().Equals(@new.WithoutSecrets())) Add(path, DiffKind.Update, replaces);
    }

    private void Set(
        PropertySchema? element, ImmutableArray<PropertyValue> old, ImmutableArray<PropertyValue> @new, string key,
        string path, string pattern, bool replaces)
    {
        var olds = old.Select((value, index) => (Value: value.WithoutSecrets(), Index: index)).ToList();
        var news = @new.Select((value, index) => (Value: value.WithoutSecrets(), Index: index)).ToList();
        // What is equal apart from the order inside nested sets is paired first, so that only the rest is reported.
        foreach (var item in news.ToArray())
        {
            var twin = olds.FindIndex(candidate => !Differs(element, candidate.Value, item.Value, pattern));
            if (twin < 0) continue;
            olds.RemoveAt(twin);
            news.Remove(item);
        }

        foreach (var item in news.ToArray())
        {
            if (key.Length == 0 || Identity(item.Value, key) is not { } identity) continue;
            var twin = olds.FindIndex(candidate => identity.Equals(Identity(candidate.Value, key)));
            if (twin < 0) continue;
            Value(element, olds[twin].Value, item.Value, PropertyPath.Append(path, item.Index), pattern, replaces);
            olds.RemoveAt(twin);
            news.Remove(item);
        }

        foreach (var item in news) Add(PropertyPath.Append(path, item.Index), DiffKind.Add, replaces);
        foreach (var item in olds)
        {
            var place = PropertyPath.Append(path, item.Index);
            // One path has one kind: something else in the same place is an update.
            if (_changes.ContainsKey(place)) Add(place, DiffKind.Update, replaces);
            else Add(place, DiffKind.Delete, replaces);
        }
    }

    private bool Differs(PropertySchema? element, PropertyValue old, PropertyValue @new, string pattern)
    {
        var diff = new SchemaDiff(_options);
        diff.Value(element, old, @new, "item", pattern, false);
        return diff._changes.Count > 0;
    }

    private static PropertyValue? Identity(PropertyValue item, string key) => (item as MapValue)?.Properties.Get(key)?.Unwrapped;

    private static PropertyValue? Unwrap(PropertyValue? value) => value?.Unwrapped;

    private static bool IsAbsent(PropertyValue? value) =>
        value is null or NullValue or ListValue { Items.IsEmpty: true } or MapValue { Properties.Count: 0 };

    private bool CountsAsAbsent(PropertyValue? value) => IsAbsent(value)
        || (_options.ZeroIsAbsent && value is BoolValue { Value: false } or NumberValue { Value: 0 } or StringValue { Value: "" });

    private void Add(string path, DiffKind kind, bool replaces) => _changes[path] = replaces ? kind.Replacing() : kind;
}
