using Infra.Configs.Dashboards;
using Infra.Configs.Lakehouse;
using Infra.Configs.Lakehouse.Minio;
using Infra.Configs.Lakehouse.Postgres;
using Infra.Configs.Slos;
using static Infra.Configs.Dashboards.Query;

namespace Infra.Configs.Monitoring;

/// <summary>What people see first: whether the lakehouse is healthy, and from everything that is not a way onward.</summary>
internal static class OverviewDashboard
{
    // A metric of each product that says its version; Postgres has it under another name.
    private static readonly (string Service, string Metric)[] VersionMetrics =
    [
        (ServiceNames.Prometheus, "prometheus_build_info"), (ServiceNames.Alertmanager, "alertmanager_build_info"), (ServiceNames.Loki, "loki_build_info"),
        (ServiceNames.Tempo, "tempo_build_info"), (ServiceNames.Alloy, "alloy_build_info"), (ServiceNames.Grafana, "grafana_build_info"),
        (ScrapeJobs.Node, "node_exporter_build_info"), (LakehouseServices.Minio, "minio_software_version_info"),
    ];

    public static Dashboard Board(MonitoringScope scope)
    {
        var lakehouse = ServiceStates.Lakehouse(scope);
        var own = scope.Services.Except(lakehouse).Order(StringComparer.Ordinal).ToList();
        return new Dashboard(BoardUids.Overview, "Phlo Overview")
        {
            Description = "Whether the lakehouse is healthy and since when, what fires, which promises are about to be broken, and what changed.",
            Rows =
            [
                new Row("", GridLayout.Line(
                    lakehouse.Count == 0 ? null : ServiceStates.Tiles("Lakehouse", "Whether each service of the lakehouse answers and can work. A click leads to its board.", lakehouse, "phlo-${__field.labels.service}") with { Width = 12 },
                    own.Count == 0 ? null : ServiceStates.Tiles("Observability stack", "Whether what watches the lakehouse works itself. A click leads to its board.", own, BoardUids.Stack) with { Width = 12 })),
                new Row("", GridLayout.Line(Counts(scope))),
                new Row("",
                [
                    ServiceStates.Alerts("What fires", "Alerts that somebody is notified of. The service leads to its logs.", $"alertstate=\"firing\",{ServiceStates.Notified}"),
                    ServiceStates.Since(),
                ]),
                new Row("Promises and capacity", GridLayout.Line(
                    scope.Slos.Any(slo => scope.Has(slo.Service)) ? Budgets() : null,
                    scope.Has(LakehouseServices.Minio) ? Buckets() : null,
                    scope.Has(LakehouseServices.Postgres) ? Connections() : null)),
                new Row("Errors",
                [
                    ServiceStates.Errors() with { Width = 24, Height = 6 },
                    Panels.Logs("Recent errors", "The latest lines of the levels ERROR and FATAL of all services.", ServiceStates.ErrorLines) with { MayBeEmpty = "Nothing failed.", Links = [PanelLink.To("Search", BoardUids.Logs)] },
                ]),
                new Row("What changed", [ServiceStates.Timeline() with { Width = 12 }, Versions(scope)]),
            ],
        };
    }

    private static Panel?[] Counts(MonitoringScope scope) =>
    [
        ServiceStates.AlertCount("Critical alerts", "Alerts that have to be looked at now.", "alertstate=\"firing\",severity=\"critical\"", "critical"),
        ServiceStates.AlertCount("Warnings", "Alerts that have to be looked at in working hours.", "alertstate=\"firing\",severity=\"warning\"", "warning"),
        scope.Slos.Any(slo => scope.Has(slo.Service))
            ? Panels.Stat(
                "SLOs that burn", "Promises whose error budget is spent faster than it lasts, over the last six hours.",
                PromqlNow($"count({SloRules.BurnRate("6h")} > 1) or vector(0)", "SLOs")) with { Limits = Limits.Above(1), Links = [PanelLink.To("SLOs", BoardUids.Slos)] }
            : null,
        Panels.Stat(
            "Error lines", "Log lines of the levels ERROR and FATAL within the last 15 minutes.",
            Logql($"sum(count_over_time({ServiceStates.ErrorLines} [15m]))", "lines") with { Result = QueryResult.Instant }) with
        {
            NoValue = "0", MayBeEmpty = "Nothing failed.", Links = [PanelLink.To("All of them", BoardUids.Logs, "var-level=ERROR", "var-level=FATAL")],
        },
        scope.Has(LakehouseServices.Postgres)
            ? Panels.Stat(
                "Postgres connections", "The share of Postgres' connections that is in use. Without any left nobody gets in.",
                PromqlNow("""sum(pg_stat_database_numbackends{job="postgres"}) / max(pg_settings_max_connections{job="postgres"})""", "in use")) with
            {
                Unit = Units.Share, Limits = Limits.Above(PostgresAlerts.ConnectionShare), LogsOf = LakehouseServices.Postgres,
            }
            : null,
        scope.Has(LakehouseServices.Minio)
            ? Panels.Stat(
                "Object storage", "The share of MinIO's usable capacity that is taken.",
                PromqlNow("""1 - max(minio_cluster_capacity_usable_free_bytes{job="minio"}) / max(minio_cluster_capacity_usable_total_bytes{job="minio"})""", "taken")) with
            {
                Unit = Units.Share, Limits = Limits.Above(1 - MinioAlerts.LowFreeShare, 1 - MinioAlerts.VeryLowFreeShare), LogsOf = LakehouseServices.Minio,
            }
            : null,
    ];

    private static Panel Budgets() => Panels.Bars(
        "Error budget left", "How much may still go wrong before a promise is broken. Nothing left: it is.",
        PromqlNow($"sort(min by (slo) ({SloRules.BudgetLeft}))", "{{slo}}")) with
    {
        Unit = Units.Share,
        Minimum = 0,
        Maximum = 1,
        Limits = SloDashboard.BudgetLimits,
        Links = [PanelLink.To("SLOs", BoardUids.Slos)],
    };

    private static Panel Buckets() => Panels.TimeSeries(
        "Bucket usage", "Bytes in each bucket of MinIO. It counts them now and then, not at once.",
        Promql("""max by (bucket) (minio_bucket_usage_total_bytes{job="minio"})""", "{{bucket}}")) with
    { Unit = Units.Bytes, LogsOf = LakehouseServices.Minio };

    private static Panel Connections() => Panels.TimeSeries(
        "Connections by database", "Connections to Postgres, of the exporter's too.",
        Promql("""sum by (datname) (pg_stat_database_numbackends{job="postgres"})""", "{{datname}}")) with
    { LogsOf = LakehouseServices.Postgres };

    private static Panel Versions(MonitoringScope scope)
    {
        var metrics = VersionMetrics.Where(version => scope.Has(version.Service)).Select(version => $$"""{{version.Metric}}{job="{{version.Service}}"}""").ToList();
        if (scope.Has(LakehouseServices.Postgres))
            metrics.Add("""label_replace(pg_static{job="postgres"}, "version", "$1", "short_version", "(.*)")""");
        return Panels.Table(
            "Versions", "What runs, by what it says itself. Trino, Nessie and Dagster do not say it in their metrics.",
            PromqlTable($"count by (service, version) ({string.Join(" or ", metrics.DefaultIfEmpty("vector(0)"))})")) with
        {
            Columns = [new Column("service", "Service"), new Column("version", "Version")],
            Links = [PanelLink.To("Observability stack", BoardUids.Stack), PanelLink.To("Alerts", BoardUids.Alerts)],
        };
    }
}
