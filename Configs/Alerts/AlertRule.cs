using System.Text.RegularExpressions;
using Infra.Configs.Canary;

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

/// <summary>One alert, defined here and nowhere else: what Prometheus evaluates and what a person reads.</summary>
internal sealed partial record AlertRule
{
    public required string Name { get; init; }

    /// <summary>The PromQL expression; each series in its result is one alert.</summary>
    public required string Expression { get; init; }

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

    [GeneratedRegex("(?<!^)[A-Z]", RegexOptions.CultureInvariant)]
    private static partial Regex WordBegin();
}

/// <summary>Alerts that are evaluated together.</summary>
internal sealed record AlertGroup(string Name, IReadOnlyList<AlertRule> Rules);

/// <summary>What a stack has that alerts can be about.</summary>
internal sealed record AlertScope
{
    /// <summary>How long something must be wrong before anybody is told.</summary>
    public required Duration PendingPeriod { get; init; }

    /// <summary>The services whose metrics Prometheus has. Of others there is nothing to tell, and no alert is made.</summary>
    public required IReadOnlySet<string> Services { get; init; }

    /// <summary>How long before its end an update renews a certificate of the stack's; null for a stack without certificates.</summary>
    public Duration? CertificatesRenewedBefore { get; init; }

    /// <summary>What is written each minute to be read back.</summary>
    public required CanaryScope Canary { get; init; }

    /// <summary>Whether Prometheus sends its samples on to another store.</summary>
    public bool RemoteWrite { get; init; }
}
