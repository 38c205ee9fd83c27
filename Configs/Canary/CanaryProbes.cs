using Infra.Configs.BlackboxExporter;
using Infra.Configs.Prometheus;

namespace Infra.Configs.Canary;

/// <summary>
/// Reads back what the <see cref="CanaryScript"/> has written in the last minutes, by the stores' own query APIs: a success says that
/// the whole way worked, from the container over Alloy into the store and out of it.
/// </summary>
internal static class CanaryProbes
{
    /// <summary>The label that tells the ways apart.</summary>
    public const string SignalLabel = "signal";

    public const string Log = "log";
    public const string Span = "span";

    private const string LogModule = "canary-log";
    private const string SpanModule = "canary-span";

    // Lines come once a minute: two of three may be late.
    private const string LogQuery = $$"""
        sum(count_over_time({service="{{ServiceNames.Canary}}"} |= "{{CanaryScript.Line}}" [3m]))
        """;

    // Tempo counts up to half a minute ago (query_end_cutoff), after Alloy has held the span back for as long where it samples.
    private const string SpanQuery = $$"""
        since=5m&q={resource.service.name="{{ServiceNames.Canary}}"}|count_over_time()
        """;

    /// <summary>A query of Loki's that needs no time: its end is now.</summary>
    public static ProbeModule LogProbe(HttpAccess access) => new(LogModule)
    {
        Form = $"query={Uri.EscapeDataString(LogQuery)}",
        // {"data":{"resultType":"vector","result":[{"metric":{},"value":[1700000000,"3"]}]}}
        Answer = """
            "value":\s*\[[^\]]*"[1-9]
            """,
        Access = access,
    };

    /// <summary>A query of Tempo's that needs no time (determineBounds in pkg/api/http.go of grafana/tempo v3.0.3).</summary>
    public static ProbeModule SpanProbe(HttpAccess access) => new(SpanModule)
    {
        // {"series":[{"labels":[{"key":"__name__","value":{"stringValue":"count_over_time"}}],"value":5}],"metrics":{}}
        Answer = """
            "value":\s*[1-9]
            """,
        Access = access,
    };

    /// <param name="address">Host and port of Loki.</param>
    /// <param name="interval">How often it is read back: each query is a line in Loki's own log.</param>
    public static ScrapeJob LogJob(string address, bool https, string prober, Duration interval) =>
        Job(Log, address, interval, new Probe(prober, LogModule, "/loki/api/v1/query", https));

    /// <param name="address">Host and port of Tempo.</param>
    /// <param name="interval">As for logs.</param>
    public static ScrapeJob SpanJob(string address, bool https, string prober, Duration interval) =>
        Job(Span, address, interval, new Probe(prober, SpanModule, $"/api/metrics/query?{SpanQuery}", https));

    private static ScrapeJob Job(string signal, string address, Duration interval, Probe probe) => new(ServiceNames.BlackboxExporter, address)
    {
        Name = probe.Module,
        Interval = interval,
        Labels = new Dictionary<string, string> { [SignalLabel] = signal },
        Probe = probe,
        OtherService = new MetricsOfAnother("probe_.*", ServiceNames.Canary),
    };
}
