using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Infra.Tests.Support;

/// <summary>
/// The keys that a product knows, each with the kind of its value, as a listing beside the test says: one a line, «path kind». A product that
/// cannot run here would refuse what is not in it.
/// </summary>
internal sealed partial class KeyFacts
{
    private readonly Dictionary<string, string> _kinds;

    private KeyFacts(Dictionary<string, string> kinds) => _kinds = kinds;

    /// <param name="file">The listing's name, in the folder of the test.</param>
    public static KeyFacts Read(string file, [CallerFilePath] string test = "") => new(
        File.ReadLines(Path.Combine(Path.GetDirectoryName(test)!, file))
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split(' '))
            .ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal));

    /// <summary>Every key path that is not in the listing, and every value that is not of its kind.</summary>
    public IReadOnlyList<string> Violations(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        var violations = new List<string>();
        Visit("", stream.Documents[0].RootNode, violations);
        return violations;
    }

    private void Visit(string path, YamlNode node, List<string> violations)
    {
        switch (node)
        {
            case YamlMappingNode map:
                foreach (var (key, value) in map.Children)
                    VisitEntry(path.Length == 0 ? key.ToString() : $"{path}.{key}", value, violations);
                break;
            case YamlSequenceNode list:
                foreach (var item in list)
                    Visit($"{path}[]", item, violations);
                break;
        }
    }

    private void VisitEntry(string path, YamlNode value, List<string> violations)
    {
        if (!_kinds.TryGetValue(path, out var kind))
            violations.Add($"{path}: no such key");
        else if (!IsOfKind(value, kind))
            violations.Add($"{path}: {value} is no {kind}");

        Visit(path, value, violations);
    }

    private static bool IsOfKind(YamlNode value, string kind) => kind switch
    {
        "map" => value is YamlMappingNode,
        "list" => value is YamlSequenceNode,
        "text" => value is YamlScalarNode,
        // A scalar in quotes is a text, whatever it looks like.
        _ => value is YamlScalarNode { Style: ScalarStyle.Plain, Value: { } text } && IsOfKind(text, kind),
    };

    private static bool IsOfKind(string text, string kind) => kind switch
    {
        "flag" => text is "true" or "false",
        "int" => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        "number" => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _),
        "bytes" => Bytes().IsMatch(text),
        // What both Go and Prometheus read: Go knows no days, and Prometheus no fractions.
        "duration" => text.Length > 0 && Duration().IsMatch(text),
        _ => throw new ArgumentException($"The listing has a kind that is not known: {kind}.", nameof(kind)),
    };

    [GeneratedRegex("^[0-9]+(B|KB|MB|GB|TB)$")]
    private static partial Regex Bytes();

    [GeneratedRegex("^([0-9]+h)?([0-9]+m)?([0-9]+s)?$")]
    private static partial Regex Duration();
}
