using Infra.Configs.Dashboards;
using Infra.Configs.Monitoring;
using static Infra.Configs.Dashboards.Query;

namespace Infra.Configs.NodeExporter;

/// <summary>What operators look at of the machine.</summary>
internal static class MachineDashboard
{
    private const string FileSystems = MachineAlerts.FileSystems;
    private const decimal Day = 24 * 3600;

    public static Dashboard Board(MonitoringScope scope) => new(BoardUids.Machine, "Machine")
    {
        Description = "Processors, memory, disks and clock of the machine that everything runs on.",
        Rows =
        [
            new Row("", Summary),
            new Row("Processors and memory", Load),
            new Row("Disks", Disks),
            .. scope.Has(ServiceNames.Cadvisor) ? new[] { new Row("Network", Network) } : [],
            new Row("Files and clock", Kernel),
            .. scope.CertificatesRenewedBefore is { } early ? new[] { new Row("Certificates", Certificates(early)) } : [],
            new Row("The last 30 days", Weeks) { Collapsed = true },
        ],
    };

    private static readonly PanelLink[] Onward = [PanelLink.To("Containers in this time", BoardUids.Containers), PanelLink.To("Logs in this time", BoardUids.Logs)];

    private static IReadOnlyList<Panel> Summary { get; } = Linked(
        Panels.Stat("Runs for", "The time since the machine started.", PromqlNow("""max(time() - node_boot_time_seconds{job="node"})""")) with { Unit = Units.Duration },
        Panels.Stat("Processors busy", "The share of the processors' time in which they worked.", Promql($$"""max({{MachineRules.CpuBusy}}{job="node"})""")) with { Unit = Units.Share },
        Panels.Stat("Memory available", "The share of the memory that a process can still have. With less than a tenth, the kernel soon ends processes.",
            Promql($"min({MachineAlerts.AvailableShare})")) with
        { Unit = Units.Share, Limits = Limits.Under(MachineAlerts.MemoryAvailable) },
        Panels.Stat("Least free disk", "The free share of the fullest file system.", Promql($"min({MachineAlerts.FreeShare})")) with
        { Unit = Units.Share, Limits = Limits.Under(MachineAlerts.AlmostFullFree, MachineAlerts.FullFree) },
        Panels.Stat("First disk is full in", "At the rate of the last day, the time until the first file system is full. No value: none fills.",
            PromqlNow($$"""min({{MachineRules.DiskUntilFull}}{job="node"})""")) with
        { Unit = Units.Duration, Limits = Limits.Under(3 * Day, MachineAlerts.ForecastHours * 3600), NoValue = "none fills" },
        Panels.Stat("Processes ended for memory", "How many processes the kernel has ended in this time because memory ran out.",
            PromqlNow("""sum(increase(node_vmstat_oom_kill{job="node"}[$__range]))""")) with
        { Limits = Limits.Above(null, 1), Decimals = 0 });

