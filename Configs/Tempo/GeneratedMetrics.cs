using Infra.Configs.Contract;

namespace Infra.Configs.Tempo;

/// <summary>
/// What is relied on of the metrics that Tempo makes of spans. Their <c>service</c> is what the sender calls itself; they have no
/// <c>job</c>.
/// </summary>
internal static class GeneratedMetrics
{
    private const string Graph = "traces_service_graph_request_";

    public const string Calls = "traces_spanmetrics_calls_total";

    /// <summary>How long spans took, without the endings of the histogram's series.</summary>
    public const string Durations = "traces_spanmetrics_latency";

    /// <summary>Requests between two services.</summary>
    public const string Edges = Graph + "total";

    public const string FailedEdges = Graph + "failed_total";

    /// <summary>How long requests between two services took as the asking one saw it.</summary>
    public const string EdgeDurations = Graph + "client_seconds";

    /// <summary>Nessie by either spelling of its name: its own, and that of the lakehouse.</summary>
    public const string Nessie = "(?i:nessie)";

    public static ProductContract Contract { get; } = new()
    {
        Service = ProductContract.AnyService,
        Version = "3.0.3",
        Source = "grafana/tempo: modules/generator/processor/spanmetrics/spanmetrics.go, modules/generator/processor/servicegraphs/servicegraphs.go",
        Recordings = ["tempo-generated"],
        SpanAttributes = ["resource.service.name"],
        LaterLabels = new Dictionary<string, string> { ["connection_type"] = "With the first call to a database or a queue (servicegraphs.go)." },
        Metrics =
        [
            new(Calls, MetricType.Counter, "spans", "service", "span_kind", "span_name", "status_code"),
            new("traces_spanmetrics_size_total", MetricType.Counter, "bytes", "service", "span_kind", "span_name", "status_code"),
            new(Durations, MetricType.Histogram, "seconds", "service", "span_kind", "span_name", "status_code"),
            new(Edges, MetricType.Counter, "requests", "client", "server", "connection_type"),
            new(FailedEdges, MetricType.Counter, "requests", "client", "server", "connection_type"),
            new(EdgeDurations, MetricType.Histogram, "seconds", "client", "server", "connection_type"),
        ],
    };

    /// <summary>A selector of the requests that services have answered.</summary>
    /// <param name="services">The services, as a regular expression.</param>
    /// <param name="further">A further matcher, with a comma before it.</param>
    public static string Requests(string services, string further = "") => $$"""{service=~"{{services}}",span_kind="SPAN_KIND_SERVER"{{further}}}""";
}
