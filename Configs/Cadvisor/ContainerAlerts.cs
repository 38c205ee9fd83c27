using System.Globalization;
using Infra.Configs.Alerts;

namespace Infra.Configs.Cadvisor;

/// <summary>Alerts about all containers of the machine, by cAdvisor. Series without a name are groups of the kernel's, not containers.</summary>
internal static class ContainerAlerts
{
    /// <summary>More starts than this within a quarter of an hour are a loop.</summary>
    public const int Restarts = 2;

    /// <summary>From this share of its memory limit on, a container is near it.</summary>
    public const decimal NearLimit = 0.9m;

    /// <summary>From this share of its periods on in which it was made to wait, a container needs more processor than it may use.</summary>
    public const decimal Throttled = 0.5m;

    /// <summary>Containers, and not groups of the kernel's.</summary>
    public const string Named = "job=\"cadvisor\",name!=\"\"";

    public const string MemoryShare =
        $$"""container_memory_working_set_bytes{{{Named}}} / (container_spec_memory_limit_bytes{{{Named}}} > 0)""";

    // Periods are counted while a container has something to do: one that is idle but for a moment is throttled in that moment.
    private const int BusyPeriods = 300;

    // The service as Compose knows it, else as this project labels its own, else the container.
    private const string Service =
        "{{ with $labels.container_label_com_docker_compose_service }}{{ . }}{{ else }}{{ with $labels.container_label_phlo_component }}{{ . }}{{ else }}{{ $labels.name }}{{ end }}{{ end }}";

    public static IReadOnlyList<AlertRule> Rules { get; } =
    [
        new AlertRule
        {
            Name = "ContainerRestarts",
            Expression = $$"""changes(container_start_time_seconds{{{Named}}}[15m]) > {{Restarts}}""",
            Severity = AlertSeverity.Warning,
            Component = Service,
            Summary = "{{ $labels.name }} keeps restarting",
            Description = "The container {{ $labels.name }} was started {{ $value }} times within 15 minutes.",
        },
        new AlertRule
        {
            Name = "ContainerUnhealthy",
            // 1 is healthy, -1 has no health check.
            Expression = $$"""container_health_state{{{Named}}} == 0""",
            For = Duration.Minutes(10),
            Severity = AlertSeverity.Warning,
            Component = Service,
            Summary = "{{ $labels.name }} is unhealthy",
            Description = "The health check of the container {{ $labels.name }} has failed for 10 minutes. The container runs.",
        },
        new AlertRule
        {
            Name = "ContainerMemoryNearLimit",
            Expression = Invariant($"{MemoryShare} > {NearLimit}"),
            For = Duration.Minutes(10),
            Severity = AlertSeverity.Warning,
            Component = Service,
            Summary = "{{ $labels.name }} is near its memory limit",
            Description = "The container {{ $labels.name }} uses {{ $value | humanizePercentage }} of its memory limit.",
        },
        new AlertRule
        {
            Name = "ContainerCpuThrottled",
            Expression = Invariant(
                $$"""increase(container_cpu_cfs_throttled_periods_total{{{Named}}}[5m]) / (increase(container_cpu_cfs_periods_total{{{Named}}}[5m]) > {{BusyPeriods}}) > {{Throttled}}"""),
            For = Duration.Minutes(30),
            Severity = AlertSeverity.Warning,
            Component = Service,
            Summary = "{{ $labels.name }} needs more processor than it may use",
            Description = "The container {{ $labels.name }} was made to wait in {{ $value | humanizePercentage }} of the periods in which it had something to do.",
        },
    ];

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
