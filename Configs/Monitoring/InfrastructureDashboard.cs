using Infra.Configs.Dashboards;
using Infra.Configs.Lakehouse;
using static Infra.Configs.Dashboards.Query;

namespace Infra.Configs.Monitoring;

/// <summary>The guide's board: a row for each service of the lakehouse, with its metrics and its logs. The products' own boards have more.</summary>
internal static class InfrastructureDashboard
{
    public static Dashboard Board(MonitoringScope scope) => new(BoardUids.Infrastructure, "Infrastructure")
    {
        Description = "All services of the lakehouse in one view: health, the metrics that say most, and what they log.",
        Rows =
        [
            new Row("Service Health",
            [
                ServiceStates.Timeline(),
                ServiceStates.Errors() with { Width = 12 },
                ServiceStates.Since(),
            ]),
            .. Layers.Where(layer => scope.Has(layer.Service)).Select(layer => new Row(layer.Title,
            [
                .. layer.Panels.Select(panel => panel with { LogsOf = layer.Service, Links = [PanelLink.To($"{layer.Title} in detail", layer.Board)] }),
                Panels.Logs($"{layer.Title}'s logs", $"What {layer.Title} writes, the latest first.", ServiceLogs.Of(layer.Service)) with { LogsOf = layer.Service, Height = 8, MayBeEmpty = "It writes nothing while it has nothing to say." },
            ])),
        ],
    };

    private sealed record Layer(string Service, string Title, string Board, params IReadOnlyList<Panel> Panels);

    private static readonly IReadOnlyList<Layer> Layers =
    [
        new(LakehouseServices.Trino, "Trino", BoardUids.Trino,
            Panels.TimeSeries(
                "Queries", "Queries that run and that wait for a place to run. A queue that does not get shorter needs workers, or fewer queries.",
                Promql("""sum(trino_execution_name_QueryManager_RunningQueries{job="trino"})""", "running"),
                Promql("""sum(trino_execution_QueuedQueries{job="trino"})""", "queued")),
            Panels.TimeSeries(
                "Active nodes", "Nodes that take work, the coordinator among them.",
                Promql("""max(trino_cluster_ActiveWorkers{job="trino"})""", "nodes")),
            Panels.TimeSeries(
                "Cluster memory", "Memory that queries have reserved on all nodes together.",
                Promql("""max(trino_memory_ClusterMemoryPool_general_ReservedBytes{job="trino"})""", "reserved")) with { Unit = Units.Bytes }),
        new(LakehouseServices.Nessie, "Nessie", BoardUids.Nessie,
            Panels.TimeSeries(
                "HTTP requests", "Requests to the catalog, by what they ask for.",
                Promql("""sum by (method, uri) (rate(http_server_requests_seconds_count{job="nessie"}[$__rate_interval]))""", "{{method}} {{uri}}")) with { Unit = Units.RequestsPerSecond },
            Panels.TimeSeries(
                "Catalog operations", "What the catalog does in its store: commits, reads of references and values.",
                Promql("""sum by (method) (rate(nessie_catalog_operations_total{job="nessie"}[$__rate_interval]))""", "{{method}}")) with { Unit = Units.PerSecond },
            Panels.TimeSeries(
                "95th percentile of operations", "One operation in twenty takes longer.",
                Promql("""histogram_quantile(0.95, sum by (le, method) (rate(nessie_versionstore_request_seconds_bucket{job="nessie"}[$__rate_interval])))""", "{{method}}")) with { Unit = Units.Seconds }),
        new(LakehouseServices.Minio, "MinIO", BoardUids.Minio,
            Panels.TimeSeries(
                "S3 traffic", "Bytes that are written to and read from the object store.",
                Promql("""sum(rate(minio_s3_requests_incoming_bytes{job="minio"}[$__rate_interval]))""", "written"),
                Promql("""sum(rate(minio_s3_requests_outgoing_bytes{job="minio"}[$__rate_interval]))""", "read")) with { Unit = Units.BytesPerSecond },
            Panels.TimeSeries(
                "Objects", "Objects in each bucket.",
                Promql("""max by (bucket) (minio_bucket_usage_object_total{job="minio"})""", "{{bucket}}")),
            Panels.TimeSeries(
                "Bucket usage", "Bytes in each bucket.",
                Promql("""max by (bucket) (minio_bucket_usage_total_bytes{job="minio"})""", "{{bucket}}")) with { Unit = Units.Bytes }),
        new(LakehouseServices.Postgres, "Postgres", BoardUids.Postgres,
            Panels.TimeSeries(
                "Transactions", "Transactions that were committed and rolled back, in all databases.",
                Promql("""sum(rate(pg_stat_database_xact_commit{job="postgres"}[$__rate_interval]))""", "committed"),
                Promql("""sum(rate(pg_stat_database_xact_rollback{job="postgres"}[$__rate_interval]))""", "rolled back")) with { Unit = Units.PerSecond },
            Panels.TimeSeries(
                "Database size", "Bytes of each database on the disk.",
                Promql("""max by (datname) (pg_database_size_bytes{job="postgres"})""", "{{datname}}")) with { Unit = Units.Bytes },
            Panels.TimeSeries(
                "Connections", "Connections to each database.",
                Promql("""sum by (datname) (pg_stat_database_numbackends{job="postgres"})""", "{{datname}}"))),
        new(LakehouseServices.Dagster, "Dagster", BoardUids.Dagster,
            Panels.TimeSeries(
                "Runs that ended", "Runs that ended within the hour before, by how.",
                Promql("""sum by (status) (dagster_recent_runs_count{job="dagster",window="1h"})""", "{{status}}")) with
            {
                SeriesColors = new Dictionary<string, string> { ["SUCCESS"] = Colors.Good, ["FAILURE"] = Colors.Bad, ["CANCELED"] = Colors.Unknown },
            },
            Panels.TimeSeries(
                "Runs that have not ended", "Runs that wait, start and run.",
                Promql("""sum by (status) (dagster_runs_count{job="dagster"})""", "{{status}}")),
            Panels.TimeSeries(
                "Age of assets", "How long ago each asset was last made.",
                Promql("""max by (asset_key) (asset_key:dagster_asset_age:seconds{job="dagster"})""", "{{asset_key}}")) with { Unit = Units.Seconds }),
    ];
}
