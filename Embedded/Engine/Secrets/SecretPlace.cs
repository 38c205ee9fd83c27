using System.Collections.Immutable;
using Embedded.Engine.Values;

namespace Embedded.Engine.Secrets;

/// <summary>Where a secret stands in a stack's file.</summary>
/// <param name="Key">The setting's full key.</param>
/// <param name="Inside">The path in the setting; empty for the setting itself.</param>
internal readonly record struct SecretPlace(string Key, string Inside = "")
{
    public static SecretPlace Of(string key, ImmutableArray<PropertyPathStep> inside) => new(key, PropertyPath.Of(inside).ToString());

    /// <summary>The place of a member of what is here.</summary>
    public SecretPlace Member(string name) => this with { Inside = PropertyPath.Append(Inside, name) };

    /// <summary>The place of an item of what is here.</summary>
    public SecretPlace Item(int index) => this with { Inside = PropertyPath.Append(Inside, index) };

    /// <summary>As <c>config set --path</c> takes it.</summary>
    public override string ToString() => Inside.Length == 0 || Inside[0] == '[' ? Key + Inside : $"{Key}.{Inside}";
}
