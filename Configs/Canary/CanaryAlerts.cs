using Infra.Configs.Alerts;

namespace Infra.Configs.Canary;

/// <summary>Which canaries a stack has.</summary>
/// <param name="Interval">How often the metric is written.</param>
/// <param name="Log">Whether a log line is written and read back.</param>
/// <param name="Span">Whether a span is.</param>
internal sealed record CanaryScope(Duration Interval, bool Log = false, bool Span = false);

/// <summary>The heartbeat of the alerting, and what says why it has stopped.</summary>
internal static class CanaryAlerts
{
    private const string Window = "5m";

    /// <summary>The alerts about the ways that a stack's canaries go.</summary>
    public static IReadOnlyList<AlertRule> Rules(CanaryScope scope) =>
    [
        Watchdog(scope),
        .. scope.Log ? [LogMissing] : Array.Empty<AlertRule>(),
        .. scope.Span ? [SpanMissing] : Array.Empty<AlertRule>(),
    ];

    /// <summary>Fires while everything works. Its absence at the receiver says that monitoring or alerting is broken.</summary>
    public static AlertRule Watchdog(CanaryScope scope) => new()
    {
        Name = AlertRules.WatchdogName,
        Expression = string.Join(" and on () ", Conditions(scope)),
        Severity = AlertSeverity.None,
        Component = "alerting",
        Summary = "Monitoring works",
        Description = $"This alert fires while {What(scope)} of the last minutes can be read back, so that whoever receives it can tell when monitoring, or the way over Alertmanager, is broken.",
    };

    private static AlertRule LogMissing { get; } = new()
    {
        Name = "CanaryLogMissing",
        Expression = $"{Probe(CanaryProbes.Log)} == 0",
        For = Duration.Minutes(5),
        Severity = AlertSeverity.Warning,
        Component = ServiceNames.Loki,
        Summary = "Log lines do not arrive in Loki",
        Description = "The line that the canary writes each minute has not been found in Loki at {{ $labels.instance }} for 5 minutes. The Watchdog has stopped.",
    };

    private static AlertRule SpanMissing { get; } = new()
    {
        Name = "CanarySpanMissing",
        Expression = $"{Probe(CanaryProbes.Span)} == 0",
        For = Duration.Minutes(5),
        Severity = AlertSeverity.Warning,
        Component = ServiceNames.Tempo,
        Summary = "Spans do not arrive in Tempo",
        Description = "The span that the canary sends each minute has not been found in Tempo at {{ $labels.instance }} for 5 minutes. The Watchdog has stopped.",
    };

    // Read from the database, as everything is; it holds no sample that could not be written. One of three may be missing.
    private static IEnumerable<string> Conditions(CanaryScope scope)
    {
        yield return $"time() - max_over_time({CanaryRules.Metric}[{Window}]) < {3 * scope.Interval.TotalSeconds}";
        if (scope.Log)
            yield return $"max_over_time({Probe(CanaryProbes.Log)}[{Window}]) == 1";
        if (scope.Span)
            yield return $"max_over_time({Probe(CanaryProbes.Span)}[{Window}]) == 1";
    }

    private static string Probe(string signal) => $$"""probe_success{service="{{ServiceNames.Canary}}",{{CanaryProbes.SignalLabel}}="{{signal}}"}""";

    private static string What(CanaryScope scope) => scope switch
    {
        { Log: true, Span: true } => "a metric, a log line and a span",
        { Log: true } => "a metric and a log line",
        { Span: true } => "a metric and a span",
        _ => "a metric",
    };
}
