using System.Globalization;
using Infra.Configs.Alerts;

namespace Infra.Configs.Grafana;

/// <summary>Alerts about Grafana.</summary>
internal static class GrafanaAlerts
{
    /// <summary>The share of requests that may fail.</summary>
    public const decimal ErrorShare = 0.05m;

    public const string ErrorRatio =
        """sum by (instance, job, service) (rate(grafana_http_request_duration_seconds_count{job="grafana",status_code=~"5.."}[5m]))"""
        + """ / (sum by (instance, job, service) (rate(grafana_http_request_duration_seconds_count{job="grafana"}[5m])) > 0)""";

    public static IReadOnlyList<AlertRule> Rules(Duration pendingPeriod) =>
    [
        AlertRules.Down(ServiceNames.Grafana, "Grafana", "Nobody can see dashboards, logs or traces, and alerts on logs are not evaluated.", pendingPeriod),
        new AlertRule
        {
            Name = "GrafanaAlertRulesFailing",
            Expression = """sum by (instance, job, service) (increase(grafana_alerting_rule_evaluation_failures_total{job="grafana"}[5m])) > 0""",
            For = Duration.Minutes(10),
            Severity = AlertSeverity.Warning,
            Summary = "Grafana cannot evaluate its alerts",
            Description = "{{ $value | humanize }} evaluations have failed within 5 minutes. Alerts on logs and on the database cannot fire.",
        },
        new AlertRule
        {
            Name = "GrafanaRequestErrors",
            Expression = string.Create(CultureInfo.InvariantCulture, $"{ErrorRatio} > {ErrorShare}"),
            For = Duration.Minutes(10),
            Severity = AlertSeverity.Warning,
            Summary = "Grafana answers with errors",
            Description = "{{ $value | humanizePercentage }} of the requests to Grafana have failed for 10 minutes.",
        },
    ];
}
