using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Infra.Configs.CustomDashboards;

/// <summary>A board that somebody wrote or exported, as Grafana is given it.</summary>
/// <param name="Uid">By which it is found.</param>
/// <param name="Json">The whole of it, in one canonical form.</param>
internal sealed record CustomDashboard(string Uid, string Json);

/// <summary>Something that is wrong in a file.</summary>
/// <param name="Line">The line of the file, from 1.</param>
/// <param name="Found">What stands there.</param>
/// <param name="Problem">What is wrong with it.</param>
internal sealed record DashboardFinding(int Line, string Found, string Problem);

/// <summary>What a file is made of: a board, or what is wrong with it.</summary>
internal sealed record DashboardReading(CustomDashboard? Board, IReadOnlyList<DashboardFinding> Findings);

/// <summary>
/// Reads a board in Grafana's classic form, out of a file that a person wrote, Grafana exported, or somebody shared: it is given a
/// uid and this stack's data sources, and is held against the metrics that there are.
/// </summary>
internal static partial class DashboardFile
{
    private const int UidLength = 40;

    // What an export has and a board does not, what Grafana counts itself, and what is said to us.
    private static readonly string[] Removed = ["__inputs", "__requires", "__elements", "id", "version", "iteration", "phlo"];

    /// <param name="name">The file's name, without its ending.</param>
    /// <param name="text">What is in it.</param>
    /// <param name="stack">What the stack has to answer it.</param>
    public static DashboardReading Read(string name, string text, DashboardSurroundings stack)
    {
        if (JsonLines.Of(text) is not { Error: null } lines)
            return Refused(JsonLines.Of(text).Error!);
        if (Board(JsonNode.Parse(text, documentOptions: JsonLines.Options)!) is not ({ } board, var path))
            return Refused(new DashboardFinding(1, name, "expected a dashboard in the classic form, an object with a title and panels: export it as «classic», not as a resource of version 2"));

        var findings = new List<DashboardFinding>();
        if (board["title"] is not JsonValue title || title.GetValueKind() != JsonValueKind.String)
            findings.Add(new DashboardFinding(lines.LineOf($"{path}.title") ?? lines.LineOf(path) ?? 1, "(no title)", "expected a title"));
        var uid = Uid(board, name);
        if (uid.Length > UidLength || !UidForm().IsMatch(uid))
            findings.Add(new DashboardFinding(lines.LineOf($"{path}.uid") ?? 1, uid, $"expected a uid of at most {UidLength} letters, digits, hyphens and underscores"));

        var anyMetric = board["phlo"] is JsonObject phlo && phlo["unknownMetrics"] is JsonValue allowed && allowed.GetValueKind() == JsonValueKind.True;
        var sources = new DataSourceReferences(board, path, lines, stack);
        sources.Resolve();
        findings.AddRange(sources.Findings);
        if (!anyMetric)
            findings.AddRange(ExpressionCheck.Of(board, path, lines, stack));

        foreach (var key in Removed)
            board.Remove(key);
        board["uid"] = uid;
        return findings.Count > 0
            ? new DashboardReading(null, [.. findings.OrderBy(finding => finding.Line)])
            : new DashboardReading(new CustomDashboard(uid, Sorted(board).ToJsonString(JsonLines.Compact)), []);
    }

    private static DashboardReading Refused(DashboardFinding finding) => new(null, [finding]);

    // What the API answers holds the board; a resource of version 1 has it for its spec.
    private static (JsonObject? Board, string Path) Board(JsonNode root) => root switch
    {
        JsonObject map when map["dashboard"] is JsonObject inner => (inner, "$.dashboard"),
        JsonObject map when map["apiVersion"] is not null => map["spec"] is JsonObject spec && spec["panels"] is JsonArray ? (spec, "$.spec") : (null, "$"),
        JsonObject map when map["panels"] is JsonArray or null => (map, "$"),
        _ => (null, "$"),
    };

    private static string Uid(JsonObject board, string name) =>
        board["uid"] is JsonValue given && given.GetValueKind() == JsonValueKind.String && given.GetValue<string>() is { Length: > 0 } uid
            ? uid
            : Regex.Replace(name.ToLowerInvariant(), "[^a-z0-9_-]+", "-").Trim('-') is var made && made.Length > UidLength ? made[..UidLength] : made;

    private static JsonNode Sorted(JsonNode node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => KeyValuePair.Create(entry.Key, entry.Value is null ? null : Sorted(entry.Value)))),
        JsonArray list => new JsonArray([.. list.Select(item => item is null ? null : Sorted(item))]),
        _ => node.DeepClone(),
    };

    [GeneratedRegex(@"^[A-Za-z0-9_-]+\z")]
    private static partial Regex UidForm();
}
