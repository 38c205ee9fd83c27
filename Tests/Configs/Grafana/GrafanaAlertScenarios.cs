using Infra.Tests.Configs.Alerts;
using static Infra.Tests.Configs.Alerts.AlertSeries;

namespace Infra.Tests.Configs.Grafana;

internal static class GrafanaAlertScenarios
{
    public static IReadOnlyList<AlertScenario> All { get; } =
    [
        Down("grafana", "Grafana"),
        Counted("GrafanaAlertRulesFailing", "grafana", "grafana_alerting_rule_evaluation_failures_total", """org="1" """),
        Share("GrafanaRequestErrors", "grafana", "grafana_http_request_duration_seconds_count", "status_code", "handler=\"a\"", 10, 1),
    ];
}
