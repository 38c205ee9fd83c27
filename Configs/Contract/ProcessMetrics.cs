namespace Infra.Configs.Contract;

/// <summary>What every service written in Go tells about its own process (prometheus/client_golang: prometheus/process_collector.go).</summary>
internal static class ProcessMetrics
{
    public const string StartTime = "process_start_time_seconds";
    public const string Cpu = "process_cpu_seconds_total";
    public const string Memory = "process_resident_memory_bytes";

    public static IReadOnlyList<Metric> All { get; } =
    [
        new(StartTime, MetricType.Gauge, "seconds"),
        new(Cpu, MetricType.Counter, "seconds"),
        new(Memory, MetricType.Gauge, "bytes"),
    ];

    /// <summary>The gauge of 1 whose label says which version runs.</summary>
    public static Metric BuildInfo(string name) => new(name, MetricType.Gauge, "1", "version");
}
