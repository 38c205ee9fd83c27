using System.Globalization;
using Infra.Configs.Dashboards;
using static Infra.Configs.Dashboards.Query;

namespace Infra.Configs.Cadvisor;

/// <summary>What operators look at of all containers of the machine.</summary>
internal static class ContainerDashboard
{
    private const string Legend = "{{name}}";
    private const string Named = ContainerAlerts.Named;

    public static Dashboard Board => new(BoardUids.Containers, "Containers")
    {
        Description = "Processors, memory, network and restarts of every container of this machine, of the lakehouse and of the stack.",
        Rows =
        [
            new Row("", Summary),
            new Row("Processor and memory", Usage),
            new Row("Network and disk", Traffic),
            new Row("All containers", All),
            new Row("The last 30 days", Weeks) { Collapsed = true },
        ],
    };

    private static readonly PanelLink[] Onward = [PanelLink.To("The machine in this time", BoardUids.Machine), PanelLink.To("Logs in this time", BoardUids.Logs)];

    private static IReadOnlyList<Panel> Summary { get; } = Linked(
        Panels.Stat("Running", "Containers that run now.", PromqlNow($$"""count(container_start_time_seconds{{{Named}}})""")),
        Panels.Stat("Unhealthy", "Containers that run and whose health check fails. A container that has just started counts until its first check.",
            PromqlNow($$"""count(container_health_state{{{Named}}} == 0) or vector(0)""")) with
        { Limits = Limits.Above(1) },
        Panels.Stat("Restarts in the last hour", "Starts of containers that were there before. One is an update; several are a loop.",
            PromqlNow($$"""sum(changes(container_start_time_seconds{{{Named}}}[1h])) or vector(0)""")) with
        { Limits = Limits.Above(ContainerAlerts.Restarts + 1) },
        Panels.Stat("Near the memory limit", "Containers that use more than nine tenths of their memory limit.",
            PromqlNow($"count({ContainerAlerts.MemoryShare} > {Number(ContainerAlerts.NearLimit)}) or vector(0)")) with
        { Limits = Limits.Above(1) },
        Panels.Stat("Throttled", "Containers that had to wait in more than half of the periods in which they had something to do.",
            PromqlNow($$"""count({{ContainerRules.Throttled}}{job="cadvisor"} > {{Number(ContainerAlerts.Throttled)}}) or vector(0)""")) with
        { Limits = Limits.Above(1) },
        Panels.Stat("Reached the memory limit", "Containers that reached their memory limit in this time. The kernel then takes back what it can, or ends a process.",
            PromqlNow($$"""count(increase(container_memory_events_max_total{{{Named}}}[$__range]) > 0) or vector(0)""")) with
        { Limits = Limits.Above(1) });

    private static IReadOnlyList<Panel> Usage { get; } = Linked(
        Panels.TimeSeries("Processors in use", "How many processors each container uses.",
            Promql($$"""sum by (name) (rate(container_cpu_usage_seconds_total{{{Named}}}[$__rate_interval]))""", Legend)) with
        { Width = 12, Unit = Units.Processors },
        Panels.TimeSeries("Processors, as a share of the limit", "At 100 % a container uses all the processor time that it may. Containers without a limit are left out.",
            Promql($$"""sum by (name) (rate(container_cpu_usage_seconds_total{{{Named}}}[$__rate_interval])) / (max by (name) (container_spec_cpu_quota{{{Named}}} / container_spec_cpu_period{{{Named}}}) > 0)""", Legend)) with
        { Width = 12, Unit = Units.Share },
        Panels.TimeSeries("Throttling", "The share of periods in which a container had something to do and was made to wait. A raised limit ends it.",
            Promql($$"""sum by (name) (rate(container_cpu_cfs_throttled_periods_total{{{Named}}}[$__rate_interval])) / (sum by (name) (rate(container_cpu_cfs_periods_total{{{Named}}}[$__rate_interval])) > 0)""", Legend)) with
        { Width = 12, Unit = Units.Share, Limits = Limits.Above(ContainerAlerts.Throttled) },
        Panels.TimeSeries("Restarts", "Starts within a quarter of an hour, by container. More than two are a loop.",
            Promql($$"""sum by (name) (changes(container_start_time_seconds{{{Named}}}[15m]))""", Legend)) with
        { Width = 12, Limits = Limits.Above(ContainerAlerts.Restarts + 1), Decimals = 0 },
        Panels.TimeSeries("Memory in use", "Memory that cannot be taken away from a container.",
            Promql($$"""sum by (name) (container_memory_working_set_bytes{{{Named}}})""", Legend)) with
        { Width = 12, Unit = Units.Bytes },
        Panels.TimeSeries("Memory, as a share of the limit", "At 100 % the kernel ends a process of the container. Containers without a limit are left out.",
            Promql($"max by (name) ({ContainerAlerts.MemoryShare})", Legend)) with
        { Width = 12, Unit = Units.Share, Limits = Limits.Above(ContainerAlerts.NearLimit) });