    private static IReadOnlyList<Panel> Load { get; } = Linked(
        Panels.TimeSeries("Processor time by what it is for", "Idle time is left out. Much of «iowait» is a slow disk, of «steal» a machine that shares its processors.",
            Promql("""sum by (mode) (rate(node_cpu_seconds_total{job="node",mode!="idle"}[$__rate_interval])) / scalar(count(node_cpu_seconds_total{job="node",mode="idle"}))""", "{{mode}}")) with
        { Width = 12, Unit = Units.Share, Stacked = true },
        Panels.TimeSeries("Load for each processor", "Processes that run or wait. More than one for each processor wait for each other.",
            Promql("""max(node_load1{job="node"}) / scalar(count(node_cpu_seconds_total{job="node",mode="idle"}))""", "1 minute"),
            Promql("""max(node_load5{job="node"}) / scalar(count(node_cpu_seconds_total{job="node",mode="idle"}))""", "5 minutes"),
            Promql("""max(node_load15{job="node"}) / scalar(count(node_cpu_seconds_total{job="node",mode="idle"}))""", "15 minutes")) with
        { Width = 12, Limits = Limits.Above(MachineAlerts.LoadPerProcessor) },
        Panels.TimeSeries("Memory", "What is available may be in use for files that were read: the kernel gives it up when it is needed.",
            Promql("""max(node_memory_MemTotal_bytes{job="node"})""", "there is"),
            Promql("""max(node_memory_MemTotal_bytes{job="node"} - node_memory_MemAvailable_bytes{job="node"})""", "in use"),
            Promql("""max(node_memory_SwapTotal_bytes{job="node"} - node_memory_SwapFree_bytes{job="node"})""", "swapped out")) with
        { Width = 12, Unit = Units.Bytes },
        Panels.TimeSeries("Waiting for resources", "The share of the time in which some process waited for a processor, for memory or for a disk. Waiting for memory is bad from the first per cent on.",
            Promql("""max(rate(node_pressure_cpu_waiting_seconds_total{job="node"}[$__rate_interval]))""", "processor"),
            Promql("""max(rate(node_pressure_memory_waiting_seconds_total{job="node"}[$__rate_interval]))""", "memory"),
            Promql("""max(rate(node_pressure_io_waiting_seconds_total{job="node"}[$__rate_interval]))""", "disk")) with
        { Width = 12, Unit = Units.Share });

    private static IReadOnlyList<Panel> Disks { get; } = Linked(
        Panels.TimeSeries("Free, by file system", "The free share of each file system.",
            Promql($"min by (mountpoint) ({MachineAlerts.FreeShare})", "{{mountpoint}}")) with
        { Width = 12, Unit = Units.Share, Limits = Limits.Under(MachineAlerts.AlmostFullFree, MachineAlerts.FullFree) },
        Panels.Table("File systems", "What each has, and when it is full at the rate of the last day. An empty cell: it does not fill.",
            PromqlTable($$"""max by (mountpoint, device) (node_filesystem_size_bytes{{{FileSystems}}})"""),
            PromqlTable($$"""min by (mountpoint, device) (node_filesystem_avail_bytes{{{FileSystems}}})"""),
            PromqlTable($"min by (mountpoint, device) ({MachineAlerts.FreeShare})"),
            PromqlTable($$"""min by (mountpoint, device) ({{MachineRules.DiskUntilFull}}{job="node"})"""),
            PromqlTable($"min by (mountpoint, device) ({MachineAlerts.InodesFreeShare})")) with
        {
            Columns =
            [
                new Column("mountpoint", "File system"),
                new Column("device", "Device"),
                new Column("Value #A", "Size") { Unit = Units.Bytes },
                new Column("Value #B", "Free") { Unit = Units.Bytes },
                new Column("Value #C", "Free share") { Unit = Units.Share, Limits = Limits.Under(MachineAlerts.AlmostFullFree, MachineAlerts.FullFree) },
                new Column("Value #D", "Full in") { Unit = Units.Duration, Limits = Limits.Under(3 * Day, MachineAlerts.ForecastHours * 3600) },
                new Column("Value #E", "Free inodes") { Unit = Units.Share, Limits = Limits.Under(MachineAlerts.InodesFree) },
            ],
        },
        Panels.TimeSeries("Free inodes", "Without any, no file can be made although there is room.",
            Promql($"min by (mountpoint) ({MachineAlerts.InodesFreeShare})", "{{mountpoint}}")) with
        { Unit = Units.Share, Limits = Limits.Under(MachineAlerts.InodesFree) },
        Panels.TimeSeries("Read and written", "Bytes a second, by disk.",
            Promql("""sum by (device) (rate(node_disk_read_bytes_total{job="node"}[$__rate_interval]))""", "{{device}} read"),
            Promql("""sum by (device) (rate(node_disk_written_bytes_total{job="node"}[$__rate_interval]))""", "{{device}} written")) with
        { Unit = Units.BytesPerSecond },
        Panels.TimeSeries("Disks busy", "The share of the time in which a disk had something to do. Near 100 % everything waits for it.",
            Promql("""max by (device) (rate(node_disk_io_time_seconds_total{job="node"}[$__rate_interval]))""", "{{device}}")) with
        { Unit = Units.Share });

