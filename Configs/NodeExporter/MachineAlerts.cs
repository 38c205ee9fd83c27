using System.Globalization;
using Infra.Configs.Alerts;
using Infra.Configs.Monitoring;

namespace Infra.Configs.NodeExporter;

/// <summary>Alerts about the machine: its disks, memory, processors and clock.</summary>
internal static class MachineAlerts
{
    /// <summary>With less of a file system free it is almost full.</summary>
    public const decimal AlmostFullFree = 0.2m;

    /// <summary>With less of a file system free it is full: from 90 % on Loki takes nothing more.</summary>
    public const decimal FullFree = 0.12m;

    /// <summary>With more free than this, nobody is notified of a forecast: a large file that is written once looks like a trend.</summary>
    public const decimal ForecastFree = 0.4m;

    /// <summary>A file system that is full within this many hours is worth a look today.</summary>
    public const int ForecastHours = 24;

    /// <summary>With fewer inodes free, files cannot be made although there is room.</summary>
    public const decimal InodesFree = 0.1m;

    /// <summary>With less memory available the kernel is about to end processes.</summary>
    public const decimal MemoryAvailable = 0.1m;

    /// <summary>For this share of the time all processes wait for memory.</summary>
    public const decimal MemoryStalled = 0.1m;

    /// <summary>Processes that run or wait, for each processor.</summary>
    public const int LoadPerProcessor = 4;

    /// <summary>The share of all file descriptors that the kernel hands out.</summary>
    public const decimal FileDescriptors = 0.8m;

    /// <summary>The clock is wrong by this many seconds.</summary>
    public const decimal ClockOffsetSeconds = 0.05m;

    /// <summary>File systems with data, and not those that the kernel keeps in memory.</summary>
    public const string FileSystems = "job=\"node\",fstype!~\"tmpfs|ramfs|overlay|squashfs|iso9660\"";

    public const string FreeShare = $$"""node_filesystem_avail_bytes{{{FileSystems}}} / node_filesystem_size_bytes{{{FileSystems}}}""";

    public const string InodesFreeShare = $$"""node_filesystem_files_free{{{FileSystems}}} / (node_filesystem_files{{{FileSystems}}} > 0)""";

    public const string AvailableShare = """node_memory_MemAvailable_bytes{job="node"} / node_memory_MemTotal_bytes{job="node"}""";

    public const string Load = """node_load15{job="node"} / count by (job, service, instance) (node_cpu_seconds_total{job="node",mode="idle"})""";

    public const string FileDescriptorShare = """node_filefd_allocated{job="node"} / node_filefd_maximum{job="node"}""";

    private const string Writable = """ and on (instance, device, mountpoint) node_filesystem_readonly{job="node"} == 0""";

    public static IReadOnlyList<AlertRule> Rules(MonitoringScope scope) =>
    [
        DiskAlmostFull, DiskFull(scope.LokiDiskLimit), DiskFillsUp, DiskInodesAlmostUsed, DiskReadOnly,
        ContainerOutOfMemory, MachineMemoryLow, MachineMemoryStalled, MachineOverloaded, FileDescriptorsAlmostUsed, ClockNotSynchronised, ClockOffset,
        .. scope.CertificatesRenewedBefore is { } early ? CertificateAlerts.Rules(early) : [],
    ];

    private static AlertRule DiskAlmostFull { get; } = new()
    {
        Name = "DiskAlmostFull",
        Expression = Invariant($"({FreeShare} < {AlmostFullFree}){Writable}"),
        For = Duration.Minutes(10),
        Severity = AlertSeverity.Warning,
        Summary = "{{ $labels.mountpoint }} is almost full",
        Description = "{{ $value | humanizePercentage }} of {{ $labels.mountpoint }} ({{ $labels.device }}) on {{ $labels.instance }} are free.",
    };

    private static AlertRule DiskFull(decimal? lokiLimit) => new()
    {
        Name = "DiskFull",
        Expression = Invariant($"({FreeShare} < {FullFree}){Writable}"),
        For = Duration.Minutes(5),
        Severity = AlertSeverity.Critical,
        Summary = "{{ $labels.mountpoint }} is full",
        Description = "{{ $value | humanizePercentage }} of {{ $labels.mountpoint }} ({{ $labels.device }}) on {{ $labels.instance }} are free. "
            + (lokiLimit is { } limit ? Invariant($"With less than {(1 - limit) * 100:0.#} % Loki takes no more logs.") : "Stores stop when nothing is left."),
    };

    // The trend of six hours, which a new file system does not have; and of the last one, which a large file that was written before is no part of.
    private static AlertRule DiskFillsUp { get; } = new()
    {
        Name = "DiskFillsUp",
        Expression = Invariant(
            $$"""({{FreeShare}} < {{ForecastFree}}) and (predict_linear(node_filesystem_avail_bytes{{{FileSystems}}}[6h], {{ForecastHours}} * 3600) < 0) and (predict_linear(node_filesystem_avail_bytes{{{FileSystems}}}[1h], {{ForecastHours}} * 3600) < 0) and (node_filesystem_avail_bytes{{{FileSystems}}} offset 5h >= 0){{Writable}}"""),
        For = Duration.Hours(1),
        Severity = AlertSeverity.Warning,
        Summary = "{{ $labels.mountpoint }} will be full within a day",
        Description = "{{ $value | humanizePercentage }} of {{ $labels.mountpoint }} ({{ $labels.device }}) on {{ $labels.instance }} are free. "
            + Invariant($"At the rate of the last six hours nothing is left in {ForecastHours} hours."),
    };

