using System.Globalization;
using Infra.Configs.Json;

namespace Infra.Configs.Grafana.DataSources;

/// <summary>
/// The stack's own stores as data sources, with every way from one to the other: exemplar → trace, trace → logs and metrics,
/// log line → trace, trace → graph of services.
/// </summary>
internal static class StackDataSources
{
    // The label under which metrics, logs and span metrics have the service; in a trace it is an attribute of the resource.
    private const string ServiceLabel = "service";
    private const string ServiceAttribute = "service.name";

    // What Grafana puts in for the labels of a span, and for the trace that a span or a log line is of.
    private const string TagsVariable = "${__tags}";
    private const string TraceVariable = "${__trace.traceId}";
    private const string ValueVariable = "${__value.raw}";

    // A span's log lines are written around it, not within it.
    private const string BeforeSpan = "-5m";
    private const string AfterSpan = "5m";

    /// <param name="scrapeInterval">The least step that makes sense in a graph.</param>
    public static DataSource Prometheus(Endpoint endpoint, Duration scrapeInterval) => new()
    {
        Uid = DataSourceUids.Prometheus,
        Name = "Prometheus",
        Type = "prometheus",
        Url = endpoint.Url,
        BasicAuthUser = endpoint.User,
        IsDefault = true,
        Options = endpoint.Options.With(new JsonMap
        {
            { "httpMethod", "POST" },
            { "prometheusType", "Prometheus" },
            // In one unit: Grafana knows no «1m30s».
            { "timeInterval", string.Create(CultureInfo.InvariantCulture, $"{scrapeInterval.TotalSeconds}s") },
            { "manageAlerts", true },
            { "alertmanagerUid", DataSourceUids.Alertmanager },
            // Tempo names the label otherwise than everybody else.
            { "exemplarTraceIdDestinations", new[] { ToTrace("trace_id"), ToTrace("traceID") } },
        }),
    };

    public static DataSource Loki(Endpoint endpoint) => new()
    {
        Uid = DataSourceUids.Loki,
        Name = "Loki",
        Type = "loki",
        Url = endpoint.Url,
        BasicAuthUser = endpoint.User,
        Options = endpoint.Options.With(new JsonMap
        {
            { "maxLines", "1000" },
            { "manageAlerts", true },
            { "alertmanagerUid", DataSourceUids.Alertmanager },
            {
                // Structured metadata counts as labels here.
                "derivedFields", new[]
                {
                    new JsonMap
                    {
                        { "name", "Trace" },
                        { "matcherType", "label" },
                        { "matcherRegex", "trace_id" },
                        { "datasourceUid", DataSourceUids.Tempo },
                        { "url", ValueVariable },
                        { "urlDisplayLabel", "Show the trace" },
                    },
                }
            },
        }),
    };

    public static DataSource Tempo(Endpoint endpoint) => new()
    {
        Uid = DataSourceUids.Tempo,
        Name = "Tempo",
        Type = "tempo",
        Url = endpoint.Url,
        BasicAuthUser = endpoint.User,
        Options = endpoint.Options.With(new JsonMap
        {
            { "tracesToLogsV2", TracesToLogs() },
            { "tracesToMetrics", TracesToMetrics() },
            { "serviceMap", new JsonMap { { "datasourceUid", DataSourceUids.Prometheus } } },
            { "nodeGraph", new JsonMap { { "enabled", true } } },
            // Over gRPC, for which there is no way through a listener that wants a certificate.
            { "streamingEnabled", new JsonMap { { "search", false }, { "metrics", false } } },
        }),
    };

    public static DataSource Alertmanager(Endpoint endpoint) => new()
    {
        Uid = DataSourceUids.Alertmanager,
        Name = "Alertmanager",
        Type = "alertmanager",
        Url = endpoint.Url,
        BasicAuthUser = endpoint.User,
        Options = endpoint.Options.With(new JsonMap
        {
            { "implementation", "prometheus" },
            // They come by the contact point, once.
            { "handleGrafanaManagedAlerts", false },
        }),
    };

    private static JsonMap ToTrace(string label) => new() { { "name", label }, { "datasourceUid", DataSourceUids.Tempo } };

    private static JsonMap[] Tags() => [new() { { "key", ServiceAttribute }, { "value", ServiceLabel } }];

    private static JsonMap TracesToLogs() => new()
    {
        { "datasourceUid", DataSourceUids.Loki },
        { "spanStartTimeShift", BeforeSpan },
        { "spanEndTimeShift", AfterSpan },
        { "tags", Tags() },
        { "filterByTraceID", false },
        { "filterBySpanID", false },
        // The trace is structured metadata, which Grafana's own filter does not look into.
        { "customQuery", true },
        { "query", $$"""{{{TagsVariable}}} | trace_id = "{{TraceVariable}}" """.TrimEnd() },
    };

    private static JsonMap TracesToMetrics() => new()
    {
        { "datasourceUid", DataSourceUids.Prometheus },
        { "spanStartTimeShift", BeforeSpan },
        { "spanEndTimeShift", AfterSpan },
        { "tags", Tags() },
        {
            "queries", new[]
            {
                Query("Spans per second", $$"""sum(rate(traces_spanmetrics_calls_total{{{TagsVariable}}}[5m]))"""),
                Query("Failed spans per second", $$"""sum(rate(traces_spanmetrics_calls_total{{{TagsVariable}}, status_code="STATUS_CODE_ERROR"}[5m]))"""),
                Query("95 % of spans take less than", $$"""histogram_quantile(0.95, sum by (le) (rate(traces_spanmetrics_latency_bucket{{{TagsVariable}}}[5m])))"""),
            }
        },
    };

    private static JsonMap Query(string name, string expression) => new() { { "name", name }, { "query", expression } };
}
