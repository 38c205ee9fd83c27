using System.Collections.Immutable;
using System.Text;

namespace Embedded.Engine.Values;

/// <summary>
/// A value of a resource's inputs or outputs, as it travels in the language protocol and rests in the state file.
/// Compared by content.
/// </summary>
internal abstract record PropertyValue
{
    public static readonly PropertyValue Null = new NullValue();
    public static readonly PropertyValue True = new BoolValue(true);
    public static readonly PropertyValue False = new BoolValue(false);
    public static readonly PropertyValue Unknown = new UnknownValue();

    public static PropertyValue Of(bool value) => value ? True : False;
    public static PropertyValue Of(double value) => new NumberValue(value);
    public static PropertyValue Of(string value) => new StringValue(value);
    public static PropertyValue Of(IEnumerable<PropertyValue> items) => new ListValue([.. items]);
    public static PropertyValue Of(PropertyMap properties) => new MapValue(properties);

    /// <summary>The value as a secret; a secret stays one, it is not wrapped twice.</summary>
    public static PropertyValue Secret(PropertyValue value) => value as SecretValue ?? new SecretValue(value);

    /// <summary>The value itself where it is a secret, all other values unchanged. Does not look inside.</summary>
    public PropertyValue Unwrapped => this is SecretValue secret ? secret.Value.Unwrapped : this;

    // Printing what a record derives from itself would never end.
    protected virtual bool PrintMembers(StringBuilder builder) => false;

    /// <summary>Whether a secret is anywhere in this value.</summary>
    public bool ContainsSecret => this switch
    {
        SecretValue => true,
        ListValue list => list.Items.Any(item => item.ContainsSecret),
        MapValue map => map.Properties.Values.Any(value => value.ContainsSecret),
        _ => false,
    };

    /// <summary>Whether something in this value is not known before the update runs.</summary>
    public bool ContainsUnknown => this switch
    {
        UnknownValue => true,
        SecretValue secret => secret.Value.ContainsUnknown,
        ListValue list => list.Items.Any(item => item.ContainsUnknown),
        MapValue map => map.Properties.Values.Any(value => value.ContainsUnknown),
        _ => false,
    };

    /// <summary>The same value with nothing in it marked secret: for comparing and for handing to a provider.</summary>
    public PropertyValue WithoutSecrets() => this switch
    {
        SecretValue secret => secret.Value.WithoutSecrets(),
        ListValue list => new ListValue([.. list.Items.Select(item => item.WithoutSecrets())]),
        MapValue map => new MapValue(map.Properties.WithoutSecrets()),
        _ => this,
    };
}

internal sealed record NullValue : PropertyValue;

/// <summary>Known only when the update runs: what a preview has in place of a provider's output.</summary>
internal sealed record UnknownValue : PropertyValue;

internal sealed record BoolValue(bool Value) : PropertyValue;

internal sealed record NumberValue(double Value) : PropertyValue;

internal sealed record StringValue(string Value) : PropertyValue
{
    public override string ToString() => Value;
}

internal sealed record SecretValue(PropertyValue Value) : PropertyValue
{
    /// <summary>Never the content: a secret that reaches a message by accident stays one.</summary>
    public override string ToString() => "[secret]";
}

/// <summary>A reference to another resource; <paramref name="Id"/> is null for a component.</summary>
internal sealed record ResourceReferenceValue(string Urn, PropertyValue? Id, string PackageVersion) : PropertyValue;

internal sealed record ListValue(ImmutableArray<PropertyValue> Items) : PropertyValue
{
    public bool Equals(ListValue? other) => other is not null && Items.SequenceEqual(other.Items);

    public override int GetHashCode() => Items.Aggregate(17, (hash, item) => HashCode.Combine(hash, item));
}

internal sealed record MapValue(PropertyMap Properties) : PropertyValue;
