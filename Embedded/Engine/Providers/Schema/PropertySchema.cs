using System.Collections.Immutable;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Schema;

/// <summary>An input property, or (with an empty name) what a list or map holds.</summary>
internal sealed record PropertySchema(string Name, PropertyKind Kind, PropertyTraits Traits)
{
    /// <summary>What a list or map holds.</summary>
    public PropertySchema? Element { get; init; }

    /// <summary>An object's properties, in ordinal order of their names.</summary>
    public ImmutableArray<PropertySchema> Properties { get; init; } = [];

    /// <summary>What the provider takes where nothing is given.</summary>
    public PropertyValue? Default { get; init; }

    public bool Required => Traits.HasFlag(PropertyTraits.Required);

    /// <summary>A change makes a new resource in place of the old one.</summary>
    public bool Replaces => Traits.HasFlag(PropertyTraits.Replaces);

    public bool Secret => Traits.HasFlag(PropertyTraits.Secret);

    public PropertySchema? Property(string name) => Find(Properties, name);

    public static PropertySchema? Find(ImmutableArray<PropertySchema> sorted, string name)
    {
        var (low, high) = (0, sorted.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = string.CompareOrdinal(sorted[middle].Name, name);
            if (order == 0) return sorted[middle];
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        return null;
    }

    public static PropertySchema String(string name, PropertyTraits traits = default, string? fallback = null) =>
        new(name, PropertyKind.String, traits) { Default = fallback is null ? null : PropertyValue.Of(fallback) };

    public static PropertySchema Integer(string name, PropertyTraits traits = default, double? fallback = null) =>
        new(name, PropertyKind.Integer, traits) { Default = fallback is { } value ? PropertyValue.Of(value) : null };

    public static PropertySchema Number(string name, PropertyTraits traits = default, double? fallback = null) =>
        new(name, PropertyKind.Number, traits) { Default = fallback is { } value ? PropertyValue.Of(value) : null };

    public static PropertySchema Boolean(string name, PropertyTraits traits = default, bool? fallback = null) =>
        new(name, PropertyKind.Boolean, traits) { Default = fallback is { } value ? PropertyValue.Of(value) : null };

    public static PropertySchema List(string name, PropertySchema element, PropertyTraits traits = default) =>
        new(name, PropertyKind.List, traits) { Element = element };

    public static PropertySchema Map(string name, PropertySchema element, PropertyTraits traits = default) =>
        new(name, PropertyKind.Map, traits) { Element = element };

    public static PropertySchema Object(string name, ImmutableArray<PropertySchema> properties, PropertyTraits traits = default) =>
        new(name, PropertyKind.Object, traits) { Properties = properties };
}

internal enum PropertyKind
{
    String,
    Integer,
    Number,
    Boolean,
    List,
    Map,
    Object,
}

[Flags]
internal enum PropertyTraits
{
    None = 0,
    Required = 1,
    Replaces = 2,
    Secret = 4,
}
