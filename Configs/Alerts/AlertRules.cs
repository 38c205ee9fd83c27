using Infra.Configs.Monitoring;

namespace Infra.Configs.Alerts;

/// <summary>The alerts of a stack.</summary>
internal static class AlertRules
{
    public const string WatchdogName = "Watchdog";

    /// <summary>The alerts about what a stack has, and no others, by the product that they are of.</summary>
    public static IReadOnlyList<AlertGroup> Groups(MonitoringScope scope) =>
    [
        .. from product in MonitoredProducts.In(scope)
           let board = product.Board(scope)
           let rules = product.Alerts(scope)
           where rules.Count > 0
           select new AlertGroup(product.Group, [.. rules.Select(rule => rule with { Dashboard = rule.Dashboard ?? board })]),
    ];

    /// <summary>The name of the alert that says that a service is down: <c>TrinoDown</c> for trino.</summary>
    public static string DownName(string service) => $"{char.ToUpperInvariant(service[0])}{service[1..]}Down";

    /// <summary>Fires always. Its absence at the receiver says that the alerting is broken.</summary>
    public static AlertRule Watchdog { get; } = new()
    {
        Name = WatchdogName,
        Expression = "vector(1)",
        Severity = AlertSeverity.None,
        Component = "alerting",
        Summary = "Alerting works",
        Description = "This alert always fires, so that whoever receives it can tell when the way from Prometheus over Alertmanager is broken.",
    };

    /// <summary>A warning: what the outage of a particular service means is for its own alert to say.</summary>
    public static AlertRule TargetDown(Duration pendingPeriod) => new()
    {
        Name = "TargetDown",
        Expression = "up == 0",
        For = pendingPeriod,
        Severity = AlertSeverity.Warning,
        Summary = "{{ $labels.service }} cannot be scraped",
        Description = "Prometheus has had no answer from {{ $labels.instance }} (service {{ $labels.service }}) for " + pendingPeriod + ".",
    };

    /// <summary>No instance of a service answers.</summary>
    /// <param name="service">The service, by its name in labels.</param>
    /// <param name="name">The service, by its name in texts.</param>
    /// <param name="consequence">What does not work meanwhile, as a sentence.</param>
    public static AlertRule Down(string service, string name, string consequence, Duration pendingPeriod) => new()
    {
        Name = DownName(service),
        Expression = $$"""max by (job, service) (up{job="{{service}}"}) == 0""",
        For = pendingPeriod,
        Severity = AlertSeverity.Critical,
        Component = service,
        Summary = $"{name} is down",
        Description = $"Prometheus has had no answer from any {name} for {pendingPeriod}. {consequence}",
    };
}
