using Infra.Tests.Configs.Alerts;
using static Infra.Tests.Configs.Alerts.AlertSeries;

namespace Infra.Tests.Configs.NodeExporter;

internal static class MachineAlertScenarios
{
    private const string Disk = """fstype="ext4",device="/dev/sda1",mountpoint="/" """;
    private const string Memory = """fstype="tmpfs",device="tmpfs",mountpoint="/run" """;
    private const string Second = """fstype="ext4",device="/dev/sdb",mountpoint="/b" """;

    public static IReadOnlyList<AlertScenario> All { get; } =
    [
        // A file system in memory, and one that cannot be written to, fill nothing.
        new("DiskAlmostFull", "node", FileSystem(Disk, "15x60"), [.. FileSystem(Disk, "25x60"), .. FileSystem(Memory, "1x60"), .. FileSystem(Second, "1x60", 1)]),
        new("DiskFull", "node", FileSystem(Disk, "10x60"), [.. FileSystem(Disk, "15x60"), .. Foreign("node_filesystem_avail_bytes", "1x60"), .. Foreign("node_filesystem_size_bytes", "100x60"), .. Foreign("node_filesystem_readonly", "0x60")]),
        // Of a hundred, 39 and then 1.5 less an hour; half as fast; as fast while there is much; a file that was written at once; a new file system.
        new("DiskFillsUp", "node", FileSystem(Disk, "39-0.025x500"), [.. FileSystem(Disk, "39-0.0125x500"), .. FileSystem(Mounted("/b"), "90-0.05x500"), .. FileSystem(Mounted("/c"), "39x190 30x310"), .. FileSystem(Mounted("/d"), "_x200 39-0.025x300")], 450),
        new("DiskInodesAlmostUsed", "node", Inodes("9", "100"), Inodes("11", "100")),
        new("DiskInodesAlmostUsed", "node", Inodes("9", "100"), Inodes("0", "0")),
        // Since it was mounted, as a medium that cannot be written to.
        new("DiskReadOnly", "node", [Of("node", "node_filesystem_readonly", "0x10 1x60", Disk)], [Of("node", "node_filesystem_readonly", "1x60", Disk)]),
        new("ContainerOutOfMemory", "node", [Of("node", "node_vmstat_oom_kill", "0x25 1x20")], [Of("node", "node_vmstat_oom_kill", "1x60"), Of("trino", "node_vmstat_oom_kill", "0+1x60")]),
        new("MachineMemoryLow", "node", Pair("node_memory_MemAvailable_bytes", 9, "node_memory_MemTotal_bytes"), Pair("node_memory_MemAvailable_bytes", 11, "node_memory_MemTotal_bytes")),
        // Seconds a minute.
        new("MachineMemoryStalled", "node", [Of("node", "node_pressure_memory_stalled_seconds_total", "0+7x60")], [Of("node", "node_pressure_memory_stalled_seconds_total", "0+5x60")]),
        new("MachineOverloaded", "node", Load(9), Load(7), 60),
        new("FileDescriptorsAlmostUsed", "node", Pair("node_filefd_allocated", 81, "node_filefd_maximum"), Pair("node_filefd_allocated", 79, "node_filefd_maximum")),
        // Not synchronised for a moment, as after a start; not synchronised, and right to a second.
        new("ClockNotSynchronised", "node", Clock("0x120", "16x120"), Clock("0x20 1x100", "16x20 0.1x100"), 100),
        new("ClockNotSynchronised", "node", Clock("0x120", "16x120"), Clock("0x120", "1x120"), 100),
        new("ClockOffset", "node", [Of("node", "node_timex_offset_seconds", "-0.06x60")], [Of("node", "node_timex_offset_seconds", "0.04x60")]),
        // At the 30th minute, in 10 and 20 days.
        new("CertificateExpiresSoon", "loki", [Certificate(865_800)], [Certificate(1_729_800)]),
        new("CertificateExpires", "loki", [Certificate(174_600)], [Certificate(865_800)]),
        new("CertificateExpiryUnknown", "node", [Certificate(1_729_800), Of("node", "node_textfile_scrape_error", "1x60")], [Certificate(1_729_800), Of("node", "node_textfile_scrape_error", "0x60")]),
        // Another job's file says nothing about the certificates.
        new("CertificateExpiryUnknown", "node", [Of("node", "node_textfile_scrape_error", "0x60"), Of("trino", "phlo_certificate_expiry_timestamp_seconds", "1729800x60", "certificate=\"loki\"")], [Certificate(1_729_800)]),
    ];

    private static string Mounted(string path) => $"fstype=\"ext4\",device=\"/dev/sda1\",mountpoint=\"{path}\"";

    private static string[] FileSystem(string labels, string free, int readOnly = 0) =>
    [
        Of("node", "node_filesystem_avail_bytes", free, labels),
        Of("node", "node_filesystem_size_bytes", "100x500", labels),
        Of("node", "node_filesystem_readonly", $"{readOnly}x500", labels),
    ];

    private static string[] Foreign(string metric, string values) => [Of("trino", metric, values, Disk)];

    private static string[] Inodes(string free, string all) =>
    [
        Of("node", "node_filesystem_files_free", $"{free}x60", Disk),
        Of("node", "node_filesystem_files", $"{all}x60", Disk),
        Of("node", "node_filesystem_readonly", "0x60", Disk),
    ];

    private static string[] Pair(string part, int share, string whole) => [Of("node", part, $"{share}x60"), Of("node", whole, "100x60")];

    // Of two processors.
    private static string[] Load(int load) =>
    [
        Of("node", "node_load15", $"{load}x90"),
        Of("node", "node_cpu_seconds_total", "0+60x90", """cpu="0",mode="idle" """),
        Of("node", "node_cpu_seconds_total", "0+60x90", """cpu="1",mode="idle" """),
        Of("node", "node_cpu_seconds_total", "0+60x90", """cpu="1",mode="user" """),
    ];

    private static string[] Clock(string synchronised, string error) => [Of("node", "node_timex_sync_status", synchronised), Of("node", "node_timex_maxerror_seconds", error)];

    private static string Certificate(int expiry) => Of("node", "phlo_certificate_expiry_timestamp_seconds", $"{expiry}x60", "certificate=\"loki\"");
}
