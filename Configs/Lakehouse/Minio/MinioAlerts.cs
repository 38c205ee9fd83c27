using Infra.Configs.Alerts;

namespace Infra.Configs.Lakehouse.Minio;

/// <summary>Alerts about MinIO.</summary>
internal static class MinioAlerts
{
    public static IReadOnlyList<AlertRule> Rules(Duration pendingPeriod) =>
    [
        AlertRules.Down(LakehouseServices.Minio, "MinIO", "Tables can neither be read nor written.", pendingPeriod),
        new AlertRule
        {
            Name = "MinioRequestsSpike",
            Expression =
                "sum by (job, service) (rate(minio_s3_requests_total[5m])) > 3 * sum by (job, service) (rate(minio_s3_requests_total[1h] offset 5m))"
                + " and sum by (job, service) (rate(minio_s3_requests_total[5m])) > 10",
            For = Duration.Minutes(5),
            Severity = AlertSeverity.Info,
            Component = LakehouseServices.Minio,
            Summary = "MinIO has much more to do than usual",
            Description = "{{ $value | humanize }} requests a second are more than three times as many as in the hour before.",
        },
    ];
}
