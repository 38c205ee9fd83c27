using Infra.Configs.Alertmanager;
using YamlDotNet.RepresentationModel;

namespace Infra.Tests.Configs.Alertmanager;

/// <summary>
/// Holds the configuration against what the pinned Alertmanager knows, which cannot run here: the keys of each block as
/// docs/configuration.md of prometheus/alertmanager lists them at v0.34.0.
/// </summary>
public sealed class AlertmanagerKeysTests
{
    private static readonly Dictionary<string, string[]> Keys = new()
    {
        [""] = ["global", "templates", "route", "receivers", "inhibit_rules", "time_intervals", "event_recorder", "tracing"],
        ["global"] =
        [
            "smtp_from", "smtp_smarthost", "smtp_hello", "smtp_auth_username", "smtp_auth_password", "smtp_auth_password_file", "smtp_auth_identity",
            "smtp_auth_secret", "smtp_auth_secret_file", "smtp_require_tls", "smtp_tls_config", "smtp_force_implicit_tls", "slack_api_url",
            "slack_api_url_file", "pagerduty_url", "http_config", "resolve_timeout",
        ],
        ["route"] =
        [
            "receiver", "group_by", "continue", "matchers", "labels", "group_wait", "group_interval", "repeat_interval", "mute_time_intervals",
            "active_time_intervals", "routes",
        ],
        ["inhibit_rules"] = ["name", "target_matchers", "source_matchers", "equal"],
        ["receivers"] = ["name", "webhook_configs", "slack_configs", "pagerduty_configs", "email_configs"],
        ["webhook_configs"] = ["send_resolved", "url", "url_file", "http_config", "max_alerts", "timeout", "payload"],
        ["slack_configs"] =
        [
            "send_resolved", "api_url", "api_url_file", "app_token", "app_token_file", "app_url", "channel", "icon_emoji", "icon_url", "link_names",
            "message_text", "username", "actions", "callback_id", "color", "fallback", "fields", "footer", "mrkdwn_in", "pretext", "short_fields", "text",
            "title", "title_link", "image_url", "thumb_url", "http_config", "timeout", "update_message",
        ],
        ["pagerduty_configs"] =
        [
            "send_resolved", "routing_key", "routing_key_file", "service_key", "service_key_file", "url", "client", "client_url", "description",
            "severity", "source", "details", "images", "links", "component", "group", "class", "http_config", "timeout",
        ],
        ["email_configs"] =
        [
            "send_resolved", "to", "from", "smarthost", "hello", "auth_username", "auth_password", "auth_password_file", "auth_secret",
            "auth_secret_file", "auth_identity", "require_tls", "force_implicit_tls", "tls_config", "html", "text", "headers", "threading",
        ],
        ["time_intervals"] = ["name", "time_intervals", "times", "weekdays", "days_of_month", "months", "years", "location"],
        ["times"] = ["start_time", "end_time"],
    };

    [Fact]
    public void Are_all_known_to_the_pinned_release()
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(AlertmanagerFiles.RenderConfig(SampleRouting.Everything.ToConfig())));

        var unknown = Unknown("", yaml.Documents[0].RootNode).ToList();

        Assert.Empty(unknown);
    }

    // Blocks that hold names of somebody's own, such as headers, are not looked into.
    private static IEnumerable<string> Unknown(string block, YamlNode node) => node switch
    {
        YamlSequenceNode list => list.SelectMany(item => Unknown(block, item)),
        YamlMappingNode map when Keys.TryGetValue(block == "routes" ? "route" : block, out var known) => map.Children.SelectMany(entry =>
            ((YamlScalarNode)entry.Key).Value is { } key && known.Contains(key) ? Unknown(key, entry.Value) : [$"{block}: {entry.Key}"]),
        _ => [],
    };
}