    // The node exporter has a network of its own, and sees no other: the machine's traffic is that of its containers.
    private static IReadOnlyList<Panel> Network { get; } = Linked(
        Panels.TimeSeries("Network of all containers", "Bytes a second that containers receive and send, among each other too.",
            Promql("""sum(rate(container_network_receive_bytes_total{job="cadvisor",name!=""}[$__rate_interval]))""", "received"),
            Promql("""sum(rate(container_network_transmit_bytes_total{job="cadvisor",name!=""}[$__rate_interval]))""", "sent")) with
        { Width = 24, Height = 6, Unit = Units.BytesPerSecond });

    private static IReadOnlyList<Panel> Kernel { get; } = Linked(
        Panels.TimeSeries("File descriptors", "The share that is in use of what the kernel hands out. Without any, no file and no connection can be opened.",
            Promql($"max({MachineAlerts.FileDescriptorShare})", "in use")) with
        { Unit = Units.Share, Limits = Limits.Above(MachineAlerts.FileDescriptors) },
        Panels.TimeSeries("Clock offset", "How far the clock is from its time source.",
            Promql("""max(abs(node_timex_offset_seconds{job="node"}))""", "offset")) with
        { Unit = Units.Seconds, Limits = Limits.Above(MachineAlerts.ClockOffsetSeconds) },
        Panels.Stat("Clock synchronised", "Whether a time service sets the clock.",
            PromqlNow("""max(node_timex_sync_status{job="node"})""", "clock")) with
        { Width = 8, Height = 8, Words = [new ValueWord("1", "yes", Colors.Good), new ValueWord("0", "no", Colors.Warning)] });

    private static IReadOnlyList<Panel> Certificates(Duration early) => Linked(
        Panels.Bars("Certificates expire in", "How long each certificate of the stack is valid. An update renews those that are near their end.",
            PromqlNow($$"""min by (certificate) ({{CertificateExpiryMetrics.Name}}{job="node"} - time())""", "{{certificate}}")) with
        {
            Width = 24,
            Unit = Units.Duration,
            Limits = Limits.Under(CertificateAlerts.SoonSeconds(early), CertificateAlerts.NowSeconds(early)),
        });

    private static IReadOnlyList<Panel> Weeks { get; } = Linked(
        Panels.TimeSeries("Processors busy, over weeks", "The share of the processors' time in which they worked. Choose a time range of up to 30 days.",
            Promql($$"""max({{MachineRules.CpuBusy}}{job="node"})""", "busy")) with
        { Unit = Units.Share },
        Panels.TimeSeries("Memory in use, over weeks", "The share of the memory that is not available. Choose a time range of up to 30 days.",
            Promql($$"""max({{MachineRules.MemoryUsed}}{job="node"})""", "in use")) with
        { Unit = Units.Share, Limits = Limits.Above(1 - MachineAlerts.MemoryAvailable) },
        Panels.TimeSeries("Disks in use, over weeks", "The share of each file system that is used. Choose a time range of up to 30 days.",
            Promql($$"""max by (mountpoint) ({{MachineRules.DiskUsed}}{job="node"})""", "{{mountpoint}}")) with
        { Unit = Units.Share, Limits = Limits.Above(1 - MachineAlerts.AlmostFullFree, 1 - MachineAlerts.FullFree) });

    private static IReadOnlyList<Panel> Linked(params IEnumerable<Panel> panels) => [.. panels.Select(panel => panel with { Links = Onward })];
}
