using Infra.Configs.Contract;

namespace Infra.Configs.BlackboxExporter;

/// <summary>What is relied on of the blackbox exporter's answers, which carry the <c>job</c> of whoever is probed.</summary>
internal static class ProbeMetrics
{
    private const string Probed = "with the first probe (prometheus/blackbox_exporter: prober/handler.go)";

    public static ProductContract Contract { get; } = new()
    {
        Service = ProductContract.AnyService,
        Version = "0.28.0",
        Source = "prometheus/blackbox_exporter: prober/handler.go",
        Metrics =
        [
            new("probe_success", MetricType.Gauge, "1", "signal") { AppearsLater = Probed },
            new("probe_http_status_code", MetricType.Gauge, "status", "signal") { AppearsLater = Probed },
        ],
    };
}
