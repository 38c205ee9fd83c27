using Infra.Configs;

namespace Infra.Stacks.Settings;

/// <summary>When something is an alert and who is told.</summary>
internal sealed record AlertSettings
{
    public required Duration PendingPeriod { get; init; }

    public required Duration GroupWait { get; init; }

    public required Duration GroupInterval { get; init; }

    public required Duration RepeatInterval { get; init; }

    /// <summary>The webhook that is told of alerts; null tells nobody.</summary>
    public required Secret? WebhookUrl { get; init; }

    /// <summary>The webhook that expects the Watchdog; null for none.</summary>
    public required Secret? HeartbeatUrl { get; init; }

    /// <summary>Where the runbooks are.</summary>
    public required string RunbookBase { get; init; }

    public static AlertSettings Read(SettingReader reader, EnvironmentDefaults defaults) => new()
    {
        PendingPeriod = reader.Duration("alertPendingPeriod", defaults.AlertPendingPeriod, Duration.Seconds(0), Duration.Hours(1)),
        GroupWait = reader.Duration("alertGroupWait", defaults.AlertGroupWait, Duration.Seconds(0), Duration.Hours(1)),
        GroupInterval = reader.Duration("alertGroupInterval", defaults.AlertGroupInterval, Duration.Seconds(1), Duration.Hours(24)),
        RepeatInterval = reader.Duration("alertRepeatInterval", Duration.Hours(4), Duration.Minutes(1), Duration.Hours(120)),
        WebhookUrl = reader.Url("alertWebhookUrl"),
        HeartbeatUrl = reader.Url("alertHeartbeatUrl"),
        RunbookBase = reader.Text("runbookBase", "docs/runbooks", text => !text.Any(char.IsWhiteSpace), "an address or a folder, without spaces"),
    };
}
