using Infra.Configs.Monitoring;

namespace Infra.Configs.Lakehouse.Minio;

/// <summary>How MinIO is watched.</summary>
internal static class MinioMonitoring
{
    public static ProductMonitoring Product { get; } = new()
    {
        Service = LakehouseServices.Minio,
        Contracts = [MinioMetrics.Contract],
        Alerts = scope => MinioAlerts.Rules(scope.PendingPeriod),
        Rules = scope => MinioRules.Groups(scope.ScrapeInterval),
        Dashboards = _ => [MinioDashboard.Board],
    };
}
