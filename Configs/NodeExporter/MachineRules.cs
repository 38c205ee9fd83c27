using Infra.Configs.Rules;

namespace Infra.Configs.NodeExporter;

/// <summary>What is costly to compute for each picture, or over weeks.</summary>
internal static class MachineRules
{
    /// <summary>The share of the processors' time in which they worked.</summary>
    public const string CpuBusy = "instance:node_cpu_busy:ratio_rate5m";

    /// <summary>The share of the memory that is not available.</summary>
    public const string MemoryUsed = "instance:node_memory_used:ratio";

    /// <summary>The share of a file system that is used.</summary>
    public const string DiskUsed = "mountpoint:node_filesystem_used:ratio";

    /// <summary>When a file system is full at the rate of the last day; no series for one that does not fill.</summary>
    public const string DiskUntilFull = "mountpoint:node_filesystem_until_full:seconds";

    private const string Available = $$"""node_filesystem_avail_bytes{{{MachineAlerts.FileSystems}}}""";

    public static IReadOnlyList<RecordingGroup> Groups { get; } =
    [
        new("machine", Duration.Minutes(1),
        [
            new(CpuBusy, """1 - avg by (job, service, instance) (rate(node_cpu_seconds_total{job="node",mode="idle"}[5m]))"""),
            new(MemoryUsed, $"1 - {MachineAlerts.AvailableShare}"),
            new(DiskUsed, $"1 - max by (job, service, instance, device, mountpoint) ({MachineAlerts.FreeShare})"),
            new(DiskUntilFull, $"max by (job, service, instance, device, mountpoint) ({Available} / (- deriv({Available}[1d]) > 0))"),
        ]),
    ];
}
