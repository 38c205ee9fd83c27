using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Infra.Tests.Support;

/// <summary>What the Pulumi CLI accepts of a project file and of a stack file. It reads them before the program has a say.</summary>
internal static partial class PulumiFiles
{
    private static readonly string[] ProjectKeys =
    [
        "name", "description", "author", "website", "license", "runtime", "main", "config", "stackConfigDir",
        "backend", "options", "template", "packages", "plugins", "requiredPulumiVersion",
    ];

    private static readonly string[] StackKeys = ["secretsprovider", "encryptedkey", "encryptionsalt", "config", "environment"];
    private static readonly string[] SettingKeys = ["type", "items", "description", "secret", "default", "value"];
    private static readonly string[] Types = ["string", "integer", "boolean", "array", "object"];

    /// <summary>What the CLI would object to in a project file.</summary>
    public static IReadOnlyList<string> ProblemsOfProject(string yaml)
    {
        var project = Mapping(yaml);
        var problems = new List<string>();
        problems.AddRange(Names(project).Except(ProjectKeys).Select(key => $"{key}: no such key of a project"));
        if (!ProjectName().IsMatch(Scalar(project, "name") ?? ""))
            problems.Add("name: expected letters, digits, hyphens, underscores and periods");
        if (Scalar(project, "runtime") is null or "")
            problems.Add("runtime: expected the name of a language");
        foreach (var (name, setting) in Settings(project))
            problems.AddRange(ProblemsOfSetting(name, setting).Select(problem => $"config.{name}: {problem}"));

        return problems;
    }

    /// <summary>What the CLI would object to in a stack file of a project.</summary>
    public static IReadOnlyList<string> ProblemsOfStack(string yaml, string projectYaml)
    {
        var stack = Mapping(yaml);
        var project = Mapping(projectYaml);
        var types = Settings(project).ToDictionary(setting => $"{Scalar(project, "name")}:{setting.Name}", setting => Scalar((YamlMappingNode)setting.Node, "type"));
        var problems = new List<string>();
        problems.AddRange(Names(stack).Except(StackKeys).Select(key => $"{key}: no such key of a stack"));
        foreach (var (name, value) in Settings(stack))
        {
            if (!types.TryGetValue(name, out var type))
                problems.Add($"config.{name}: not declared by the project");
            else if (!IsValue(type, value))
                problems.Add($"config.{name}: expected a value of type {type}");
        }

        return problems;
    }

    private static IEnumerable<string> ProblemsOfSetting(string name, YamlNode node)
    {
        if (node is not YamlMappingNode setting)
        {
            yield return "expected a type, a default and a description";
            yield break;
        }

        foreach (var key in Names(setting).Except(SettingKeys))
            yield return $"no such attribute: {key}";
        if (!SettingName().IsMatch(name))
            yield return "expected a name without a namespace, which is no path";

        var type = Scalar(setting, "type");
        if (!Types.Contains(type))
            yield return $"no such type: {type}";
        if (type == "array" && !setting.Children.ContainsKey("items"))
            yield return "expected items, the type of an array's elements";
        // Where there is neither, each stack has to give the value; and what is to be secret must not have one in the clear.
        if (!setting.Children.TryGetValue("default", out var initial))
            yield return "expected a default, or each stack's file must have the value";
        else if (!IsDefault(type, initial))
            yield return $"expected a default of type {type}";
        if (setting.Children.ContainsKey("value"))
            yield return "expected no value beside the default";
        if (Scalar(setting, "secret") is not null)
            yield return "expected no secret: its default would not be encrypted";
    }

    // A default is taken as YAML understands it: «80» is no text, and «none» is.
    private static bool IsDefault(string? type, YamlNode node) => (type, node) switch
    {
        ("string", YamlScalarNode scalar) => IsText(scalar),
        ("integer", YamlScalarNode scalar) => IsWhole(scalar.Value),
        ("boolean", YamlScalarNode scalar) => scalar.Value is "true" or "false",
        ("object", YamlMappingNode) => true,
        ("array", YamlSequenceNode) => true,
        _ => false,
    };

    // A stack's value is taken as the text that stands there, and as decrypted if it is a secret.
    private static bool IsValue(string? type, YamlNode node) => (type, node) switch
    {
        ("string" or "integer" or "boolean", YamlMappingNode map) => map.Children.Count == 1 && map.Children.ContainsKey("secure"),
        ("string", YamlScalarNode scalar) => scalar.Style != ScalarStyle.Plain || !Nothing().IsMatch(scalar.Value ?? ""),
        ("integer", YamlScalarNode scalar) => IsWhole(scalar.Value),
        ("boolean", YamlScalarNode scalar) => scalar.Value is "true" or "false",
        ("object", YamlMappingNode map) => !map.Children.ContainsKey("secure"),
        ("array", YamlSequenceNode) => true,
        _ => false,
    };

    private static bool IsText(YamlScalarNode scalar) =>
        scalar.Style != ScalarStyle.Plain || !(Nothing().IsMatch(scalar.Value!) || NoText().IsMatch(scalar.Value!));

    private static bool IsWhole(string? text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    private static YamlMappingNode Mapping(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    private static IEnumerable<(string Name, YamlNode Node)> Settings(YamlMappingNode file) =>
        file.Children.TryGetValue("config", out var config) ? ((YamlMappingNode)config).Children.Select(entry => (entry.Key.ToString(), entry.Value)) : [];

    private static IEnumerable<string> Names(YamlMappingNode map) => map.Children.Keys.Select(key => key.ToString());

    private static string? Scalar(YamlMappingNode map, string key) =>
        map.Children.TryGetValue(key, out var node) && node is YamlScalarNode scalar ? scalar.Value : null;

    [GeneratedRegex("^[A-Za-z0-9_.-]{1,100}$")]
    private static partial Regex ProjectName();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]*$")]
    private static partial Regex SettingName();

    [GeneratedRegex("^(~|null|Null|NULL|)$")]
    private static partial Regex Nothing();

    // Booleans, whole and other numbers, and dates, as YAML 1.2's core schema and the CLI's reader know them.
    [GeneratedRegex(
        @"^([Tt]rue|TRUE|[Ff]alse|FALSE|[-+]?[0-9][0-9_]*|0[xob][0-9A-Fa-f_]+|[-+]?(\.[0-9]+|[0-9][0-9_]*(\.[0-9_]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?)$")]
    private static partial Regex NoText();
}
