namespace Infra.Configs.Alerts;

/// <summary>How urgent an alert is; Alertmanager routes by it.</summary>
internal enum AlertSeverity
{
    /// <summary>Needs nobody: the heartbeat of the alerting itself.</summary>
    None,

    /// <summary>To be looked at in working hours.</summary>
    Warning,

    /// <summary>To be looked at now.</summary>
    Critical,
}

/// <summary>One alert, defined here and nowhere else: what Prometheus evaluates and what a person reads.</summary>
internal sealed record AlertRule
{
    public required string Name { get; init; }

    /// <summary>The PromQL expression; each series in its result is one alert.</summary>
    public required string Expression { get; init; }

    /// <summary>How long the expression must hold before the alert fires. The default is at once.</summary>
    public Duration? For { get; init; }

    public required AlertSeverity Severity { get; init; }

    /// <summary>One sentence: what is wrong.</summary>
    public required string Summary { get; init; }

    /// <summary>What it means and since when, with the values of this very alert.</summary>
    public required string Description { get; init; }

    /// <summary>The page under <c>docs/runbooks</c> that says what to do, without its ending.</summary>
    public required string Runbook { get; init; }
}

/// <summary>Alerts that are evaluated together.</summary>
internal sealed record AlertGroup(string Name, IReadOnlyList<AlertRule> Rules);
