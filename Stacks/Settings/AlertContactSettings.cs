using System.Text.RegularExpressions;
using Infra.Configs.Alertmanager;
using Infra.Configs.Alerts;

namespace Infra.Stacks.Settings;

/// <summary>Who can be told of alerts, and the secrets that it takes.</summary>
internal sealed partial record AlertContactSettings
{
    public required IReadOnlyList<AlertContact> Contacts { get; init; }

    public required WebhookIntegration? Heartbeat { get; init; }

    public required string? PagerDutyUrl { get; init; }

    /// <summary>The secrets by the name of their file.</summary>
    public required IReadOnlyDictionary<string, Secret> Secrets { get; init; }

    /// <summary>The setting that a contact needs.</summary>
    public static string DestinationOf(string contact) => contact switch
    {
        AlertContacts.Webhook => "alertWebhookUrl",
        AlertContacts.Slack => "slackWebhookUrl",
        AlertContacts.PagerDuty => "pagerdutyRoutingKey",
        AlertContacts.Email => "emailTo",
        _ => throw new ArgumentOutOfRangeException(nameof(contact), contact, null),
    };

    public static AlertContactSettings Read(SettingReader reader, SmtpSettings? smtp)
    {
        var secrets = new SortedDictionary<string, Secret>(StringComparer.Ordinal);
        string? File(string name, Secret? secret)
        {
            if (secret is null)
                return null;

            secrets.Add(name, secret);
            return AlertmanagerSecrets.Path(name);
        }

        var webhook = File(AlertmanagerSecrets.WebhookUrl, reader.Url("alertWebhookUrl"));
        var heartbeat = File(AlertmanagerSecrets.HeartbeatUrl, reader.Url("alertHeartbeatUrl"));
        var slack = File(AlertmanagerSecrets.SlackUrl, reader.Url("slackWebhookUrl"));
        var pagerDuty = File(AlertmanagerSecrets.PagerDutyKey, reader.SecretText(
            "pagerdutyRoutingKey", RoutingKey().IsMatch, "the integration key of PagerDuty's Events API v2, 32 letters and digits"));
        var emailTo = reader.Optional("emailTo", MailAddresses.AreSome, "mail addresses, separated by commas, or none");
        if (emailTo is not null && smtp is null)
            reader.Mistake("smtpHost", "expected the mail server: emailTo is set");

        var channel = reader.Optional("slackChannel", Channel().IsMatch, "a channel, such as #alerts, or none");
        if (channel is not null && slack is null)
            reader.Mistake("slackWebhookUrl", "expected the webhook of Slack: slackChannel is set");

        var password = emailTo is null ? null : File(AlertmanagerSecrets.SmtpPassword, smtp?.Password);
        (string Name, string Key, IReadOnlyList<AlertSeverity> Default, Integration? Integration)[] all =
        [
            (AlertContacts.Webhook, "alertWebhookSeverities", AlertRouting.Severities, webhook is null ? null : new WebhookIntegration(webhook)),
            (AlertContacts.Slack, "slackSeverities", AlertRouting.Severities, slack is null ? null : new SlackIntegration(slack) { Channel = channel }),
            // It wakes people.
            (AlertContacts.PagerDuty, "pagerdutySeverities", [AlertSeverity.Critical], pagerDuty is null ? null : new PagerDutyIntegration(pagerDuty)),
            (AlertContacts.Email, "emailSeverities", AlertRouting.Severities, Email(smtp, emailTo, password)),
        ];
        return new AlertContactSettings
        {
            Contacts =
            [
                .. from contact in all
                   let severities = AlertWords.ReadSeverities(reader, contact.Key, contact.Default)
                   where contact.Integration is not null
                   select new AlertContact(contact.Name, contact.Integration, severities),
            ],
            Heartbeat = heartbeat is null ? null : new WebhookIntegration(heartbeat),
            PagerDutyUrl = reader.Optional("pagerdutyUrl", SettingReader.IsUrl, "an address that begins with http:// or https://, or none"),
            Secrets = secrets,
        };
    }

    private static EmailIntegration? Email(SmtpSettings? smtp, string? to, string? passwordFile) => smtp is null || to is null ? null : new EmailIntegration
    {
        Smarthost = smtp.Host,
        From = smtp.From,
        To = to,
        Username = smtp.User,
        PasswordFile = passwordFile,
        RequireTls = smtp.RequireTls,
    };

    [GeneratedRegex(@"^[A-Za-z0-9]{32}\z")]
    private static partial Regex RoutingKey();

    [GeneratedRegex(@"^[#@]?[A-Za-z0-9_.-]{1,80}\z")]
    private static partial Regex Channel();
}
