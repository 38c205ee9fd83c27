using System.Text.RegularExpressions;

namespace Infra.Configs.Alerts;

/// <summary>How urgent an alert is; Alertmanager routes by it.</summary>
internal enum AlertSeverity
{
    /// <summary>Needs nobody: the heartbeat of the alerting itself.</summary>
    None,

    /// <summary>Worth knowing; nothing has to be done.</summary>
    Info,

    /// <summary>To be looked at in working hours.</summary>
    Warning,

    /// <summary>To be looked at now.</summary>
    Critical,
}

/// <summary>What an alert's expression is asked of, and so who evaluates it.</summary>
internal enum AlertSource
{
    /// <summary>Metrics: Prometheus evaluates the PromQL expression itself.</summary>
    Metrics,

    /// <summary>Logs: Grafana asks Loki the LogQL expression, and hands what fires to Alertmanager.</summary>
    Logs,

    /// <summary>The lakehouse's database: Grafana asks it the SQL query, and hands what fires to Alertmanager.</summary>
    Sql,
}

/// <summary>One alert, defined here and nowhere else: what is evaluated and what a person reads.</summary>
internal sealed partial record AlertRule
{
    public required string Name { get; init; }

    /// <summary>The expression, in the language of its source; each series in its result is one alert.</summary>
    public required string Expression { get; init; }

    /// <summary>What the expression is asked of. The default is metrics.</summary>
    public AlertSource Source { get; init; }

    /// <summary>
    /// What a value must be above to count, for logs and SQL: Grafana compares, and shows how near a value is. An expression over
    /// metrics compares itself.
    /// </summary>
    public decimal Threshold { get; init; }

    /// <summary>How long the expression must hold before the alert fires. The default is at once.</summary>
    public Duration? For { get; init; }

    public required AlertSeverity Severity { get; init; }

    /// <summary>
    /// What is wrong, as the label by which alerts are routed and hold each other back. The default is the service that the
    /// metrics are about.
    /// </summary>
    public string Component { get; init; } = "{{ $labels.service }}";

    /// <summary>One sentence: what is wrong.</summary>
    public required string Summary { get; init; }

    /// <summary>What it means and since when, with the values of this very alert.</summary>
    public required string Description { get; init; }

    /// <summary>The page under <c>docs/runbooks</c> that says what to do, without its ending: <c>target-down</c> for TargetDown.</summary>
    public string Runbook => WordBegin().Replace(Name, "-$0").ToLowerInvariant();

    /// <summary>The board that shows what is wrong, by its uid; null for the first board of the product that the alert is of.</summary>
    public string? Dashboard { get; init; }

    [GeneratedRegex("(?<!^)[A-Z]", RegexOptions.CultureInvariant)]
    private static partial Regex WordBegin();
}

/// <summary>Alerts that are evaluated together.</summary>
internal sealed record AlertGroup(string Name, IReadOnlyList<AlertRule> Rules)
{
    /// <summary>What is asked of one or more sources, by its group; groups without any are left out.</summary>
    public static IReadOnlyList<AlertGroup> Of(IEnumerable<AlertGroup> groups, params IReadOnlyList<AlertSource> sources) =>
    [
        .. groups.Select(group => group with { Rules = [.. group.Rules.Where(rule => sources.Contains(rule.Source))] }).Where(group => group.Rules.Count > 0),
    ];
}
