using Infra.Configs.Rules;

namespace Infra.Configs.Cadvisor;

/// <summary>What containers take, by their names and without the ids that change with each of them: over weeks there is one series of each.</summary>
internal static class ContainerRules
{
    /// <summary>Processors in use.</summary>
    public const string Cpu = "name:container_cpu:rate5m";

    /// <summary>Memory that cannot be taken away.</summary>
    public const string Memory = "name:container_memory:bytes";

    /// <summary>The share of periods in which a container was made to wait.</summary>
    public const string Throttled = "name:container_cpu_throttled:ratio_rate5m";

    public static IReadOnlyList<RecordingGroup> Groups { get; } =
    [
        new("container-usage", Duration.Minutes(1),
        [
            new(Cpu, $$"""sum by (job, service, name) (rate(container_cpu_usage_seconds_total{{{ContainerAlerts.Named}}}[5m]))"""),
            new(Memory, $$"""max by (job, service, name) (container_memory_working_set_bytes{{{ContainerAlerts.Named}}})"""),
            new(Throttled,
                $$"""sum by (job, service, name) (rate(container_cpu_cfs_throttled_periods_total{{{ContainerAlerts.Named}}}[5m])) / (sum by (job, service, name) (rate(container_cpu_cfs_periods_total{{{ContainerAlerts.Named}}}[5m])) > 0)"""),
        ]),
    ];
}
