using System.Text;
using System.Text.RegularExpressions;

namespace Infra.Tests.Support.Grafana;

/// <summary>
/// Derives <c>grafana-api.txt</c> from the client that Grafana Labs generates from Grafana's published API description
/// (github.com/grafana/grafana-openapi-client-go, checked out): paths, methods, parameters, and the names and types of what
/// a body holds. Run the tests with GRAFANA_OPENAPI_CLIENT=folder, and UPDATE_GOLDEN=1 to write the file anew.
/// </summary>
internal sealed partial class ApiFactsReader(string checkout)
{
    /// <summary>The groups of operations that the provider could have use for.</summary>
    private static readonly string[] Groups = ["dashboards", "datasources", "folders", "health", "org", "provisioning", "search", "service_accounts"];

    [GeneratedRegex("/export|public|snapshot|proxy|permissions|versions|correlations|invites|users|resources|/ds/|/counts|/tags|/import|interpolate|sorting")]
    private static partial Regex OfNoUse();

    [GeneratedRegex("""ID:\s+"(?<id>\w+)",\s+Method:\s+"(?<method>\w+)",\s+PathPattern:\s+"(?<path>[^"]+)",""")]
    private static partial Regex Operation();

    [GeneratedRegex("""Set(?<kind>Query|Header)Param\("(?<name>[^"]+)",""")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"^\tBody \*?(?:models\.)?(?<type>\S+)", RegexOptions.Multiline)]
    private static partial Regex Body();

    [GeneratedRegex(@"^type (?<name>\w+) (?<kind>struct \{(?<fields>.*?)^\}|[^\n]+)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Model();

    [GeneratedRegex("""(?<comments>(?:^\t//[^\n]*\n)*)^\t\w+ (?<type>\S+) `json:"(?<name>[^",]+)""", RegexOptions.Multiline)]
    private static partial Regex Field();

    [GeneratedRegex("""// Enum: \[(?<values>[^\]]*)\]""")]
    private static partial Regex Values();

    public string Derive()
    {
        var models = Directory.EnumerateFiles(Path.Combine(checkout, "models"), "*.go")
            .SelectMany(file => Model().Matches(File.ReadAllText(file)).Take(1))
            .ToDictionary(match => match.Groups["name"].Value, StringComparer.Ordinal);
        var text = new StringBuilder();
        var wanted = new SortedSet<string>(StringComparer.Ordinal);
        var operations = Groups.SelectMany(Operations).OrderBy(line => line.Path, StringComparer.Ordinal).ThenBy(line => line.Method, StringComparer.Ordinal);
        foreach (var (path, method, parameters, body) in operations)
        {
            text.Append(method).Append(' ').Append(path).Append(parameters);
            if (body is not null)
            {
                text.Append(" body=").Append(Type(body));
                Reach(body, models, wanted);
            }
            text.Append('\n');
        }
        foreach (var name in wanted)
            Append(text, name, models[name]);
        return text.ToString();
    }

    private IEnumerable<(string Path, string Method, string Parameters, string? Body)> Operations(string group)
    {
        var folder = Path.Combine(checkout, "client", group);
        foreach (Match operation in Operation().Matches(File.ReadAllText(Path.Combine(folder, $"{group}_client.go"))))
        {
            if (OfNoUse().IsMatch(operation.Groups["path"].Value))
                continue;
            var source = ParametersOf(folder, operation.Groups["id"].Value);
            var parameters = string.Concat(Parameter().Matches(source)
                .Select(match => $" {match.Groups["kind"].Value.ToLowerInvariant()}={match.Groups["name"].Value}").Distinct().Order(StringComparer.Ordinal));
            var body = Body().Match(source);
            yield return (operation.Groups["path"].Value, operation.Groups["method"].Value, parameters, body.Success ? body.Groups["type"].Value : null);
        }
    }

    private static string ParametersOf(string folder, string operation) => Directory.EnumerateFiles(folder, "*_parameters.go")
        .Select(File.ReadAllText)
        .First(source => source.Contains($"type {char.ToUpperInvariant(operation[0])}{operation[1..]}Params struct", StringComparison.OrdinalIgnoreCase));

    /// <summary>The models that a body leads to.</summary>
    private static void Reach(string type, Dictionary<string, Match> models, SortedSet<string> reached)
    {
        foreach (Match name in Regex.Matches(type, @"\w+"))
        {
            if (!models.TryGetValue(name.Value, out var model) || !reached.Add(name.Value))
                continue;
            if (!model.Groups["fields"].Success)
                Reach(model.Groups["kind"].Value, models, reached);
            else
                foreach (Match field in Field().Matches(model.Groups["fields"].Value))
                    Reach(field.Groups["type"].Value, models, reached);
        }
    }

    private static void Append(StringBuilder text, string name, Match model)
    {
        text.Append('\n').Append(name);
        if (!model.Groups["fields"].Success)
        {
            text.Append(" = ").Append(Type(model.Groups["kind"].Value)).Append('\n');
            return;
        }
        text.Append('\n');
        foreach (var field in Field().Matches(model.Groups["fields"].Value).OrderBy(field => field.Groups["name"].Value, StringComparer.Ordinal))
        {
            var comments = field.Groups["comments"].Value;
            var required = comments.Contains("// Required: true", StringComparison.Ordinal) ? "!" : "";
            var values = Values().Match(comments) is { Success: true } match ? "(" + match.Groups["values"].Value.Replace("\"", "").Replace(',', '|') + ")" : "";
            text.Append("  ").Append(field.Groups["name"].Value).Append(required).Append(' ').Append(Type(field.Groups["type"].Value)).Append(values).Append('\n');
        }
    }

    private static string Type(string type)
    {
        type = type.TrimStart('*');
        return type switch
        {
            _ when type.StartsWith("[]", StringComparison.Ordinal) => $"[{Type(type[2..])}]",
            _ when type.StartsWith("map[string]", StringComparison.Ordinal) => $"{{{Type(type["map[string]".Length..])}}}",
            "string" or "strfmt.DateTime" or "strfmt.Duration" or "strfmt.UUID" => "string",
            "int64" or "int32" or "uint64" => "integer",
            "float64" => "number",
            "bool" => "boolean",
            "any" or "interface{}" => "any",
            _ => type.Replace("models.", "", StringComparison.Ordinal),
        };
    }
}
