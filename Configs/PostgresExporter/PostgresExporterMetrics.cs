using Infra.Configs.Contract;

namespace Infra.Configs.PostgresExporter;

/// <summary>What is relied on of what the Postgres exporter tells about itself. Its metrics go by the database's name: it has no job of its own.</summary>
internal static class PostgresExporterMetrics
{
    public static ProductContract Contract { get; } = new()
    {
        Service = ServiceNames.Postgres,
        Version = "0.20.1",
        Source = "prometheus-community/postgres_exporter: cmd/postgres_exporter/main.go, exporter.go",
        Recordings = ["postgres-exporter"],
        Metrics =
        [
            .. ProcessMetrics.All,
            new("pg_exporter_last_scrape_error", MetricType.Gauge, "1"),
        ],
    };
}
