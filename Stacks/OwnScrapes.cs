using Infra.Components.Alertmanager;
using Infra.Components.Alloy;
using Infra.Components.BlackboxExporter;
using Infra.Components.Cadvisor;
using Infra.Components.Loki;
using Infra.Components.NodeExporter;
using Infra.Components.PostgresExporter;
using Infra.Components.Prometheus;
using Infra.Components.Tempo;
using Infra.Configs;
using Infra.Configs.Alloy.Queries;
using Infra.Configs.PostgresExporter;
using Infra.Configs.Prometheus;

namespace Infra.Stacks;

/// <summary>What Prometheus scrapes of the stack's own services: each under its own name, on the port on which it serves.</summary>
internal static class OwnScrapes
{
    /// <summary>The services that serve metrics, with the job of each.</summary>
    public static IReadOnlyList<(string Service, ScrapeJob Job)> All { get; } =
    [
        (ServiceNames.Prometheus, new ScrapeJob(ServiceNames.Prometheus, $"localhost:{PrometheusServer.Port}")),
        (ServiceNames.Alertmanager, At(ServiceNames.Alertmanager, AlertmanagerServer.Port)),
        (ServiceNames.PostgresExporter, new ScrapeJob(ServiceNames.Postgres, $"{ServiceNames.PostgresExporter}:{PostgresExporterServer.Port}")
        {
            // Dagster's metrics come out of its database.
            OtherService = new MetricsOfAnother(DagsterQueries.MetricNames, "dagster"),
        }),
        (ServiceNames.NodeExporter, new ScrapeJob(ScrapeJobs.Node, $"{ServiceNames.NodeExporter}:{NodeExporterServer.Port}") { RootMountPoint = NodeExporterServer.RootMountPoint }),
        (ServiceNames.BlackboxExporter, At(ServiceNames.BlackboxExporter, BlackboxExporterServer.Port)),
        (ServiceNames.Loki, At(ServiceNames.Loki, LokiServer.Port)),
        (ServiceNames.Tempo, At(ServiceNames.Tempo, TempoServer.Port)),
        // Among its metrics are those that it makes of other services' log lines: these carry the labels of those services.
        (ServiceNames.Alloy, At(ServiceNames.Alloy, AlloyServer.Port) with { SpeaksOfOthers = QueryDurations.MetricNames }),
        (ServiceNames.Grafana, At(ServiceNames.Grafana, 3000)),
        (ServiceNames.Cadvisor, At(ServiceNames.Cadvisor, CadvisorServer.Port) with { OnlyContainers = true }),
    ];

    private static ScrapeJob At(string service, int port) => new(service, $"{service}:{port}");
}
