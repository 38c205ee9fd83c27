using System.Collections.Immutable;
using YamlDotNet.RepresentationModel;

namespace Embedded.Engine.Configuration;

/// <summary>What Pulumi.STACK.yaml says.</summary>
/// <param name="Name">The file's name for messages.</param>
/// <param name="Salt"><c>encryptionsalt</c>; null where it has none.</param>
/// <param name="Config">By full key.</param>
internal sealed record StackFile(
    string Path, string Name, string? Salt, ImmutableSortedDictionary<string, ConfigNode> Config, ImmutableArray<ConfigurationMistake> Mistakes)
{
    public bool HasSecrets => Config.Values.Any(value => value.IsSecure);

    /// <summary>Reads the file; one that does not exist says nothing. Mistakes in it are kept for <see cref="StackConfiguration"/>.</summary>
    /// <exception cref="ConfigurationException">It cannot be read or is no YAML.</exception>
    public static StackFile Read(ProjectDefinition project, string stack)
    {
        var path = project.StackFilePath(stack);
        var name = project.Display(path);
        var config = ImmutableSortedDictionary.CreateBuilder<string, ConfigNode>(StringComparer.Ordinal);
        if (!File.Exists(path))
            return new StackFile(path, name, null, config.ToImmutable(), []);

        var mistakes = ImmutableArray.CreateBuilder<ConfigurationMistake>();
        var root = YamlReading.Root(YamlReading.ReadFile(path), name) ?? new YamlMappingNode();
        if (root.Get("secretsprovider").Text() is { Length: > 0 } provider && provider != "passphrase")
            Mistake(root.Get("secretsprovider")!, "secretsprovider",
                $"this engine encrypts with a passphrase only, found '{provider}'; use the pulumi CLI, or 'pulumi stack change-secrets-provider passphrase'");
        switch (root.Get("config"))
        {
            case YamlMappingNode map:
                foreach (var (keyNode, value) in map.Children)
                    Add(keyNode, YamlReading.ToConfig(value));
                break;
            case null or YamlScalarNode { Value: null or "" }:
                break;
            case var other:
                Mistake(other, "config", "expected a map of settings");
                break;
        }
        return new StackFile(path, name, root.Get("encryptionsalt").Text(), config.ToImmutable(), mistakes.ToImmutable());

        void Add(YamlNode keyNode, ConfigNode value)
        {
            var text = keyNode.ToString();
            string key;
            try
            {
                key = project.FullKey(text);
            }
            catch (FormatException exception)
            {
                Mistake(keyNode, text, exception.Message);
                return;
            }
            if (value is ConfigScalar { Kind: ScalarKind.Null })
                Mistake(keyNode, key, "has no value; give it one, or remove the line for its default");
            else if (!config.TryAdd(key, value))
                Mistake(keyNode, key, $"is set twice, here as '{text}' and in line {config[key].Line}");
        }

        void Mistake(YamlNode node, string key, string problem) =>
            mistakes.Add(new ConfigurationMistake(name, node.Line(), key, problem));
    }
}
