using Infra.Configs.Alerts;

namespace Infra.Configs.Alertmanager;

/// <summary>Somebody who can be told of alerts: by what name, in what way, and of which.</summary>
internal sealed record AlertContact(string Name, Integration Integration, IReadOnlySet<AlertSeverity> Severities);

/// <summary>The names of contacts in settings, and of the files with their secrets.</summary>
internal static class AlertContacts
{
    public const string Webhook = "webhook";
    public const string Slack = "slack";
    public const string PagerDuty = "pagerduty";
    public const string Email = "email";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Webhook, Slack, PagerDuty, Email];
}

/// <summary>The files from which Alertmanager reads its secrets.</summary>
internal static class AlertmanagerSecrets
{
    public const string Folder = "/run/secrets";

    public const string WebhookUrl = "webhook-url";
    public const string HeartbeatUrl = "heartbeat-url";
    public const string SlackUrl = "slack-url";
    public const string PagerDutyKey = "pagerduty-key";
    public const string SmtpPassword = "smtp-password";

    /// <summary>Those that an Alertmanager before 0.26 cannot read from a file.</summary>
    public static IReadOnlyList<string> Urls { get; } = [WebhookUrl, HeartbeatUrl];

    /// <summary>Where a file is in the container.</summary>
    public static string Path(string file) => $"{Folder}/{file}";
}
