using Infra.Configs.Alertmanager;
using Infra.Configs.Alloy;
using Infra.Configs.Cadvisor;
using Infra.Configs.Contract;
using Infra.Configs.Dashboards;
using Infra.Configs.Grafana;
using Infra.Configs.Lakehouse.Dagster;
using Infra.Configs.Lakehouse.Minio;
using Infra.Configs.Lakehouse.Nessie;
using Infra.Configs.Lakehouse.Postgres;
using Infra.Configs.Lakehouse.Trino;
using Infra.Configs.Loki;
using Infra.Configs.NodeExporter;
using Infra.Configs.Prometheus;
using Infra.Configs.Rules;
using Infra.Configs.Slos;
using Infra.Configs.Tempo;

namespace Infra.Configs.Monitoring;

/// <summary>Everything that is watched, a line each. What a product needs is in its own room.</summary>
internal static class MonitoredProducts
{
    public static IReadOnlyList<ProductMonitoring> All { get; } =
    [
        StackMonitoring.Product, SloMonitoring.Product,
        PrometheusMonitoring.Product, AlertmanagerMonitoring.Product, LokiMonitoring.Product, LogMonitoring.Product, AlloyMonitoring.Product, TempoMonitoring.Product,
        GrafanaMonitoring.Product, MachineMonitoring.Product, ContainerMonitoring.Product,
        PostgresMonitoring.Product, MinioMonitoring.Product, NessieMonitoring.Product, TrinoMonitoring.Product, DagsterMonitoring.Product,
    ];

    /// <summary>Those that a stack has.</summary>
    public static IEnumerable<ProductMonitoring> In(MonitoringScope scope) => All.Where(product => product.IsIn(scope));

    /// <summary>What Prometheus computes.</summary>
    public static IReadOnlyList<RecordingGroup> RecordingGroups(MonitoringScope scope) => [.. In(scope).SelectMany(product => product.Rules(scope))];

    /// <summary>What operators look at.</summary>
    public static IReadOnlyList<Dashboard> Dashboards(MonitoringScope scope) =>
        BoardsInScope.Fit([.. In(scope).SelectMany(product => product.Dashboards(scope))], scope);

    /// <summary>What expressions may name.</summary>
    public static IReadOnlyList<ProductContract> Contracts { get; } = [.. All.SelectMany(product => product.Contracts)];
}
