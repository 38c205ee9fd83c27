using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Infra.Configs.Contract;

namespace Infra.Configs.CustomDashboards;

/// <summary>Holds the expressions of a board against the metrics that there are.</summary>
internal static partial class ExpressionCheck
{
    // Prometheus makes them itself.
    private static readonly string[] OwnMetrics =
        ["up", "ALERTS", "ALERTS_FOR_STATE", "scrape_duration_seconds", "scrape_samples_scraped", "scrape_samples_post_metric_relabeling", "scrape_series_added"];

    /// <remarks>After the data sources are put in: a panel's type of data source says which language it speaks.</remarks>
    public static IEnumerable<DashboardFinding> Of(JsonObject board, string path, JsonLines lines, DashboardSurroundings stack)
    {
        foreach (var (panel, at) in DataSourceReferences.PanelsOf(board, path))
        {
            var title = Text(panel["title"]) is { Length: > 0 } given ? given : "(no title)";
            foreach (var (target, place) in DataSourceReferences.Objects(panel, "targets", at))
            {
                if (Text(target["expr"]) is { } expression)
                {
                    foreach (var finding in Findings(expression, TypeOf(target) ?? TypeOf(panel), $"panel '{title}'", lines.LineOf($"{place}.expr") ?? 1, stack))
                        yield return finding;
                }
            }
        }

        if (board["templating"] is not JsonObject templating)
            yield break;
        foreach (var (variable, place) in DataSourceReferences.Objects(templating, "list", $"{path}.templating"))
        {
            var (query, inner) = Text(variable["query"]) is { } text ? (text, "query") : (Text((variable["query"] as JsonObject)?["query"]), "query.query");
            if (query is not null && Asked().Match(query) is { Success: true } match)
            {
                foreach (var finding in Findings(match.Groups["expression"].Value, TypeOf(variable), $"variable '{Text(variable["name"])}'", lines.LineOf($"{place}.{inner}") ?? 1, stack))
                    yield return finding;
            }
        }
    }

    private static List<DashboardFinding> Findings(string expression, string? type, string where, int line, DashboardSurroundings stack)
    {
        if (type == "loki")
            return Unreadable(() => LogQlReading.StreamSelectors(TemplateVariables.Substitute(expression)), "LogQL", expression, where, line);
        if (type != "prometheus")
            return [];

        IReadOnlyList<PromQlSelector> selectors = [];
        var unreadable = Unreadable(() => selectors = PromQlReading.Selectors(TemplateVariables.Substitute(expression)), "PromQL", expression, where, line);
        return unreadable.Count > 0 ? unreadable :
        [
            .. from metric in selectors.Select(selector => selector.Metric).OfType<string>().Distinct()
               where !stack.Metrics.Contains(metric) && !OwnMetrics.Contains(metric)
               let meant = stack.NearestMetric(metric) is { } nearest ? $", did you mean {nearest}?" : "."
               select new DashboardFinding(
                   line, expression,
                   $"{where} asks for the metric {metric}, which no product of this stack is known to serve{meant} Where it is served all the same, say \"phlo\": {{\"unknownMetrics\": true}} in the file"),
        ];
    }

    private static List<DashboardFinding> Unreadable(Action read, string language, string expression, string where, int line)
    {
        try
        {
            read();
            return [];
        }
        catch (FormatException wrong)
        {
            return [new DashboardFinding(line, expression, $"{where} cannot be read as {language}: {wrong.Message}")];
        }
    }

    private static string? TypeOf(JsonObject owner) => Text((owner["datasource"] as JsonObject)?["type"]);

    private static string? Text(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    [GeneratedRegex(@"^\s*(?:label_values\((?<expression>.+),\s*[A-Za-z_][A-Za-z0-9_]*\s*\)|query_result\((?<expression>.+)\))\s*$", RegexOptions.Singleline)]
    private static partial Regex Asked();
}
