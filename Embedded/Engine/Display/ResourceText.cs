using Embedded.Engine.Planning;

namespace Embedded.Engine.Display;

/// <summary>How a resource is called in front of a person.</summary>
internal static class ResourceText
{
    public const string StackType = "pulumi:pulumi:Stack";

    /// <summary>Type and logical name of the resource with that URN.</summary>
    public static string Of(string urn) => $"{Type(urn)} {Name(urn)}";

    public static string Of(Step step) => $"{step.Type} {step.Name}";

    public static string Name(string urn) => urn[(urn.LastIndexOf("::", StringComparison.Ordinal) + 2)..];

    /// <summary><c>docker:Container</c> for <c>docker:index/container:Container</c>.</summary>
    public static string ShortType(string type)
    {
        var first = type.IndexOf(':', StringComparison.Ordinal);
        var last = type.LastIndexOf(':');
        return first < 0 || first == last ? type : $"{type[..first]}{type[last..]}";
    }

    private static string Type(string urn)
    {
        var parts = urn.Split("::");
        if (parts.Length < 4)
            return "resource";
        var qualified = parts[2];
        return qualified[(qualified.LastIndexOf('$') + 1)..];
    }
}
