using Infra.Configs.Contract;

namespace Infra.Configs.NodeExporter;

/// <summary>What is relied on of the node exporter's metrics.</summary>
internal static class MachineMetrics
{
    private static readonly string[] FileSystem = ["device", "fstype", "mountpoint"];

    public static ProductContract Contract { get; } = new()
    {
        Service = ScrapeJobs.Node,
        Version = "1.12.1",
        Source = "prometheus/node_exporter: collector/{cpu,diskstats,filefd,filesystem,loadavg,meminfo,pressure,stat,textfile,timex,vmstat}_linux.go; CertificateExpiryMetrics.cs of this project",
        Recordings = ["node-exporter"],
        Metrics =
        [
            .. ProcessMetrics.All,
            ProcessMetrics.BuildInfo("node_exporter_build_info"),
            new("node_boot_time_seconds", MetricType.Gauge, "seconds"),
            new("node_cpu_seconds_total", MetricType.Counter, "seconds", "cpu", "mode"),
            new("node_disk_io_time_seconds_total", MetricType.Counter, "seconds", "device"),
            new("node_disk_read_bytes_total", MetricType.Counter, "bytes", "device"),
            new("node_disk_written_bytes_total", MetricType.Counter, "bytes", "device"),
            new("node_filefd_allocated", MetricType.Gauge, "files"),
            new("node_filefd_maximum", MetricType.Gauge, "files"),
            new("node_filesystem_avail_bytes", MetricType.Gauge, "bytes", FileSystem),
            new("node_filesystem_files", MetricType.Gauge, "inodes", FileSystem),
            new("node_filesystem_files_free", MetricType.Gauge, "inodes", FileSystem),
            new("node_filesystem_readonly", MetricType.Gauge, "1", FileSystem),
            new("node_filesystem_size_bytes", MetricType.Gauge, "bytes", FileSystem),
            new("node_load1", MetricType.Gauge, "processes"),
            new("node_load5", MetricType.Gauge, "processes"),
            new("node_load15", MetricType.Gauge, "processes"),
            new("node_memory_MemAvailable_bytes", MetricType.Gauge, "bytes"),
            new("node_memory_MemTotal_bytes", MetricType.Gauge, "bytes"),
            new("node_memory_SwapFree_bytes", MetricType.Gauge, "bytes"),
            new("node_memory_SwapTotal_bytes", MetricType.Gauge, "bytes"),
            new("node_pressure_cpu_waiting_seconds_total", MetricType.Counter, "seconds"),
            new("node_pressure_io_waiting_seconds_total", MetricType.Counter, "seconds"),
            new("node_pressure_memory_stalled_seconds_total", MetricType.Counter, "seconds"),
            new("node_pressure_memory_waiting_seconds_total", MetricType.Counter, "seconds"),
            new("node_textfile_scrape_error", MetricType.Gauge, "1"),
            new("node_timex_maxerror_seconds", MetricType.Gauge, "seconds"),
            new("node_timex_offset_seconds", MetricType.Gauge, "seconds"),
            new("node_timex_sync_status", MetricType.Gauge, "1"),
            new("node_vmstat_oom_kill", MetricType.Unknown, "kills"),
            new(CertificateExpiryMetrics.Name, MetricType.Gauge, "seconds", "certificate")
            {
                AppearsLater = "Only a stack with TLS writes it, which the recorded one is not (CertificateExpiryMetrics.cs).",
            },
        ],
    };
}
