using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Infra.Tests.Support.Grafana;

/// <summary>What Grafana's published API description says of a call: read from <c>grafana-api.txt</c>, which says where it is from.</summary>
internal sealed class ApiFacts
{
    public const string File = "grafana-api.txt";

    private readonly List<ApiOperation> _operations = [];
    private readonly Dictionary<string, Dictionary<string, (string Type, bool Required)>> _models = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _aliases = new(StringComparer.Ordinal);

    private ApiFacts(IEnumerable<string> lines)
    {
        Dictionary<string, (string, bool)>? model = null;
        foreach (var line in lines.Where(line => line.Length > 0 && !line.StartsWith('#')))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (line.StartsWith(' '))
                model![words[0].TrimEnd('!')] = (words[1], words[0].EndsWith('!'));
            else if (words.Length > 1 && words[1].StartsWith('/'))
                _operations.Add(ApiOperation.Read(words));
            else if (words.Length == 3 && words[1] == "=")
                _aliases[words[0]] = words[2];
            else
                _models[words[0]] = model = new(StringComparer.Ordinal);
        }
    }

    public static ApiFacts Published { get; } = new(System.IO.File.ReadLines(Path.Combine(Folder(), File)));

    /// <summary>The operation that a call is, with the path's parameters; null where there is none.</summary>
    public (ApiOperation Operation, IReadOnlyList<string> Parameters)? Find(string method, string path)
    {
        foreach (var operation in _operations.Where(operation => operation.Method == method))
            if (operation.Pattern.Match(path) is { Success: true } match)
                return (operation, [.. match.Groups.Values.Skip(1).Select(group => Uri.UnescapeDataString(group.Value))]);
        return null;
    }

    /// <summary>What a body has that the description does not, or lacks of it.</summary>
    public IEnumerable<string> Mistakes(ApiOperation operation, JsonNode? body)
    {
        if (operation.Body is null)
            return body is null ? [] : ["it takes no body"];
        return body is JsonObject ? Mistakes(operation.Body, body, "body") : ["it takes an object as body"];
    }

    private IEnumerable<string> Mistakes(string type, JsonNode? value, string path)
    {
        if (_aliases.TryGetValue(type, out var alias))
            return Mistakes(alias, value, path);
        if (type == "any")
            return [];
        if (_models.TryGetValue(type, out var model))
            return value is JsonObject map ? OfModel(type, model, map, path) : Wrong("an object", value, path);
        if (type.StartsWith('['))
            return value is JsonArray list
                ? list.SelectMany((item, index) => Mistakes(type[1..^1], item, $"{path}[{index}]"))
                : Wrong("a list", value, path);
        if (type.StartsWith('{'))
            return value is JsonObject entries
                ? entries.SelectMany(pair => Mistakes(type[1..^1], pair.Value, $"{path}.{pair.Key}"))
                : Wrong("a map", value, path);
        return Scalar(type, value, path);
    }

    private IEnumerable<string> OfModel(string type, Dictionary<string, (string Type, bool Required)> model, JsonObject map, string path)
    {
        foreach (var (name, value) in map)
        {
            if (!model.TryGetValue(name, out var field))
                yield return $"{path}.{name} is no property of {type}";
            else
                foreach (var mistake in Mistakes(IsMissing(type, name, value) ? "string" : field.Type, value, $"{path}.{name}"))
                    yield return mistake;
        }
        foreach (var (name, field) in model)
            if (field.Required && !map.ContainsKey(name))
                yield return $"{path}.{name} is required";
    }

    // The description's lists lack some that Grafana has had for long: kinds of contact points (oncall, jira, webex, sns), and the state
    // that an alert keeps (grafana/grafana#107962).
    private static bool IsMissing(string type, string name, JsonNode? value) => (type, name) switch
    {
        ("EmbeddedContactPoint", "type") => true,
        ("ProvisionedAlertRule", "execErrState" or "noDataState") => value is JsonValue text && text.TryGetValue<string>(out var state) && state == "KeepLast",
        _ => false,
    };

    private static string[] Scalar(string type, JsonNode? value, string path)
    {
        var open = type.IndexOf('(', StringComparison.Ordinal);
        var (kind, values) = open < 0 ? (type, null) : (type[..open], type[(open + 1)..^1].Split('|'));
        var given = value?.GetValueKind();
        var right = kind switch
        {
            "string" => given == JsonValueKind.String,
            "boolean" => given is JsonValueKind.True or JsonValueKind.False,
            "integer" => given == JsonValueKind.Number && long.TryParse(value!.ToJsonString(), out _),
            "number" => given == JsonValueKind.Number,
            _ => throw new InvalidDataException($"{File} has the unknown type {type}."),
        };
        if (!right)
            return Wrong($"a {kind}", value, path);
        // What is empty is nothing given.
        return values is null || value!.GetValue<string>() is "" || values.Contains(value.GetValue<string>())
            ? []
            : [$"{path} is {value.GetValue<string>()}, and not one of {string.Join(", ", values)}"];
    }

    private static string[] Wrong(string expected, JsonNode? value, string path) => [$"{path} is {value?.GetValueKind().ToString() ?? "null"}, and not {expected}"];

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}

/// <param name="Body">The name of the model of its body; null where it takes none.</param>
internal sealed record ApiOperation(string Method, string Path, Regex Pattern, IReadOnlySet<string> Query, IReadOnlySet<string> Headers, string? Body)
{
    public string Name => $"{Method} {Path}";

    public static ApiOperation Read(string[] words)
    {
        HashSet<string> Named(string prefix) =>
            [.. words.Where(word => word.StartsWith(prefix, StringComparison.Ordinal)).Select(word => word[prefix.Length..])];
        return new ApiOperation(
            words[0], words[1],
            new Regex("^" + Regex.Replace(words[1], @"\{\w+\}", "([^/]+)") + "$"),
            Named("query="), Named("header="), Named("body=").FirstOrDefault());
    }
}
