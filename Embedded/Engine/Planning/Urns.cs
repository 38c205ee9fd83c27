namespace Embedded.Engine.Planning;

/// <summary>Names of resources: <c>urn:pulumi:STACK::PROJECT::PARENT$TYPE::NAME</c>.</summary>
internal static class Urns
{
    public const string StackType = "pulumi:pulumi:Stack";
    public const string StackReferenceType = "pulumi:pulumi:StackReference";
    public const string UnknownId = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    private const string ProviderPrefix = "pulumi:providers:";
    private const string Separator = "::";

    /// <summary>The stack itself leaves no trace in the names of what is below it; a component does.</summary>
    public static string Create(string stack, string project, string? parent, string type, string name)
    {
        var parentType = string.IsNullOrEmpty(parent) ? "" : QualifiedType(parent);
        var qualified = parentType.Length == 0 || parentType == StackType ? type : $"{parentType}${type}";
        return $"urn:pulumi:{stack}::{project}::{qualified}::{name}";
    }

    public static string QualifiedType(string urn) => Part(urn, 2);

    public static string Type(string urn)
    {
        var qualified = QualifiedType(urn);
        return qualified[(qualified.LastIndexOf('$') + 1)..];
    }

    public static string Name(string urn) => Part(urn, 3);

    public static bool IsProviderType(string type) => type.StartsWith(ProviderPrefix, StringComparison.Ordinal);

    public static string ProviderType(string package) => ProviderPrefix + package;

    /// <summary>The package of a resource type, function token or provider type.</summary>
    public static string Package(string type) =>
        IsProviderType(type) ? type[ProviderPrefix.Length..] : type[..Math.Max(type.IndexOf(':', StringComparison.Ordinal), 0)];

    /// <summary>A provider that no program asked for by name; Pulumi keeps it out of sight, and so does this engine.</summary>
    public static bool IsDefaultProvider(string urn) =>
        IsProviderType(Type(urn)) && Name(urn).StartsWith("default", StringComparison.Ordinal);

    /// <summary>The URN in a provider reference <c>URN::ID</c>.</summary>
    public static string OfReference(string reference) => reference[..reference.LastIndexOf(Separator, StringComparison.Ordinal)];

    public static string Reference(string urn, string? id) => urn + Separator + (id ?? UnknownId);

    private static string Part(string urn, int index)
    {
        var parts = urn.Split(Separator, 4);
        return parts.Length == 4 ? parts[index] : throw new RegistrationException($"\"{urn}\" is not the URN of a resource");
    }
}
