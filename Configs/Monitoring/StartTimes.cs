using Infra.Configs.Contract;
using Infra.Configs.Lakehouse;
using Infra.Configs.Rules;

namespace Infra.Configs.Monitoring;

/// <summary>When each service started, under one name, whatever its product calls it. Dagster does not say.</summary>
internal static class StartTimes
{
    /// <summary>Unix time in seconds of the latest start, by <c>job</c> and <c>service</c>.</summary>
    public const string Name = "service:phlo_start_time:seconds";

    // The Postgres exporter's own start is not Postgres': that one is asked for by a collector which is off by default.
    private const string PostgresStart = "pg_postmaster_start_time_seconds";
    private const string MinioStart = "minio_node_process_starttime_seconds";
    private const string TrinoStart = "io_airlift_node_name_NodeInfo_StartTime";
    private const string MachineStart = "node_boot_time_seconds";

    private static readonly IReadOnlyList<(string Service, string Metric, int Divisor)> All =
    [
        (ServiceNames.Prometheus, ProcessMetrics.StartTime, 1),
        (ServiceNames.Alertmanager, ProcessMetrics.StartTime, 1),
        (ServiceNames.Loki, ProcessMetrics.StartTime, 1),
        (ServiceNames.Tempo, ProcessMetrics.StartTime, 1),
        (ServiceNames.Alloy, ProcessMetrics.StartTime, 1),
        (ServiceNames.Grafana, ProcessMetrics.StartTime, 1),
        (ServiceNames.Cadvisor, ProcessMetrics.StartTime, 1),
        (ScrapeJobs.Node, MachineStart, 1),
        (LakehouseServices.Postgres, PostgresStart, 1),
        (LakehouseServices.Minio, MinioStart, 1),
        (LakehouseServices.Nessie, ProcessMetrics.StartTime, 1),
        // In milliseconds.
        (LakehouseServices.Trino, TrinoStart, 1000),
    ];

    /// <summary>A rule for each product of the stack that says when it started; another cannot take part.</summary>
    public static IReadOnlyList<RecordingGroup> Groups(MonitoringScope scope) =>
        [new("starts", null, [.. All.Where(start => scope.Has(start.Service)).Select(Rule)])];

    /// <summary>What the lakehouse's products say of their start, in addition to what their rooms rely on.</summary>
    public static IReadOnlyList<ProductContract> Contracts { get; } =
    [
        Of(LakehouseServices.Postgres, "0.20.1", "prometheus-community/postgres_exporter: collector/pg_postmaster.go", [], new(PostgresStart, MetricType.Gauge, "seconds")
        {
            AppearsLater = "Only where the exporter's collector «postmaster» is switched on, which it is not by default (collector/pg_postmaster.go).",
        }),
        Of(LakehouseServices.Minio, "RELEASE.2025-09-07", "minio/minio: cmd/metrics-v2.go", ["minio-cluster"], new(MinioStart, MetricType.Gauge, "seconds", "server")),
        Of(LakehouseServices.Nessie, "0.108.4", "micrometer-metrics/micrometer: UptimeMetrics.java", ["nessie"], new(ProcessMetrics.StartTime, MetricType.Gauge, "seconds", "application")),
        Of(LakehouseServices.Trino, "483", "airlift/airlift: node/NodeInfo.java", ["trino"], new(TrinoStart, MetricType.Gauge, "milliseconds")),
    ];

    private static RecordingRule Rule((string Service, string Metric, int Divisor) start)
    {
        var latest = $$"""max by (job, service) ({{start.Metric}}{job="{{start.Service}}"})""";
        return new RecordingRule(Name, start.Divisor == 1 ? latest : $"{latest} / {start.Divisor}");
    }

    private static ProductContract Of(string service, string version, string source, IReadOnlyList<string> recordings, Metric metric) =>
        new() { Service = service, Version = version, Source = source, Recordings = recordings, Metrics = [metric] };
}
