using Infra.Configs.Contract;

namespace Infra.Configs.Cadvisor;

/// <summary>What is relied on of cAdvisor's metrics.</summary>
internal static class ContainerMetrics
{
    /// <summary>The labels of a container: of Docker, of Compose, and of this project.</summary>
    private static readonly string[] Container =
        ["id", "image", "name", "container_label_com_docker_compose_project", "container_label_com_docker_compose_service", "container_label_phlo_component", "container_label_phlo_stack"];

    public static ProductContract Contract { get; } = new()
    {
        Service = ServiceNames.Cadvisor,
        Version = "0.60.6",
        Source = "google/cadvisor: lib/metrics/prometheus.go, docs/storage/prometheus.md",
        Recordings = ["cadvisor"],
        LaterLabels = new Dictionary<string, string>
        {
            ["container_label_com_docker_compose_project"] = "On containers that Compose started.",
            ["container_label_com_docker_compose_service"] = "On containers that Compose started.",
        },
        Metrics =
        [
            .. ProcessMetrics.All,
            new("container_cpu_cfs_periods_total", MetricType.Counter, "periods", Container),
            new("container_cpu_cfs_throttled_periods_total", MetricType.Counter, "periods", Container),
            new("container_cpu_usage_seconds_total", MetricType.Counter, "seconds", [.. Container, "cpu"]),
            new("container_health_state", MetricType.Gauge, "1", Container),
            new("container_memory_events_max_total", MetricType.Counter, "events", Container),
            new("container_memory_working_set_bytes", MetricType.Gauge, "bytes", Container),
            new("container_network_receive_bytes_total", MetricType.Counter, "bytes", [.. Container, "interface"]),
            new("container_network_transmit_bytes_total", MetricType.Counter, "bytes", [.. Container, "interface"]),
            new("container_pressure_io_waiting_seconds_total", MetricType.Counter, "seconds", Container),
            new("container_spec_cpu_period", MetricType.Gauge, "microseconds", Container),
            new("container_spec_cpu_quota", MetricType.Gauge, "microseconds", Container),
            new("container_spec_memory_limit_bytes", MetricType.Gauge, "bytes", Container),
            new("container_start_time_seconds", MetricType.Gauge, "seconds", Container),
        ],
    };
}