    // Some file systems make inodes as they need them, and say that they have none.
    private static AlertRule DiskInodesAlmostUsed { get; } = new()
    {
        Name = "DiskInodesAlmostUsed",
        Expression = Invariant($"({InodesFreeShare} < {InodesFree}){Writable}"),
        For = Duration.Minutes(15),
        Severity = AlertSeverity.Warning,
        Summary = "{{ $labels.mountpoint }} has almost no inodes left",
        Description = "{{ $value | humanizePercentage }} of the inodes of {{ $labels.mountpoint }} ({{ $labels.device }}) on {{ $labels.instance }} are free. Without any, no file can be made although there is room.",
    };

    private static AlertRule DiskReadOnly { get; } = new()
    {
        Name = "DiskReadOnly",
        Expression = $$"""node_filesystem_readonly{{{FileSystems}}} == 1 and min_over_time(node_filesystem_readonly{{{FileSystems}}}[1d]) == 0""",
        For = Duration.Minutes(2),
        Severity = AlertSeverity.Critical,
        Summary = "{{ $labels.mountpoint }} has become read-only",
        Description = "{{ $labels.mountpoint }} ({{ $labels.device }}) on {{ $labels.instance }} could be written to within the last day. The kernel takes this away when a disk has errors.",
    };

    // The kernel counts for the whole machine; cAdvisor could tell containers apart, but only where containers may read the kernel's log.
    private static AlertRule ContainerOutOfMemory { get; } = new()
    {
        Name = "ContainerOutOfMemory",
        Expression = """increase(node_vmstat_oom_kill{job="node"}[10m]) > 0""",
        Severity = AlertSeverity.Critical,
        Summary = "Something on {{ $labels.instance }} has run out of memory",
        Description = "The kernel has killed a process because its container exceeded its memory limit, or because the machine had no memory left.",
    };

    private static AlertRule MachineMemoryLow { get; } = new()
    {
        Name = "MachineMemoryLow",
        Expression = Invariant($"{AvailableShare} < {MemoryAvailable}"),
        For = Duration.Minutes(15),
        Severity = AlertSeverity.Warning,
        Summary = "{{ $labels.instance }} has little memory left",
        Description = "{{ $value | humanizePercentage }} of the memory of {{ $labels.instance }} are available. The kernel ends processes when nothing is left.",
    };

    private static AlertRule MachineMemoryStalled { get; } = new()
    {
        Name = "MachineMemoryStalled",
        Expression = Invariant($$"""rate(node_pressure_memory_stalled_seconds_total{job="node"}[5m]) > {{MemoryStalled}}"""),
        For = Duration.Minutes(15),
        Severity = AlertSeverity.Warning,
        Summary = "{{ $labels.instance }} waits for memory",
        Description = "All processes on {{ $labels.instance }} have waited for memory for {{ $value | humanizePercentage }} of the time.",
    };

    private static AlertRule MachineOverloaded { get; } = new()
    {
        Name = "MachineOverloaded",
        Expression = $"{Load} > {LoadPerProcessor}",
        For = Duration.Minutes(30),
        Severity = AlertSeverity.Warning,
        Summary = "{{ $labels.instance }} has more to do than it can",
        Description = "{{ $value | humanize }} processes for each processor of {{ $labels.instance }} run or wait, on average over 15 minutes.",
    };

    private static AlertRule FileDescriptorsAlmostUsed { get; } = new()
    {
        Name = "FileDescriptorsAlmostUsed",
        Expression = Invariant($"{FileDescriptorShare} > {FileDescriptors}"),
        For = Duration.Minutes(15),
        Severity = AlertSeverity.Warning,
        Summary = "{{ $labels.instance }} has almost no file descriptors left",
        Description = "{{ $value | humanizePercentage }} of the file descriptors of {{ $labels.instance }} are in use. Without any, no process can open a file or a connection.",
    };

    // A clock that runs freely: the kernel then says that it may be wrong by 16 seconds, the most that it can say.
    private static AlertRule ClockNotSynchronised { get; } = new()
    {
        Name = "ClockNotSynchronised",
        Expression = """max_over_time(node_timex_sync_status{job="node"}[5m]) == 0 and node_timex_maxerror_seconds{job="node"} >= 16""",
        For = Duration.Hours(1),
        Severity = AlertSeverity.Warning,
        Summary = "The clock of {{ $labels.instance }} is not synchronised",
        Description = "No time service has set the clock of {{ $labels.instance }} for an hour. Certificates, tokens and the order of log lines depend on it.",
    };

    private static AlertRule ClockOffset { get; } = new()
    {
        Name = "ClockOffset",
        Expression = Invariant($$"""abs(node_timex_offset_seconds{job="node"}) > {{ClockOffsetSeconds}}"""),
        For = Duration.Minutes(15),
        Severity = AlertSeverity.Warning,
        Summary = "The clock of {{ $labels.instance }} is wrong",
        Description = "The clock of {{ $labels.instance }} has been {{ $value | humanizeDuration }} away from its time source's for 15 minutes.",
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
