using Infra.Configs.Canary;

namespace Infra.Configs.Prometheus;

/// <summary>
/// The names of metrics that no target may bring: those that Prometheus and its rules write, that probes find out, and that Tempo makes of
/// spans. An exporter that was broken into could otherwise keep the Watchdog firing, or spend the error budget of another.
/// </summary>
internal static class ReservedNames
{
    /// <summary>A regular expression of them. A colon is only in names that rules record.</summary>
    public const string Pattern = $"ALERTS.*|up|scrape_.*|{Probe.KeptMetrics}|traces_(spanmetrics|service_graph)_.*|{CanaryRules.Metric}|.*:.*";
}