    private static IReadOnlyList<Panel> Traffic { get; } = Linked(
        Panels.TimeSeries("Network, received", "Bytes a second that each container receives.",
            Promql($$"""sum by (name) (rate(container_network_receive_bytes_total{{{Named}}}[$__rate_interval]))""", Legend)) with
        { Unit = Units.BytesPerSecond },
        Panels.TimeSeries("Network, sent", "Bytes a second that each container sends.",
            Promql($$"""sum by (name) (rate(container_network_transmit_bytes_total{{{Named}}}[$__rate_interval]))""", Legend)) with
        { Unit = Units.BytesPerSecond },
        Panels.TimeSeries("Waiting for the disk", "The share of the time in which something in the container waited for a disk. cAdvisor counts no bytes of Docker's containers.",
            Promql($$"""sum by (name) (rate(container_pressure_io_waiting_seconds_total{{{Named}}}[$__rate_interval]))""", Legend)) with
        { Unit = Units.Share });

    private static IReadOnlyList<Panel> All { get; } = Linked(
        Panels.Table("All containers", "Each container with its last start, its health, and what it takes now.",
            PromqlTable($$"""max by (name) (container_start_time_seconds{{{Named}}}) * 1000"""),
            PromqlTable($$"""max by (name) (time() - container_start_time_seconds{{{Named}}})"""),
            PromqlTable($$"""min by (name) (container_health_state{{{Named}}})"""),
            PromqlTable($$"""sum by (name) (rate(container_cpu_usage_seconds_total{{{Named}}}[$__rate_interval]))"""),
            PromqlTable($$"""max by (name) (container_memory_working_set_bytes{{{Named}}})"""),
            PromqlTable($"max by (name) ({ContainerAlerts.MemoryShare})")) with
        {
            Width = 24,
            Height = 12,
            Columns =
            [
                new Column("name", "Container"),
                new Column("Value #A", "Started") { Unit = Units.Time },
                new Column("Value #B", "Runs for") { Unit = Units.Duration },
                new Column("Value #C", "Health")
                {
                    Words = [new ValueWord("1", "healthy", Colors.Good), new ValueWord("0", "unhealthy", Colors.Bad), new ValueWord("-1", "no check", Colors.Unknown)],
                },
                new Column("Value #D", "Processors"),
                new Column("Value #E", "Memory") { Unit = Units.Bytes },
                new Column("Value #F", "Memory of the limit") { Unit = Units.Share, Limits = Limits.Above(ContainerAlerts.NearLimit) },
            ],
        });

    private static IReadOnlyList<Panel> Weeks { get; } = Linked(
        Panels.TimeSeries("Processors in use, over weeks", "How many processors each container uses. Choose a time range of up to 30 days.",
            Promql($$"""sum by (name) ({{ContainerRules.Cpu}}{job="cadvisor"})""", Legend)) with
        { Width = 12, Unit = Units.Processors },
        Panels.TimeSeries("Memory in use, over weeks", "What grows from week to week is a leak, or data that grows. Choose a time range of up to 30 days.",
            Promql($$"""sum by (name) ({{ContainerRules.Memory}}{job="cadvisor"})""", Legend)) with
        { Width = 12, Unit = Units.Bytes });

    private static IReadOnlyList<Panel> Linked(params IEnumerable<Panel> panels) => [.. panels.Select(panel => panel with { Links = Onward })];

    private static string Number(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}
