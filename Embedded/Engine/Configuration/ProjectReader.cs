using System.Collections.Immutable;
using Embedded.Engine.Planning;
using Embedded.Engine.State;
using YamlDotNet.RepresentationModel;

namespace Embedded.Engine.Configuration;

/// <summary>Finds and reads Pulumi.yaml.</summary>
internal static class ProjectReader
{
    private static readonly ImmutableArray<string> FileNames = ["Pulumi.yaml", "Pulumi.yml"];
    private static readonly ImmutableArray<string> Runtimes = ["dotnet", "nodejs"];

    /// <summary>Looks in the directory and, as the CLI does, in those above it.</summary>
    /// <exception cref="ConfigurationException"/>
    public static ProjectDefinition Find(string directory)
    {
        for (var current = new DirectoryInfo(directory); current is not null; current = current.Parent)
        {
            foreach (var name in FileNames)
            {
                var path = Path.Combine(current.FullName, name);
                if (File.Exists(path))
                    return Read(path);
            }
        }
        throw new ConfigurationException(
            $"There is no Pulumi.yaml in {directory} or above it. Go to the project's folder, or name it with --cwd.");
    }

    /// <exception cref="ConfigurationException"/>
    public static ProjectDefinition Read(string path)
    {
        var file = Path.GetFileName(path);
        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var root = YamlReading.Root(YamlReading.ReadFile(path), file) ?? new YamlMappingNode();
        var mistakes = new List<ConfigurationMistake>();

        var name = root.Get("name").Text() ?? "";
        if (!StackReference.IsName(name))
            Mistake(root.Get("name"), "name", name.Length == 0
                ? "expected the project's name, found none"
                : $"expected at most 100 letters, digits, hyphens, underscores or periods, found '{name}'");

        var runtime = root.Get("runtime") as YamlMappingNode is { } map ? map.Get("name") : root.Get("runtime");
        if (!Runtimes.Contains(runtime.Text() ?? ""))
            Mistake(root.Get("runtime"), "runtime",
                $"expected {string.Join(" or ", Runtimes)}, found {(runtime.Text() is { } found ? $"'{found}'" : "none")}");
        var options = (root.Get("runtime") as YamlMappingNode)?.Get("options") as YamlMappingNode;

        // Long ago 'config' was the name of the folder with the stack files.
        var stackConfigDirectory = root.Get("stackConfigDir").Text() ?? (root.Get("config") as YamlScalarNode).Text() ?? "";
        var declarations = ImmutableSortedDictionary.CreateBuilder<string, ConfigDeclaration>(StringComparer.Ordinal);
        if (root.Get("config") is YamlMappingNode config)
        {
            foreach (var (keyNode, value) in config.Children)
            {
                var key = keyNode.ToString();
                var own = !key.Contains(':', StringComparison.Ordinal) || key.StartsWith(name + ":", StringComparison.Ordinal);
                var declaration = Declare(key.Contains(':', StringComparison.Ordinal) ? key : $"{name}:{key}", own, value,
                    problem => Mistake(value, $"config.{key}", problem));
                declarations[declaration.Key] = declaration;
            }
        }

        if (mistakes.Count > 0)
            throw new ConfigurationException($"The project file {path}", mistakes);
        return new ProjectDefinition(
            new ProjectFile(name, runtime.Text()!, directory, root.Get("main").Text(), options?.Get("binary").Text()),
            Path.GetFullPath(path),
            Path.GetFullPath(Path.Combine(directory, stackConfigDirectory)),
            (root.Get("backend") as YamlMappingNode)?.Get("url").Text(),
            declarations.ToImmutable());

        void Mistake(YamlNode? node, string key, string problem) =>
            mistakes.Add(new ConfigurationMistake(file, node?.Line() ?? 0, key, problem));
    }

    private static ConfigDeclaration Declare(string key, bool own, YamlNode node, Action<string> mistake)
    {
        if (node is not YamlMappingNode map)
            return new ConfigDeclaration(key, null, YamlReading.ToConfig(node), false, node.Line());

        var type = Type(map, mistake);
        var byDefault = Value(map, "default");
        var value = Value(map, "value");
        if (byDefault is not null && value is not null)
            mistake("has both 'default' and 'value'; expected one of them");
        if (own && byDefault is not null && type is not null && !type.AcceptsTyped(byDefault))
            mistake($"its default must be {type.Article}, found {Describe(byDefault)}");
        if (!own && type is not null)
            mistake("belongs to another namespace, so it can have a 'value' but no 'type'");
        if (!own && byDefault is not null)
            mistake("belongs to another namespace; write its 'default' as 'value'");
        if (!own && byDefault is null && value is null)
            mistake("belongs to another namespace and needs a 'value'");
        return new ConfigDeclaration(key, type, byDefault ?? value, map.Get("secret").Text() == "true", node.Line());
    }

    private static ConfigType? Type(YamlMappingNode map, Action<string> mistake)
    {
        if (map.Get("type").Text() is not { } name)
            return null;
        if (!ConfigType.Names.Contains(name))
        {
            mistake($"its type must be one of {string.Join(", ", ConfigType.Names)}, found '{name}'");
            return null;
        }
        var items = map.Get("items") is YamlMappingNode itemsMap ? Type(itemsMap, mistake) : null;
        if (name == "array" && items is null)
            mistake("is a list; say of what with 'items: {type: …}'");
        return new ConfigType(name, items);
    }

    private static ConfigNode? Value(YamlMappingNode map, string name) =>
        map.Get(name) is { } node && YamlReading.ToConfig(node) is not ConfigScalar { Kind: ScalarKind.Null } and var value ? value : null;

    public static string Describe(ConfigNode node) => node switch
    {
        ConfigScalar scalar => $"'{scalar.Value}'",
        ConfigSecure => "an encrypted value",
        ConfigList => "a list",
        _ => "a map",
    };
}
