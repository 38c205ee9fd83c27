using Infra.Configs.Alerts;
using Infra.Configs.Grafana.DataSources;
using Infra.Configs.Json;

namespace Infra.Configs.Grafana.Alerting;

/// <summary>
/// The steps of a rule: the question (A), one number for each series (B), and whether that is above the threshold (C).
/// </summary>
/// <remarks>
/// Loki is asked for a range and the last point is taken: Grafana refuses the answer to an instant query. The range is one step
/// long, so that the last point is never older than that; a longer one would find an end of a series that is long over.
/// <c>intervalMs</c> and <c>maxDataPoints</c> are left out: Grafana fills them in, and its provider takes their defaults away again.
/// </remarks>
internal static class RuleQueries
{
    /// <summary>The step that decides.</summary>
    public const string Condition = "C";

    /// <summary>The step that has the number: a text about the alert names it.</summary>
    public const string Value = "B";

    private const string Question = "A";
    private const string Expression = "__expr__";
    private const string Range = "range";

    private static readonly Duration Step = Duration.Minutes(1);

    public static IReadOnlyList<GrafanaRuleQuery> Of(AlertRule rule) => [Ask(rule), Reduce, Compare(rule.Threshold)];

    private static GrafanaRuleQuery Ask(AlertRule rule) => rule.Source switch
    {
        AlertSource.Logs => new(Question, DataSourceUids.Loki, Range, Json(Question, "loki", DataSourceUids.Loki, new JsonMap
        {
            { "editorMode", "code" },
            { "expr", rule.Expression },
            { "queryType", Range },
            { "step", Step.ToString() },
        }), Step.TotalSeconds),
        AlertSource.Sql => new(Question, DataSourceUids.Postgres, null, Json(Question, LakehouseDataSources.PostgresPlugin, DataSourceUids.Postgres, new JsonMap
        {
            { "editorMode", "code" },
            { "format", "table" },
            { "rawQuery", true },
            { "rawSql", rule.Expression },
        }), Step.TotalSeconds),
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule.Source, "Prometheus evaluates alerts on metrics itself."),
    };

    // Of a table's rows, each is a number already, which this leaves as it is.
    private static GrafanaRuleQuery Reduce { get; } = Computed(Value, new JsonMap { { "expression", Question }, { "reducer", "last" }, { "type", "reduce" } });

    private static GrafanaRuleQuery Compare(decimal threshold) => Computed(Condition, new JsonMap
    {
        { "conditions", new[] { new JsonMap { { "evaluator", new JsonMap { { "params", new[] { threshold } }, { "type", "gt" } } } } } },
        { "expression", Value },
        { "type", "threshold" },
    });

    private static GrafanaRuleQuery Computed(string refId, JsonMap model) => new(refId, Expression, null, Json(refId, Expression, Expression, model), 0);

    // As Go writes it, which is how the provider keeps it.
    private static string Json(string refId, string type, string uid, JsonMap model) => JsonText
        .Render(model.With(new JsonMap { { "datasource", new JsonMap { { "type", type }, { "uid", uid } } }, { "refId", refId } }))
        .Replace("<", "\\u003c", StringComparison.Ordinal)
        .Replace(">", "\\u003e", StringComparison.Ordinal)
        .Replace("&", "\\u0026", StringComparison.Ordinal);
}
