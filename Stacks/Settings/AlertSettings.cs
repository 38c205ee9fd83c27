using Infra.Configs;
using Infra.Configs.Alertmanager;

namespace Infra.Stacks.Settings;

/// <summary>When something is an alert and who is told.</summary>
internal sealed record AlertSettings
{
    public required Duration PendingPeriod { get; init; }

    /// <summary>Who is told of what, and when.</summary>
    public required AlertRouting Routing { get; init; }

    /// <summary>The secrets that the routing refers to, by the name of their file.</summary>
    public required IReadOnlyDictionary<string, Secret> Secrets { get; init; }

    /// <summary>Where the runbooks are.</summary>
    public required string RunbookBase { get; init; }

    public static AlertSettings Read(SettingReader reader, EnvironmentDefaults defaults, SmtpSettings? smtp)
    {
        var contacts = AlertContactSettings.Read(reader, smtp);
        return new AlertSettings
        {
            PendingPeriod = reader.Duration("alertPendingPeriod", defaults.AlertPendingPeriod, Duration.Seconds(0), Duration.Hours(1)),
            Routing = ReadRouting(reader, defaults, contacts),
            Secrets = contacts.Secrets,
            RunbookBase = reader.Text("runbookBase", "docs/runbooks", text => !text.Any(char.IsWhiteSpace) && !Expansion.IsIn(text), $"an address or a folder, without spaces, {Expansion.Expectation}"),
        };
    }

    private static AlertRouting ReadRouting(SettingReader reader, EnvironmentDefaults defaults, AlertContactSettings contacts)
    {
        var repeatInterval = reader.Duration("alertRepeatInterval", Duration.Hours(4), Duration.Minutes(1), Duration.Hours(120));
        return new AlertRouting
        {
            GroupWait = reader.Duration("alertGroupWait", defaults.AlertGroupWait, Duration.Seconds(0), Duration.Hours(1)),
            GroupInterval = reader.Duration("alertGroupInterval", defaults.AlertGroupInterval, Duration.Seconds(1), Duration.Hours(24)),
            RepeatInterval = repeatInterval,
            CriticalRepeatInterval = reader.Given("alertCriticalRepeatInterval") is null
                ? null
                : reader.Duration("alertCriticalRepeatInterval", repeatInterval, Duration.Minutes(1), Duration.Hours(120)),
            Contacts = contacts.Contacts,
            Heartbeat = contacts.Heartbeat,
            PagerDutyUrl = contacts.PagerDutyUrl,
            ComponentContacts = ReadRoutes(reader, contacts.Contacts),
            Maintenance = AlertTimeSettings.ReadMaintenance(reader),
            Hours = AlertTimeSettings.ReadHours(reader),
        };
    }

    private static Dictionary<string, IReadOnlyList<string>> ReadRoutes(SettingReader reader, IReadOnlyList<AlertContact> contacts)
    {
        var routes = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var entry in reader.Entries("alertRoutes", AlertWords.IsComponent, AlertWords.ComponentExpectation))
        {
            var names = entry.Texts(AlertContacts.All.Contains, $"one or more of {string.Join(", ", AlertContacts.All)}");
            if (names is null)
                continue;

            if (names.FirstOrDefault(name => contacts.All(contact => contact.Name != name)) is { } missing)
                entry.Mistake($"{missing} has no destination: set {AlertContactSettings.DestinationOf(missing)}");
            routes[entry.Name] = names;
        }

        return routes;
    }
}
