using Infra.Configs.Json;

namespace Infra.Configs.Dashboards;

/// <summary>Renders what a panel asks.</summary>
internal static class QueryJson
{
    private const int MaxTraces = 20;

    /// <param name="index">Which of the panel's queries it is: the first is called A.</param>
    public static JsonMap Of(Query query, int index)
    {
        var (uid, type) = query.DataSource;
        var json = new JsonMap
        {
            { "refId", RefId(index) },
            { "datasource", new JsonMap { { "type", type }, { "uid", uid } } },
        };
        return json.With(query.Language switch
        {
            QueryLanguage.PromQl => Prometheus(query),
            QueryLanguage.LogQl => Loki(query),
            QueryLanguage.TraceQl => new JsonMap { { "queryType", "traceql" }, { "query", query.Expression }, { "limit", MaxTraces }, { "tableType", "traces" }, { "filters", Array.Empty<JsonMap>() } },
            _ => new JsonMap { { "queryType", "serviceMap" }, { "serviceMapQuery", query.Expression }, { "filters", Array.Empty<JsonMap>() } },
        });
    }

    public static string RefId(int index) => ((char)('A' + index)).ToString();

    private static JsonMap Prometheus(Query query) => new()
    {
        { "expr", query.Expression },
        { "legendFormat", query.Legend.Length == 0 ? "__auto" : query.Legend },
        { "range", query.Result == QueryResult.Range },
        { "instant", query.Result != QueryResult.Range },
        { "format", query.Result == QueryResult.Table ? "table" : "time_series" },
        { "exemplar", false },
        { "editorMode", "code" },
    };

    private static JsonMap Loki(Query query) => new()
    {
        { "expr", query.Expression },
        { "legendFormat", query.Legend },
        { "queryType", query.Result == QueryResult.Range ? "range" : "instant" },
        { "editorMode", "code" },
    };
}
