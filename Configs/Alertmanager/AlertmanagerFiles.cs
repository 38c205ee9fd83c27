using Infra.Configs.Yaml;

namespace Infra.Configs.Alertmanager;

/// <summary>Renders the configuration folder of Alertmanager.</summary>
internal static class AlertmanagerFiles
{
    public const string ConfigFile = "alertmanager.yml";
    public const string TemplatesFile = "templates/notifications.tmpl";

    /// <summary><c>alertmanager.yml</c>.</summary>
    /// <param name="webhookUrls">
    /// The addresses of webhooks by the file that they would be read from, for an Alertmanager that cannot (before 0.26). The
    /// configuration is then as secret as they are.
    /// </param>
    public static string RenderConfig(AlertmanagerConfig config, IReadOnlyDictionary<string, string>? webhookUrls = null) => YamlText.Render(new YamlMap
    {
        { "global", new YamlMap { { "pagerduty_url", config.PagerDutyUrl } } },
        { "templates", config.Templates.ToList() },
        { "route", Node(config.Route) },
        { "inhibit_rules", config.InhibitRules.Select(Inhibition).ToList() },
        { "receivers", config.Receivers.Select(receiver => ReceiverYaml.Render(receiver, webhookUrls)).ToList() },
        { "time_intervals", config.TimeIntervals.Select(Interval).ToList() },
    });

    private static YamlMap Node(Route route) => new()
    {
        { "receiver", route.Receiver },
        { "matchers", route.Matchers.ToList() },
        { "group_by", route.GroupBy.ToList() },
        { "group_wait", route.GroupWait },
        { "group_interval", route.GroupInterval },
        { "repeat_interval", route.RepeatInterval },
        { "mute_time_intervals", route.MuteTimeIntervals.ToList() },
        { "active_time_intervals", route.ActiveTimeIntervals.ToList() },
        { "routes", route.Routes.Select(Node).ToList() },
    };

    private static YamlMap Inhibition(InhibitRule rule) => new()
    {
        { "source_matchers", rule.Source.ToList() },
        { "target_matchers", rule.Target.ToList() },
        { "equal", rule.Equal.ToList() },
    };

    private static YamlMap Interval(TimeInterval interval) => new()
    {
        { "name", interval.Name },
        { "time_intervals", interval.Times.Select(Time).ToList() },
    };

    private static YamlMap Time(WeeklyTime time) => new()
    {
        { "times", new List<YamlMap> { new() { { "start_time", time.Start }, { "end_time", time.End } } } },
        { "weekdays", time.Weekdays.ToList() },
        { "location", time.Location },
    };
}
