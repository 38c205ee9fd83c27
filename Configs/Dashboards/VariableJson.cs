using Infra.Configs.Grafana.DataSources;
using Infra.Configs.Json;

namespace Infra.Configs.Dashboards;

/// <summary>Renders a choice at the top of a board.</summary>
internal static class VariableJson
{
    private const string AllChosen = "$__all";

    public static JsonMap Of(Variable variable) =>
        variable.Query is { } query ? Asked(
            variable, "prometheus", DataSourceUids.Prometheus,
            new JsonMap { { "query", query }, { "refId", "PrometheusVariableQueryEditor-VariableQuery" }, { "qryType", 1 } })
        : variable.LogLabel is { } label ? Asked(
            variable, "loki", DataSourceUids.Loki,
            new JsonMap { { "label", label }, { "refId", "LokiVariableQueryEditor-VariableQuery" }, { "stream", "" }, { "type", 1 } })
        : variable.Options.Count > 0 ? Fixed(variable)
        : Typed(variable);

    private static JsonMap Asked(Variable variable, string type, string uid, JsonMap query) => new()
    {
        { "name", variable.Name },
        { "label", variable.Label },
        { "type", "query" },
        { "datasource", new JsonMap { { "type", type }, { "uid", uid } } },
        { "query", query },
        { "refresh", 2 },
        { "sort", 1 },
        { "regex", "" },
        { "options", Array.Empty<JsonMap>() },
        { "multi", variable.Multiple },
        { "includeAll", variable.Multiple },
        { "allValue", variable.Multiple ? variable.All : null },
        { "current", Current(variable) },
    };

    private static JsonMap Fixed(Variable variable) => new()
    {
        { "name", variable.Name },
        { "label", variable.Label },
        { "type", "custom" },
        { "query", string.Join(',', variable.Options) },
        {
            "options", variable.Options.Select(option => new JsonMap
            {
                { "text", option }, { "value", option }, { "selected", option == (variable.Default ?? (variable.Multiple ? null : variable.Options[0])) },
            }).ToList()
        },
        { "multi", variable.Multiple },
        { "includeAll", variable.Multiple },
        { "allValue", variable.Multiple ? variable.All : null },
        { "current", Current(variable with { Default = variable.Default ?? (variable.Multiple ? null : variable.Options[0]) }) },
    };

    private static JsonMap Typed(Variable variable) => new()
    {
        { "name", variable.Name },
        { "label", variable.Label },
        { "type", "textbox" },
        { "query", variable.Default ?? "" },
        { "options", new[] { new JsonMap { { "text", variable.Default ?? "" }, { "value", variable.Default ?? "" }, { "selected", true } } } },
        { "current", new JsonMap { { "text", variable.Default ?? "" }, { "value", variable.Default ?? "" } } },
    };

    private static JsonMap Current(Variable variable) => variable switch
    {
        { Default: { } chosen } => new JsonMap { { "text", chosen }, { "value", chosen } },
        { Multiple: true } => new JsonMap { { "text", new[] { "All" } }, { "value", new[] { AllChosen } } },
        _ => new JsonMap(),
    };
}
