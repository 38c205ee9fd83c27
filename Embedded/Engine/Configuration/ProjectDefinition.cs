using System.Collections.Immutable;
using Embedded.Engine.Planning;

using Infra.Shared;

namespace Embedded.Engine.Configuration;

/// <summary>What Pulumi.yaml says.</summary>
/// <param name="Path">Of the file itself, absolute.</param>
/// <param name="StackConfigDirectory">Where the stack files are, absolute.</param>
/// <param name="BackendUrl"><c>backend.url</c>; null where it says none.</param>
/// <param name="Config">The declared settings, by full key.</param>
internal sealed record ProjectDefinition(
    ProjectFile File,
    string Path,
    string StackConfigDirectory,
    string? BackendUrl,
    ImmutableSortedDictionary<string, ConfigDeclaration> Config)
{
    public string Name => File.Name;

    /// <summary>The stack's configuration file, whether it exists or not.</summary>
    public string StackFilePath(string stack)
    {
        var path = System.IO.Path.Combine(StackConfigDirectory, $"Pulumi.{stack}.yaml");
        var alternative = System.IO.Path.ChangeExtension(path, ".yml");
        return !System.IO.File.Exists(path) && System.IO.File.Exists(alternative) ? alternative : path;
    }

    /// <summary>The full form of a key: without a namespace it is the project's.</summary>
    public string FullKey(string key)
    {
        var parts = key.Split(':');
        return parts.Length switch
        {
            _ when parts.Any(part => part.Length == 0) => throw new FormatException(
                $"'{key}' is no configuration key: expected 'name' or 'namespace:name', found an empty name."),
            _ when key.Any(character => char.IsWhiteSpace(character) || char.IsControl(character)) => throw new FormatException(
                $"'{SafeText.Visible(key)}' is no configuration key: expected 'name' or 'namespace:name' without spaces."),
            1 => $"{Name}:{key}",
            2 => key,
            3 when parts[1] == "config" => $"{parts[0]}:{parts[2]}",
            _ => throw new FormatException($"'{key}' is no configuration key: expected 'name' or 'namespace:name'."),
        };
    }

    /// <summary>A path as people know it: relative to the project where it lies in it.</summary>
    public string Display(string path)
    {
        var relative = System.IO.Path.GetRelativePath(File.Directory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}

/// <summary>A setting that the project declares in Pulumi.yaml.</summary>
/// <param name="Type">Null where only a value is given.</param>
/// <param name="Default">What it is where the stack says nothing: <c>default</c>, or <c>value</c>.</param>
internal sealed record ConfigDeclaration(string Key, ConfigType? Type, ConfigNode? Default, bool Secret, int Line);

/// <param name="Name"><c>string</c>, <c>integer</c>, <c>boolean</c>, <c>array</c> or <c>object</c>.</param>
internal sealed record ConfigType(string Name, ConfigType? Items)
{
    public static readonly ImmutableArray<string> Names = ["array", "boolean", "integer", "object", "string"];

    /// <summary>For messages.</summary>
    public string Article => Name switch
    {
        "integer" => "an integer",
        "boolean" => "true or false",
        "object" => "a map",
        "array" => Items is null ? "a list" : $"a list with in each place {Items.Article}",
        _ => "a string",
    };

    /// <summary>Whether a setting with this text is of this type: scalars may be quoted, as they travel as text.</summary>
    public bool Accepts(ConfigNode node, string text) => Name switch
    {
        "string" => !node.IsObject,
        "integer" => !node.IsObject && IsInteger(text),
        "boolean" => !node.IsObject && text is "true" or "false",
        "object" => node is ConfigMap,
        _ => node is ConfigList list && Items is { } items && list.Items.TrueForAll(items.AcceptsTyped),
    };

    /// <summary>Whether a value that keeps its YAML type (a default, an item of a list) is of this type.</summary>
    public bool AcceptsTyped(ConfigNode node) => (Name, node) switch
    {
        ("string", ConfigScalar { Kind: ScalarKind.String } or ConfigSecure) => true,
        ("integer", ConfigScalar { Kind: ScalarKind.Integer }) => true,
        ("integer", ConfigScalar { Kind: ScalarKind.String or ScalarKind.Float } scalar) => IsInteger(scalar.Value),
        ("boolean", ConfigScalar { Kind: ScalarKind.Boolean }) => true,
        ("boolean", ConfigScalar { Kind: ScalarKind.String, Value: "true" or "false" }) => true,
        ("object", ConfigMap) => true,
        ("array", ConfigList list) => Items is { } items && list.Items.TrueForAll(items.AcceptsTyped),
        _ => false,
    };

    private static bool IsInteger(string text) =>
        long.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out _);
}
