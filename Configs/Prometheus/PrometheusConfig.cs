namespace Infra.Configs.Prometheus;

/// <summary>What Prometheus is told: how often it looks at what, and where it sends alerts.</summary>
internal sealed record PrometheusConfig
{
    public required Duration ScrapeInterval { get; init; }

    public required Duration EvaluationInterval { get; init; }

    /// <summary>Labels on everything that leaves this Prometheus: alerts, federation, remote write.</summary>
    public required IReadOnlyDictionary<string, string> ExternalLabels { get; init; }

    /// <summary>Rule files, relative to the configuration file.</summary>
    public required IReadOnlyList<string> RuleFiles { get; init; }

    /// <summary>Every Alertmanager, as <c>host:port</c>.</summary>
    public required IReadOnlyList<string> Alertmanagers { get; init; }

    public required IReadOnlyList<ScrapeJob> ScrapeJobs { get; init; }
}

/// <summary>
/// A service that is scraped. Its name becomes both <c>job</c> and <c>service</c> on every metric: the service is the one
/// that the metrics are about (<c>postgres</c>), not the exporter that happens to serve them.
/// </summary>
/// <param name="Service">The name of the service.</param>
/// <param name="Target">Where its metrics are served, as <c>host:port</c>.</param>
internal sealed record ScrapeJob(string Service, string Target)
{
    /// <summary>The path of the metrics. The default is Prometheus' own, <c>/metrics</c>.</summary>
    public string? MetricsPath { get; init; }
}
