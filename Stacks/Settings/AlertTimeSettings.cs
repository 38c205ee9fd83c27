using System.Text.RegularExpressions;
using Infra.Configs.Alertmanager;
using Infra.Configs.Alerts;

namespace Infra.Stacks.Settings;

/// <summary>Reads when nobody is told of alerts.</summary>
internal static partial class AlertTimeSettings
{
    private const string Times = "times";
    private const string TimesExpectation = "from and until when, such as 22:00-02:00";

    /// <summary>Times in which work is done.</summary>
    public static IReadOnlyList<MaintenanceWindow> ReadMaintenance(SettingReader reader)
    {
        var windows = new List<MaintenanceWindow>();
        foreach (var entry in reader.Entries("maintenanceWindows", WindowName().IsMatch, "a name of lower-case letters, digits and hyphens"))
        {
            var times = ReadTimes(entry);
            var severities = entry.Texts("severities", AlertWords.Severities.Contains, AlertWords.SeverityExpectation);
            var components = entry.Texts("components", AlertWords.IsComponent, AlertWords.ComponentExpectation);
            entry.End();
            windows.Add(new MaintenanceWindow
            {
                Name = entry.Name,
                Times = times,
                Severities = AlertWords.ToSeverities(severities ?? AlertWords.Severities),
                Components = components ?? [],
            });
        }

        return windows;
    }

    /// <summary>The hours to which severities are confined.</summary>
    public static IReadOnlyDictionary<AlertSeverity, WeeklyTimes> ReadHours(SettingReader reader)
    {
        var hours = new Dictionary<AlertSeverity, WeeklyTimes>();
        foreach (var entry in reader.Entries("alertHours", AlertWords.Severities.Contains, AlertWords.SeverityExpectation))
        {
            hours[AlertWords.ToSeverities([entry.Name]).Single()] = ReadTimes(entry);
            entry.End();
        }

        return hours;
    }

    private static WeeklyTimes ReadTimes(SettingEntry entry)
    {
        var weekdays = entry.Texts("weekdays", Days.All.Contains, $"one or more of {string.Join(", ", Days.All)}");
        var hours = entry.Texts(Times, IsTimes, TimesExpectation);
        entry.Missing(Times, TimesExpectation);
        return new WeeklyTimes
        {
            Weekdays = weekdays ?? [],
            Hours = [.. (hours ?? []).Select(text => (text[..5], text[6..]))],
            Timezone = entry.Text("timezone", "UTC", IsTimezone, "UTC or the IANA name of a time zone by region and place, such as Europe/Berlin"),
        };
    }

    private static bool IsTimes(string text) => TimeRange().IsMatch(text) && text[..5] != text[6..];

    // Alertmanager's image has the names by region and place alone, and Go takes UTC in capitals only: utc, CET or US/Central, which
    // .NET finds, keep it from starting. A machine without the time zones' data cannot tell a good name from a bad one.
    private static bool IsTimezone(string text) =>
        text is "UTC" || TimezoneName().IsMatch(text) && (IsKnown(text) || TimeZoneInfo.GetSystemTimeZones().Count <= 1);

    private static bool IsKnown(string text) => TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone) && zone.Id == text;

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,62}\z")]
    private static partial Regex WindowName();

    [GeneratedRegex(@"^([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)\z")]
    private static partial Regex TimeRange();

    [GeneratedRegex(@"^(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Etc|Europe|Indian|Pacific)(/[A-Za-z0-9_+-]+)+\z")]
    private static partial Regex TimezoneName();
}
