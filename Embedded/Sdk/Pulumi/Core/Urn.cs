using System.Diagnostics.CodeAnalysis;

namespace Pulumi;

/// <summary>The name of a resource that no other resource has.</summary>
public readonly struct Urn : IEquatable<Urn>
{
    private const string Separator = "::";

    private readonly string _value;

    public Urn(string value)
    {
        if (string.IsNullOrEmpty(value))
            throw new ArgumentException("URN cannot be null or empty.", nameof(value));
        _value = value;
    }

    public static Output<string> Create(
        Input<string> name, Input<string> type, Resource? parent = null, Input<string>? parentUrn = null,
        Input<string>? project = null, Input<string>? stack = null)
    {
        if (parent is not null && parentUrn is not null)
            throw new ArgumentException("Only one of 'parent' and 'parentUrn' can be given.");
        if (parent is not null || parentUrn is not null)
        {
            var prefix = (parent?.Urn ?? parentUrn.ToOutput()).Apply(urn => urn[..urn.LastIndexOf(Separator, StringComparison.Ordinal)]);
            return Output.Format($"{prefix}${type}::{name}");
        }

        return Output.Format($"urn:pulumi:{stack ?? Deployment.Instance.StackName}::{project ?? Deployment.Instance.ProjectName}::{type}::{name}");
    }

    internal static string NameOf(string urn) => urn[(urn.LastIndexOf(Separator, StringComparison.Ordinal) + Separator.Length)..];

    /// <summary>The type of the resource itself, without those of its parents.</summary>
    internal static string TypeOf(string urn) => urn.Split(Separator) is [_, _, var types, ..] ? types[(types.LastIndexOf('$') + 1)..] : "";

    /// <summary>What a child was called when its parent was called something else.</summary>
    /// <remarks>A child's name that starts with its parent's name has followed the parent's.</remarks>
    internal static Output<string> InheritedChildAlias(string childName, string parentName, Input<string> parentAlias, string childType)
    {
        var name = childName.StartsWith(parentName, StringComparison.Ordinal)
            ? parentAlias.Apply(urn => NameOf(urn) + childName[parentName.Length..])
            : Output.Create(childName);
        return Create(name, childType, parentUrn: parentAlias);
    }

    public bool Equals(Urn other) => string.Equals(_value, other._value, StringComparison.Ordinal);

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Urn other && Equals(other);

    public override int GetHashCode() => _value?.GetHashCode(StringComparison.Ordinal) ?? 0;

    public override string ToString() => _value;

    public static implicit operator string(Urn value) => value._value;

    public static bool operator ==(Urn left, Urn right) => left.Equals(right);

    public static bool operator !=(Urn left, Urn right) => !left.Equals(right);
}
