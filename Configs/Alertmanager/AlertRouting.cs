using Infra.Configs.Alerts;

namespace Infra.Configs.Alertmanager;

/// <summary>How this project routes: by severity, with the Watchdog on a line of its own.</summary>
internal sealed record AlertRouting
{
    public const string DefaultReceiver = "default";
    public const string CriticalReceiver = "critical";
    public const string WarningReceiver = "warning";
    public const string WatchdogReceiver = "watchdog";

    // The receiver of the heartbeat complains when it stops, so it has to come often.
    private static readonly Duration HeartbeatInterval = Duration.Minutes(1);

    public required Duration GroupWait { get; init; }

    public required Duration GroupInterval { get; init; }

    public required Duration RepeatInterval { get; init; }

    /// <summary>Who is told of alerts; null tells nobody, and alerts are seen in Alertmanager alone.</summary>
    public Webhook? Notifications { get; init; }

    /// <summary>Who expects the Watchdog's heartbeat; null drops it.</summary>
    public Webhook? Heartbeat { get; init; }

    public AlertmanagerConfig ToConfig() => new()
    {
        Route = new Route
        {
            Receiver = DefaultReceiver,
            GroupBy = ["alertname", "service"],
            GroupWait = GroupWait,
            GroupInterval = GroupInterval,
            RepeatInterval = RepeatInterval,
            Routes =
            [
                new Route
                {
                    Receiver = WatchdogReceiver,
                    Matchers = [Match("alertname", AlertRules.WatchdogName)],
                    GroupWait = Duration.Seconds(0),
                    GroupInterval = HeartbeatInterval,
                    RepeatInterval = HeartbeatInterval,
                },
                new Route { Receiver = CriticalReceiver, Matchers = [Severity(AlertSeverity.Critical)] },
                new Route { Receiver = WarningReceiver, Matchers = [Severity(AlertSeverity.Warning)] },
            ],
        },
        InhibitRules = [new InhibitRule([Severity(AlertSeverity.Critical)], [Severity(AlertSeverity.Warning)], ["service"])],
        Receivers =
        [
            new Receiver(DefaultReceiver, Notifications),
            new Receiver(CriticalReceiver, Notifications),
            new Receiver(WarningReceiver, Notifications),
            new Receiver(WatchdogReceiver, Heartbeat),
        ],
    };

    private static string Severity(AlertSeverity severity) => Match("severity", AlertRulesYaml.Label(severity));

    private static string Match(string label, string value) => $"{label}=\"{value}\"";
}
