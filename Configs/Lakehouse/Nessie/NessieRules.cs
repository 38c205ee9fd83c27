using Infra.Configs.Rules;
using Infra.Configs.Tempo;

namespace Infra.Configs.Lakehouse.Nessie;

/// <summary>Names by which people ask for Nessie's metrics, where Nessie calls them otherwise or does not have them, and rates that are looked at over months.</summary>
internal static class NessieRules
{
    public const string RequestRate = "service:nessie_requests:rate5m";
    public const string ErrorRate = "service:nessie_request_errors:rate5m";

    /// <summary>Buckets of the durations of requests, by endpoint: made of traces, since Nessie has none.</summary>
    public const string RequestBuckets = NessieMetrics.Requests + "_bucket";

    private const string By = "by (job, service)";
    private const string Job = """{job="nessie"}""";

    /// <param name="scrapeInterval">How often metrics are scraped: a counter must not be copied less often, or its rate gets coarser.</param>
    /// <param name="hasTraces">Whether the stack has traces to make metrics of.</param>
    public static IReadOnlyList<RecordingGroup> Groups(Duration scrapeInterval, bool hasTraces) => [new("nessie", scrapeInterval, [.. Rules, .. hasTraces ? OfTraces : []])];

    private static IReadOnlyList<RecordingRule> Rules { get; } =
    [
        new("nessie_catalog_operations_total", NessieMetrics.Operations + Job),
        new(RequestRate, $"sum {By} (rate({NessieMetrics.Requests}_count{Job}[5m]))"),
        // Before the first error there is no series of any.
        new(ErrorRate, $$"""sum {{By}} (rate({{NessieMetrics.Requests}}_count{job="nessie",status=~"5.."}[5m])) or sum {{By}} (rate({{NessieMetrics.Requests}}_count{{Job}}[5m])) * 0"""),
    ];

    // A span is named by method and path: «GET /iceberg/v1/{prefix}/namespaces». The service is what Nessie calls itself, which is Nessie unless
    // it is told otherwise. Errors stay apart, since their series go away after a while: a sum without them would look like a counter's restart.
    private static IReadOnlyList<RecordingRule> OfTraces { get; } = [new(RequestBuckets, Buckets())];

    private static string Buckets()
    {
        var spans = $"sum by (span_name, status_code, le) ({GeneratedMetrics.Durations}_bucket{GeneratedMetrics.Requests(GeneratedMetrics.Nessie)})";
        var parts = Part("uri", "(?:[A-Z]+ )?(.*)", Part("method", "([A-Z]+) .*", spans));
        return Constant("job", LakehouseServices.Nessie, Constant("service", LakehouseServices.Nessie, Constant("span_name", "", parts)));
    }

    private static string Part(string label, string pattern, string of) => $"""label_replace({of}, "{label}", "$1", "span_name", "{pattern}")""";

    private static string Constant(string label, string value, string of) => $"""label_replace({of}, "{label}", "{value}", "", "")""";
}
