using Infra.Configs.Yaml;

namespace Infra.Configs.Alertmanager;

/// <summary>Renders the configuration of Alertmanager.</summary>
internal static class AlertmanagerFiles
{
    public const string ConfigFile = "alertmanager.yml";

    /// <summary><c>alertmanager.yml</c>.</summary>
    public static string RenderConfig(AlertmanagerConfig config) => YamlText.Render(new YamlMap
    {
        { "route", Node(config.Route) },
        { "inhibit_rules", config.InhibitRules.Select(Inhibition).ToList() },
        { "receivers", config.Receivers.Select(Receiver).ToList() },
    });

    private static YamlMap Node(Route route) => new()
    {
        { "receiver", route.Receiver },
        { "matchers", route.Matchers.ToList() },
        { "group_by", route.GroupBy.ToList() },
        { "group_wait", route.GroupWait },
        { "group_interval", route.GroupInterval },
        { "repeat_interval", route.RepeatInterval },
        { "routes", route.Routes.Select(Node).ToList() },
    };

    private static YamlMap Inhibition(InhibitRule rule) => new()
    {
        { "source_matchers", rule.Source.ToList() },
        { "target_matchers", rule.Target.ToList() },
        { "equal", rule.Equal.ToList() },
    };

    private static YamlMap Receiver(Receiver receiver) => new()
    {
        { "name", receiver.Name },
        { "webhook_configs", receiver.Webhook is { } webhook ? new List<YamlMap> { Webhook(webhook) } : null },
    };

    private static YamlMap Webhook(Webhook webhook) => new()
    {
        { "url", webhook.Url },
        { "url_file", webhook.UrlFile },
        { "send_resolved", true },
    };
}
