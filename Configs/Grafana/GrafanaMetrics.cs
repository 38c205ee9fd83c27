using Infra.Configs.Contract;

namespace Infra.Configs.Grafana;

/// <summary>What is relied on of Grafana's metrics. The recording is of 9.4; the names are the same at the pinned version.</summary>
internal static class GrafanaMetrics
{
    public static ProductContract Contract { get; } = new()
    {
        Service = ServiceNames.Grafana,
        Version = "13.2.0",
        Source = "grafana/grafana: pkg/infra/metrics/metrics.go, pkg/middleware/request_metrics.go, pkg/services/ngalert/metrics/scheduler.go",
        Recordings = ["grafana"],
        Metrics =
        [
            .. ProcessMetrics.All,
            ProcessMetrics.BuildInfo("grafana_build_info"),
            new("grafana_alerting_rule_evaluation_failures_total", MetricType.Counter, "evaluations", "org"),
            new("grafana_alerting_rule_evaluations_total", MetricType.Counter, "evaluations", "org"),
            new("grafana_http_request_duration_seconds", MetricType.Histogram, "seconds", "handler", "method", "status_code"),
        ],
    };
}
