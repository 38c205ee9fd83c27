using Infra.Configs.Alerts;

namespace Infra.Configs.Grafana;

/// <summary>Alerts about Grafana.</summary>
internal static class GrafanaAlerts
{
    public static IReadOnlyList<AlertRule> Rules(Duration pendingPeriod) =>
    [
        AlertRules.Down(ServiceNames.Grafana, "Grafana", "Nobody can see dashboards, logs or traces, and alerts on logs are not evaluated.", pendingPeriod),
        new AlertRule
        {
            Name = "GrafanaAlertRulesFailing",
            Expression = "sum by (instance, job, service) (increase(grafana_alerting_rule_evaluation_failures_total[5m])) > 0",
            For = Duration.Minutes(10),
            Severity = AlertSeverity.Warning,
            Summary = "Grafana cannot evaluate its alerts",
            Description = "{{ $value | humanize }} evaluations have failed within 5 minutes: alerts on logs and on the database cannot fire.",
        },
        new AlertRule
        {
            Name = "GrafanaRequestErrors",
            Expression =
                """sum by (instance, job, service) (rate(grafana_http_request_duration_seconds_count{status_code=~"5.."}[5m]))"""
                + " / sum by (instance, job, service) (rate(grafana_http_request_duration_seconds_count[5m])) > 0.05",
            For = Duration.Minutes(10),
            Severity = AlertSeverity.Warning,
            Summary = "Grafana answers with errors",
            Description = "{{ $value | humanizePercentage }} of the requests to Grafana have failed for 10 minutes.",
        },
    ];
}
