using Infra.Configs;
using Infra.Configs.Alertmanager;
using Infra.Configs.Alerts;
using Infra.Tests.Support;

namespace Infra.Tests.Configs.Alertmanager;

/// <summary>Routings that the tests have in common.</summary>
internal static class SampleRouting
{
    /// <summary>The addresses that an Alertmanager cannot read from files, which before 0.26 are those of webhooks.</summary>
    public static IReadOnlyDictionary<string, string> WebhookUrls { get; } = new Dictionary<string, string>
    {
        [AlertmanagerSecrets.Path(AlertmanagerSecrets.WebhookUrl)] = "http://127.0.0.1:1/alerts",
        [AlertmanagerSecrets.Path(AlertmanagerSecrets.HeartbeatUrl)] = "http://127.0.0.1:1/heartbeat",
    };

    /// <summary>Nobody is told of anything.</summary>
    public static AlertRouting Bare { get; } = new()
    {
        GroupWait = Duration.Seconds(30),
        GroupInterval = Duration.Minutes(5),
        RepeatInterval = Duration.Hours(4),
    };

    public static AlertContact Webhook { get; } = new(
        AlertContacts.Webhook, new WebhookIntegration(AlertmanagerSecrets.Path(AlertmanagerSecrets.WebhookUrl)), AlertRouting.Severities.ToHashSet());

    public static AlertContact Slack { get; } = new(
        AlertContacts.Slack,
        new SlackIntegration(AlertmanagerSecrets.Path(AlertmanagerSecrets.SlackUrl)) { Channel = "#alerts" },
        new HashSet<AlertSeverity> { AlertSeverity.Critical, AlertSeverity.Warning });

    public static AlertContact PagerDuty { get; } = new(
        AlertContacts.PagerDuty,
        new PagerDutyIntegration(AlertmanagerSecrets.Path(AlertmanagerSecrets.PagerDutyKey)),
        new HashSet<AlertSeverity> { AlertSeverity.Critical });

    public static AlertContact Email { get; } = new(
        AlertContacts.Email,
        new EmailIntegration
        {
            Smarthost = "smtp.example.com:587",
            From = "phlo@example.com",
            To = "data@example.com, on-call@example.com",
            Username = "phlo",
            PasswordFile = AlertmanagerSecrets.Path(AlertmanagerSecrets.SmtpPassword),
            RequireTls = true,
        },
        AlertRouting.Severities.ToHashSet());

    /// <summary>Every way to be told, and every way not to be.</summary>
    public static AlertRouting Everything { get; } = Bare with
    {
        Contacts = [Webhook, Slack, PagerDuty, Email],
        Heartbeat = new WebhookIntegration(AlertmanagerSecrets.Path(AlertmanagerSecrets.HeartbeatUrl)),
        PagerDutyUrl = "https://events.eu.pagerduty.com/v2/enqueue",
        CriticalRepeatInterval = Duration.Hours(1),
        ComponentContacts = new Dictionary<string, IReadOnlyList<string>> { ["dagster"] = [AlertContacts.Slack, AlertContacts.Email] },
        Maintenance =
        [
            new MaintenanceWindow
            {
                Name = "nightly-load",
                Times = new WeeklyTimes { Weekdays = ["sunday", "monday"], Hours = [("22:30", "02:00")], Timezone = "Europe/Berlin" },
                Severities = new HashSet<AlertSeverity> { AlertSeverity.Warning, AlertSeverity.Info },
                Components = ["trino"],
            },
        ],
        Hours = new Dictionary<AlertSeverity, WeeklyTimes>
        {
            [AlertSeverity.Info] = new() { Weekdays = ["monday", "friday"], Hours = [("08:00", "18:00")], Timezone = "Europe/Berlin" },
        },
    };

    /// <summary>The configuration as every release in use reads it.</summary>
    public static string Render(AlertRouting routing) => AlertmanagerFiles.RenderConfig(routing.ToConfig(), WebhookUrls);

    /// <summary>A folder with all that Alertmanager is given but secrets.</summary>
    public static TemporaryDirectory Folder(AlertRouting routing, NotificationLinks? links = null) => new TemporaryDirectory().Write(
    [
        new(AlertmanagerFiles.ConfigFile, Render(routing)),
        new(AlertmanagerFiles.TemplatesFile, NotificationTemplates.Render(links ?? new NotificationLinks())),
    ]);
}
