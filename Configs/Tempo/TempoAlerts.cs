using Infra.Configs.Alerts;

namespace Infra.Configs.Tempo;

/// <summary>Alerts about Tempo.</summary>
internal static class TempoAlerts
{
    public static IReadOnlyList<AlertRule> Rules(Duration pendingPeriod) =>
    [
        AlertRules.Down(ServiceNames.Tempo, "Tempo", "Traces cannot be read; Alloy keeps new ones until its queue is full.", pendingPeriod),
        new AlertRule
        {
            Name = "TempoDiscardsSpans",
            Expression = "sum by (job, service, reason) (increase(tempo_discarded_spans_total[5m])) > 0",
            For = Duration.Minutes(5),
            Severity = AlertSeverity.Warning,
            Summary = "Tempo refuses spans: {{ $labels.reason }}",
            Description = "{{ $value | humanize }} spans were refused within 5 minutes and are lost.",
        },
        new AlertRule
        {
            Name = "TempoPollsFailing",
            Expression = "sum by (instance, job, service) (rate(tempodb_blocklist_poll_errors_total[5m])) > 0",
            For = Duration.Minutes(10),
            Severity = AlertSeverity.Warning,
            Summary = "Tempo cannot list what it has stored",
            Description = "Looking for stored traces has failed for 10 minutes: searches miss traces, and nothing is deleted.",
        },
    ];
}
