using Infra.Configs.Alerts;

namespace Infra.Configs.Lakehouse.Nessie;

/// <summary>Alerts about Nessie.</summary>
internal static class NessieAlerts
{
    public static IReadOnlyList<AlertRule> Rules(Duration pendingPeriod) =>
    [
        AlertRules.Down(LakehouseServices.Nessie, "Nessie", "Queries cannot find their tables.", pendingPeriod),
        new AlertRule
        {
            Name = "NessieErrors",
            Expression =
                """sum by (job, service) (rate(http_server_requests_seconds_count{job="nessie",status=~"5.."}[5m]))"""
                + """ / sum by (job, service) (rate(http_server_requests_seconds_count{job="nessie"}[5m])) > 0.01""",
            For = Duration.Minutes(5),
            Severity = AlertSeverity.Warning,
            Component = LakehouseServices.Nessie,
            Summary = "Nessie answers with errors",
            Description = "{{ $value | humanizePercentage }} of the requests to Nessie have failed for 5 minutes.",
        },
    ];
}
