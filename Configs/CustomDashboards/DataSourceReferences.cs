using System.Text.Json;
using System.Text.Json.Nodes;

namespace Infra.Configs.CustomDashboards;

/// <summary>Puts this stack's data sources in the place of those that a board names: of an export's inputs, of another Grafana, or of none.</summary>
internal sealed class DataSourceReferences(JsonObject board, string path, JsonLines lines, DashboardSurroundings stack)
{
    private const string Key = "datasource";
    private const string Default = "prometheus";

    // Grafana's own: several at once, another panel's answer, and its test data and annotations.
    private static readonly string[] OfGrafana = ["-- Mixed --", "-- Dashboard --", "-- Grafana --", "grafana"];

    // By their names people call them what they are.
    private static readonly (string Part, string Type)[] Names =
    [
        ("prometheus", "prometheus"), ("mimir", "prometheus"), ("thanos", "prometheus"), ("loki", "loki"), ("tempo", "tempo"),
        ("alertmanager", "alertmanager"), ("trino", "trino-datasource"), ("postgres", "grafana-postgresql-datasource"),
    ];

    private readonly List<DashboardFinding> _findings = [];
    private readonly Dictionary<string, string> _inputs = Inputs(board);
    private readonly HashSet<string> _variables = Variables(board);

    public IReadOnlyList<DashboardFinding> Findings => _findings;

    public void Resolve()
    {
        foreach (var (panel, at) in PanelsOf(board, path))
            ResolvePanel(panel, at);
        ResolveList(board["templating"] as JsonObject, $"{path}.templating");
        ResolveList(board["annotations"] as JsonObject, $"{path}.annotations");
    }

    /// <summary>The panels of a board, of rows too, with their paths.</summary>
    public static IEnumerable<(JsonObject Panel, string Path)> PanelsOf(JsonObject board, string path) =>
        Objects(board, "panels", path).SelectMany(found => PanelsOf(found.Item, found.Path).Prepend((found.Item, found.Path)));

    /// <summary>The objects in an array, with their paths.</summary>
    public static IEnumerable<(JsonObject Item, string Path)> Objects(JsonObject parent, string name, string path) =>
        parent[name] is JsonArray list
            ? list.Select((item, index) => (item as JsonObject, $"{path}.{name}[{index}]")).Where(found => found.Item1 is not null).Select(found => (found.Item1!, found.Item2))
            : [];

    private void ResolvePanel(JsonObject panel, string at)
    {
        // A row, or a text, asks nobody.
        var targets = Objects(panel, "targets", at).ToList();
        foreach (var (target, place) in targets)
        {
            if (target[Key] is null)
                target.Remove(Key);
            else
                Put(target, $"{place}.{Key}", null);
        }

        if (targets.Count > 0 || panel[Key] is not null)
            Put(panel, $"{at}.{Key}", targets.Select(found => TypeOf(found.Item)).FirstOrDefault(type => type is not null));
    }

    private void ResolveList(JsonObject? parent, string at)
    {
        if (parent is null)
            return;
        foreach (var (item, place) in Objects(parent, "list", at))
        {
            if (item.ContainsKey(Key))
                Put(item, $"{place}.{Key}", null);
        }
    }

    private void Put(JsonObject owner, string at, string? instead)
    {
        if (IsKept(owner[Key]))
            return;

        var type = TypeOf(owner) ?? instead ?? Default;
        if (stack.DataSources.TryGetValue(type, out var uid))
        {
            owner[Key] = new JsonObject { ["type"] = type, ["uid"] = uid };
            return;
        }

        _findings.Add(new DashboardFinding(
            lines.LineOf(at) ?? 1, owner[Key]?.ToJsonString(JsonLines.Compact) ?? type,
            $"asks a data source of the type {type}, which this stack does not have; expected one of {string.Join(", ", stack.DataSources.Keys.Order(StringComparer.Ordinal))}"));
    }

    private bool IsKept(JsonNode? reference)
    {
        var name = Text(reference) ?? Text((reference as JsonObject)?["uid"]);
        return name is not null && (OfGrafana.Contains(name) || _variables.Contains(name.Trim('$', '{', '}')));
    }

    private string? TypeOf(JsonObject owner) => owner[Key] switch
    {
        JsonObject reference => Text(reference["type"]) ?? ByName(Text(reference["uid"])),
        { } reference => ByName(Text(reference)),
        _ => null,
    };

    private string? ByName(string? name)
    {
        if (name is null)
            return null;
        if (_inputs.TryGetValue(name.Trim('$', '{', '}'), out var type))
            return type;
        return Names.Where(known => name.Contains(known.Part, StringComparison.OrdinalIgnoreCase)).Select(known => known.Type).FirstOrDefault();
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static Dictionary<string, string> Inputs(JsonObject board)
    {
        var inputs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (input, _) in Objects(board, "__inputs", ""))
        {
            if (Text(input["name"]) is { } name && Text(input["pluginId"]) is { } type)
                inputs[name] = type;
        }

        return inputs;
    }

    private static HashSet<string> Variables(JsonObject board) => board["templating"] is JsonObject templating
        ? [.. Objects(templating, "list", "").Where(found => Text(found.Item["type"]) == Key).Select(found => Text(found.Item["name"])).OfType<string>()]
        : [];
}
