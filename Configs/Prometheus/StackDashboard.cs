using Infra.Configs.Dashboards;
using Infra.Configs.Grafana;
using Infra.Configs.Monitoring;
using static Infra.Configs.Dashboards.Query;

namespace Infra.Configs.Prometheus;

/// <summary>What operators look at of the stack itself: whether it works, and what it costs.</summary>
internal static class StackDashboard
{
    // Those that serve metrics about themselves, with the metric that says which version runs; cAdvisor's does not say it in a label of that name.
    private static readonly IReadOnlyList<(string Service, string? Version)> Services =
    [
        (ServiceNames.Prometheus, "prometheus_build_info"),
        (ServiceNames.Alertmanager, "alertmanager_build_info"),
        (ServiceNames.Loki, "loki_build_info"),
        (ServiceNames.Tempo, "tempo_build_info"),
        (ServiceNames.Alloy, "alloy_build_info"),
        (ServiceNames.Grafana, "grafana_build_info"),
        (ScrapeJobs.Node, "node_exporter_build_info"),
        (ServiceNames.Cadvisor, null),
    ];

    public static Dashboard Board(MonitoringScope scope) => new(BoardUids.Stack, "Observability stack")
    {
        Description = "Whether the stack itself works, what it takes in and keeps, and for how long there is room.",
        Folder = GrafanaFolders.Observability,
        Rows =
        [
            new Row("", ServicePanels(scope)),
            new Row("What it costs", StackCost.Summary(scope)),
            new Row("Metrics", StackStores.Metrics),
            .. scope.HasLogs ? new[] { new Row("Logs", StackStores.Logs(scope)) } : [],
            .. scope.HasTraces ? new[] { new Row("Traces", StackStores.Traces(scope)) } : [],
            new Row("Notifications", StackStores.Notifications) { Collapsed = true },
            new Row("More about the stores", StackStores.More(scope)) { Collapsed = true },
            new Row("The last 30 days", StackCost.Weeks(scope)) { Collapsed = true },
        ],
    };

    private static IReadOnlyList<Panel> ServicePanels(MonitoringScope scope)
    {
        var services = Services.Where(service => scope.Has(service.Service)).ToList();
        var jobs = $"job=~\"{string.Join('|', services.Select(service => service.Service))}\"";
        var versions = services.Where(service => service.Version is not null).Select(service => $$"""max by (service, version) ({{service.Version}}{job="{{service.Service}}"})""");
        PanelLink[] onward = [PanelLink.To("Logs in this time", BoardUids.Logs), PanelLink.To("Containers in this time", BoardUids.Containers)];
        return
        [
            Panels.States("Services", "Whether each service of the stack answers Prometheus. «node» is the node exporter.",
                Promql($$"""min by (service) (up{{{jobs}}})""", "{{service}}")) with
            { Words = [new ValueWord("1", "up", Colors.Good), new ValueWord("0", "down", Colors.Bad)], Links = onward },
            Panels.Table("Versions and use", "The version of each service, since when it runs, and what it takes now.",
                PromqlTable(string.Join(" or ", versions)),
                PromqlTable($$"""max by (service) ({{StartTimes.Name}}{{{jobs}}}) * 1000"""),
                PromqlTable($$"""max by (service) (process_resident_memory_bytes{{{jobs}}})"""),
                PromqlTable($$"""max by (service) (rate(process_cpu_seconds_total{{{jobs}}}[$__rate_interval]))""")) with
            {
                Width = 24,
                Columns =
                [
                    new Column("service", "Service"),
                    new Column("version", "Version"),
                    new Column("Value #B", "Started") { Unit = Units.Since },
                    new Column("Value #C", "Memory") { Unit = Units.Bytes },
                    new Column("Value #D", "Processors"),
                ],
                Links = onward,
            },
            Panels.TimeSeries("Memory in use", "The memory of each service's process. Its limit is on the board of the containers.",
                Promql($$"""max by (service) (process_resident_memory_bytes{{{jobs}}})""", "{{service}}")) with
            { Width = 12, Unit = Units.Bytes, Links = onward },
            Panels.TimeSeries("Processors in use", "How many processors each service uses.",
                Promql($$"""max by (service) (rate(process_cpu_seconds_total{{{jobs}}}[$__rate_interval]))""", "{{service}}")) with
            { Width = 12, Unit = Units.Processors, Links = onward },
        ];
    }
}
