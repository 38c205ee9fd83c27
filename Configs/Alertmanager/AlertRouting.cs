using Infra.Configs.Alerts;
using Infra.Configs.Lakehouse;

namespace Infra.Configs.Alertmanager;

/// <summary>
/// How this project routes: by severity, where it is told otherwise by component and severity, with the Watchdog on a line of
/// its own. What a maintenance window covers is taken and told to nobody.
/// </summary>
internal sealed record AlertRouting
{
    public const string DefaultReceiver = "default";
    public const string WatchdogReceiver = "watchdog";

    private const string HoursPrefix = "hours-";

    // The receiver of the heartbeat complains when it stops, so it comes every minute. Alertmanager looks at each group interval whether
    // the repeat interval has passed since it was done with telling, which is a moment after it began: with the two alike it would
    // leave out every other time or so. So it looks twice a minute, and tells at every second look.
    private static readonly Duration HeartbeatGroupInterval = Duration.Seconds(30);
    private static readonly Duration HeartbeatRepeatInterval = Duration.Seconds(50);

    /// <summary>The severities that somebody is told of, the worst first.</summary>
    public static IReadOnlyList<AlertSeverity> Severities { get; } = [AlertSeverity.Critical, AlertSeverity.Warning, AlertSeverity.Info];

    public required Duration GroupWait { get; init; }

    public required Duration GroupInterval { get; init; }

    public required Duration RepeatInterval { get; init; }

    /// <summary>How long until a critical alert is told again; null for as long as any.</summary>
    public Duration? CriticalRepeatInterval { get; init; }

    /// <summary>Who is told of alerts; nobody if there is none, and alerts are seen in Alertmanager alone.</summary>
    public IReadOnlyList<AlertContact> Contacts { get; init; } = [];

    /// <summary>The names of the contacts that alone are told of a component, by component; others are told by all.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> ComponentContacts { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Who expects the Watchdog's heartbeat; null drops it.</summary>
    public WebhookIntegration? Heartbeat { get; init; }

    public IReadOnlyList<MaintenanceWindow> Maintenance { get; init; } = [];

    /// <summary>The hours to which a severity is confined; what fires outside of them is told when they begin.</summary>
    public IReadOnlyDictionary<AlertSeverity, WeeklyTimes> Hours { get; init; } = new Dictionary<AlertSeverity, WeeklyTimes>();

    /// <summary>What cannot work without what.</summary>
    public DependencyGraph Dependencies { get; init; } = DependencyGraph.Phlo;

    /// <summary>Where PagerDuty takes events; null for its own address.</summary>
    public string? PagerDutyUrl { get; init; }

    /// <summary>The receiver of a severity, for all components that have none of their own.</summary>
    public static string ReceiverOf(AlertSeverity severity) => AlertRulesYaml.Label(severity);

    /// <summary>The receiver of a component's severity, for a component with contacts of its own.</summary>
    public static string ReceiverOf(string component, AlertSeverity severity) => $"{component}-{AlertRulesYaml.Label(severity)}";

    /// <summary>The names of the receivers that tell nobody: what they are sent is lost.</summary>
    public IReadOnlyList<string> ReceiversWithoutDestination() =>
        [.. Receivers().Where(receiver => receiver.Integrations.Count == 0).Select(receiver => receiver.Name)];

    public AlertmanagerConfig ToConfig() => new()
    {
        PagerDutyUrl = PagerDutyUrl,
        Templates = [AlertmanagerFiles.TemplatesFile],
        Route = new Route
        {
            Receiver = DefaultReceiver,
            GroupBy = ["alertname", "component"],
            GroupWait = GroupWait,
            GroupInterval = GroupInterval,
            RepeatInterval = RepeatInterval,
            Routes = [WatchdogRoute(), .. RoutedComponents().Select(ComponentRoute), .. Severities.Select(severity => SeverityRoute(severity))],
        },
        InhibitRules = [.. Inhibitions.BySeverity, .. Inhibitions.ByDependency(Dependencies), .. Inhibitions.OfMissingLogs(Dependencies)],
        Receivers = Receivers(),
        TimeIntervals =
        [
            .. Maintenance.Select(window => new TimeInterval(window.Name, window.Times.ToWeeklyTimes())),
            .. Hours.OrderByDescending(hours => hours.Key).Select(hours => new TimeInterval(HoursOf(hours.Key), hours.Value.ToWeeklyTimes())),
        ],
    };

    private static string HoursOf(AlertSeverity severity) => HoursPrefix + AlertRulesYaml.Label(severity);

    private static Route WatchdogRoute() => new()
    {
        Receiver = WatchdogReceiver,
        Matchers = [AlertMatchers.Name(AlertRules.WatchdogName)],
        GroupWait = Duration.Seconds(0),
        GroupInterval = HeartbeatGroupInterval,
        RepeatInterval = HeartbeatRepeatInterval,
    };

    // A name that begins with another's is the more particular one.
    private IEnumerable<string> RoutedComponents() => ComponentContacts.Keys
        .Concat(Maintenance.SelectMany(window => window.Components))
        .Distinct()
        .OrderByDescending(component => component.Length)
        .ThenBy(component => component, StringComparer.Ordinal);

    private Route ComponentRoute(string component) => new()
    {
        Receiver = DefaultReceiver,
        Matchers = [AlertMatchers.Component(component)],
        Routes = [.. Severities.Select(severity => SeverityRoute(severity, component))],
    };

    private Route SeverityRoute(AlertSeverity severity, string? component = null) => new()
    {
        Receiver = component is not null && ContactsOf(component) is not null ? ReceiverOf(component, severity) : ReceiverOf(severity),
        Matchers = [AlertMatchers.Severity(severity)],
        RepeatInterval = severity == AlertSeverity.Critical ? CriticalRepeatInterval : null,
        MuteTimeIntervals =
        [
            .. Maintenance
                .Where(window => window.Severities.Contains(severity) && (window.Components.Count == 0 || window.Components.Any(name => Covers(name, component))))
                .Select(window => window.Name),
        ],
        ActiveTimeIntervals = Hours.ContainsKey(severity) ? [HoursOf(severity)] : [],
    };

    // What has no severity, or one that nobody here knows, is told to everybody rather than to nobody.
    private List<Receiver> Receivers() =>
    [
        new Receiver(DefaultReceiver, [.. Contacts.Select(contact => contact.Integration)]),
        .. Severities.Select(severity => new Receiver(ReceiverOf(severity), Told(severity, Contacts))),
        .. from component in RoutedComponents()
           let names = ContactsOf(component)
           where names is not null
           from severity in Severities
           select new Receiver(ReceiverOf(component, severity), Told(severity, Contacts.Where(contact => names.Contains(contact.Name)))),
        new Receiver(WatchdogReceiver, Heartbeat is null ? [] : [Heartbeat with { TellsOfEnds = false }]),
    ];

    // What is settled for a component holds for its parts, unless they have something of their own.
    private IReadOnlyList<string>? ContactsOf(string component) => ComponentContacts
        .Where(entry => Covers(entry.Key, component))
        .OrderByDescending(entry => entry.Key.Length)
        .Select(entry => entry.Value)
        .FirstOrDefault();

    private static bool Covers(string name, string? component) =>
        component == name || component?.StartsWith($"{name}-", StringComparison.Ordinal) == true;

    private static List<Integration> Told(AlertSeverity severity, IEnumerable<AlertContact> contacts) =>
        [.. contacts.Where(contact => contact.Severities.Contains(severity)).Select(contact => contact.Integration)];
}
