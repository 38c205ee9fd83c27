using Infra.Configs.Alerts;

namespace Infra.Configs.Alertmanager;

/// <summary>Times that come again each week.</summary>
internal sealed record WeeklyTimes
{
    /// <summary>The days, in English and lower case; none for every day.</summary>
    public IReadOnlyList<string> Weekdays { get; init; } = [];

    /// <summary>From and until when, as <c>HH:MM</c>. What ends before it begins ends on the next day.</summary>
    public required IReadOnlyList<(string Start, string End)> Hours { get; init; }

    /// <summary>The time zone, by its IANA name.</summary>
    public string Timezone { get; init; } = "UTC";

    /// <summary>In the form of Alertmanager, whose times all end on the day on which they begin.</summary>
    public IReadOnlyList<WeeklyTime> ToWeeklyTimes() =>
    [
        .. Hours.SelectMany(hours => string.CompareOrdinal(hours.Start, hours.End) < 0
            ? [new WeeklyTime(Weekdays, hours.Start, hours.End, Timezone)]
            : Overnight(hours.Start, hours.End)),
    ];

    private IEnumerable<WeeklyTime> Overnight(string start, string end)
    {
        yield return new WeeklyTime(Weekdays, start, "24:00", Timezone);
        if (end != "00:00")
            yield return new WeeklyTime([.. Weekdays.Select(DayAfter)], "00:00", end, Timezone);
    }

    private static string DayAfter(string weekday) => Days.All[(Days.All.ToList().IndexOf(weekday) + 1) % Days.All.Count];
}

/// <summary>The days of a week.</summary>
internal static class Days
{
    public static IReadOnlyList<string> All { get; } = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
}

/// <summary>A time in which work is done that raises alerts, and nobody is told of them.</summary>
internal sealed record MaintenanceWindow
{
    public required string Name { get; init; }

    public required WeeklyTimes Times { get; init; }

    /// <summary>The severities that nobody is told of.</summary>
    public required IReadOnlySet<AlertSeverity> Severities { get; init; }

    /// <summary>The components that the work is on; none for all of them.</summary>
    public IReadOnlyList<string> Components { get; init; } = [];
}
