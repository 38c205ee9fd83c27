using Infra.Configs.Yaml;

namespace Infra.Configs.Alertmanager;

/// <summary>Renders receivers. Every key is one of Alertmanager 0.25 as well as of 0.34 (docs/configuration.md there).</summary>
internal static class ReceiverYaml
{
    public static YamlMap Render(Receiver receiver, IReadOnlyDictionary<string, string>? webhookUrls) => new()
    {
        { "name", receiver.Name },
        { "webhook_configs", All<WebhookIntegration>(receiver, webhook => Webhook(webhook, webhookUrls)) },
        { "slack_configs", All<SlackIntegration>(receiver, Slack) },
        { "pagerduty_configs", All<PagerDutyIntegration>(receiver, PagerDuty) },
        { "email_configs", All<EmailIntegration>(receiver, Email) },
    };

    private static List<YamlMap> All<T>(Receiver receiver, Func<T, YamlMap> render) => [.. receiver.Integrations.OfType<T>().Select(render)];

    private static YamlMap Webhook(WebhookIntegration webhook, IReadOnlyDictionary<string, string>? urls) => new()
    {
        { "url", urls?[webhook.UrlFile] },
        { "url_file", urls is null ? webhook.UrlFile : null },
        { "send_resolved", webhook.TellsOfEnds },
    };

    private static YamlMap Slack(SlackIntegration slack) => new()
    {
        { "api_url_file", slack.ApiUrlFile },
        { "channel", slack.Channel },
        { "send_resolved", true },
        { "color", NotificationTemplates.Call("slack.color") },
        { "title", NotificationTemplates.Call("slack.title") },
        { "title_link", NotificationTemplates.Call("home") },
        { "text", NotificationTemplates.Call("slack.text") },
        { "fallback", NotificationTemplates.Call("slack.title") },
    };

    private static YamlMap PagerDuty(PagerDutyIntegration pagerDuty) => new()
    {
        { "routing_key_file", pagerDuty.RoutingKeyFile },
        { "send_resolved", true },
        { "client", "phlo-observability" },
        { "client_url", NotificationTemplates.Call("home") },
        { "description", NotificationTemplates.Call("title") },
        { "severity", NotificationTemplates.Call("pagerduty.severity") },
        { "component", "{{ .CommonLabels.component }}" },
        { "group", "{{ .CommonLabels.stack }}" },
        { "class", "{{ .CommonLabels.alertname }}" },
        {
            "details", new YamlMap
            {
                { "firing", "{{ if .Alerts.Firing }}" + NotificationTemplates.Call("text", ".Alerts.Firing") + "{{ end }}" },
                { "resolved", "{{ if .Alerts.Resolved }}" + NotificationTemplates.Call("text", ".Alerts.Resolved") + "{{ end }}" },
                { "runbook", "{{ .CommonAnnotations.runbook_url }}" },
            }
        },
    };

    private static YamlMap Email(EmailIntegration email) => new()
    {
        { "to", email.To },
        { "from", email.From },
        { "smarthost", email.Smarthost },
        { "auth_username", email.Username },
        { "auth_password_file", email.PasswordFile },
        { "require_tls", email.RequireTls },
        { "send_resolved", true },
        { "headers", new YamlMap { { "Subject", NotificationTemplates.Call("title") } } },
        { "html", NotificationTemplates.Call("email.html") },
        { "text", NotificationTemplates.Call("text", ".Alerts") },
    };
}
