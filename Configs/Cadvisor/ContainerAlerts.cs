using Infra.Configs.Alerts;

namespace Infra.Configs.Cadvisor;

/// <summary>Alerts about all containers of the machine, by cAdvisor. Series without a name are groups of the kernel's, not containers.</summary>
internal static class ContainerAlerts
{
    // The service as Compose knows it, else as this project labels its own, else the container.
    private const string Service =
        "{{ with $labels.container_label_com_docker_compose_service }}{{ . }}{{ else }}{{ with $labels.container_label_phlo_component }}{{ . }}{{ else }}{{ $labels.name }}{{ end }}{{ end }}";

    public static IReadOnlyList<AlertRule> Rules { get; } =
    [
        new AlertRule
        {
            Name = "ContainerRestarts",
            Expression = """changes(container_start_time_seconds{name!=""}[15m]) > 2""",
            Severity = AlertSeverity.Warning,
            Component = Service,
            Summary = "{{ $labels.name }} keeps restarting",
            Description = "The container {{ $labels.name }} was started {{ $value }} times within 15 minutes.",
        },
        new AlertRule
        {
            Name = "ContainerMemoryNearLimit",
            Expression = """container_memory_working_set_bytes{name!=""} / (container_spec_memory_limit_bytes{name!=""} > 0) > 0.9""",
            For = Duration.Minutes(10),
            Severity = AlertSeverity.Warning,
            Component = Service,
            Summary = "{{ $labels.name }} is near its memory limit",
            Description = "The container {{ $labels.name }} uses {{ $value | humanizePercentage }} of its memory limit.",
        },
    ];
}
