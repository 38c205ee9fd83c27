namespace Infra.Configs.Alertmanager;

/// <summary>Where alerts go, in which groups, when, and which of them silence which.</summary>
internal sealed record AlertmanagerConfig
{
    /// <summary>Where PagerDuty takes events; null for its own address.</summary>
    public string? PagerDutyUrl { get; init; }

    /// <summary>Files with the texts of notifications, relative to the configuration.</summary>
    public IReadOnlyList<string> Templates { get; init; } = [];

    public required Route Route { get; init; }

    public required IReadOnlyList<InhibitRule> InhibitRules { get; init; }

    public required IReadOnlyList<Receiver> Receivers { get; init; }

    /// <summary>Times that routes refer to by name.</summary>
    public IReadOnlyList<TimeInterval> TimeIntervals { get; init; } = [];
}

/// <summary>A node of the routing tree. What it leaves out it has from its parent.</summary>
internal sealed record Route
{
    public required string Receiver { get; init; }

    /// <summary>Which alerts come here, as matchers of Alertmanager (<c>severity="critical"</c>). The root takes all.</summary>
    public IReadOnlyList<string> Matchers { get; init; } = [];

    public IReadOnlyList<string> GroupBy { get; init; } = [];

    /// <summary>How long a new group waits for more alerts before its first notification.</summary>
    public Duration? GroupWait { get; init; }

    /// <summary>How long a group that was notified waits before it tells of changes, resolutions among them.</summary>
    public Duration? GroupInterval { get; init; }

    /// <summary>How long until an unchanged group is notified again.</summary>
    public Duration? RepeatInterval { get; init; }

    /// <summary>The names of the times in which nobody is notified. The root can have none.</summary>
    public IReadOnlyList<string> MuteTimeIntervals { get; init; } = [];

    /// <summary>The names of the times outside of which nobody is notified. The root can have none.</summary>
    public IReadOnlyList<string> ActiveTimeIntervals { get; init; } = [];

    public IReadOnlyList<Route> Routes { get; init; } = [];
}

/// <summary>While an alert matches the source, alerts that match the target and agree in the labels are held back.</summary>
/// <remarks>A label that both sides lack agrees too: what tells alerts apart has to be demanded by the matchers.</remarks>
internal sealed record InhibitRule(IReadOnlyList<string> Source, IReadOnlyList<string> Target, IReadOnlyList<string> Equal);

/// <summary>A time with a name.</summary>
internal sealed record TimeInterval(string Name, IReadOnlyList<WeeklyTime> Times);

/// <summary>A time of the week.</summary>
/// <param name="Weekdays">Days and ranges of them (<c>monday:friday</c>); none for every day.</param>
/// <param name="Start">The first minute, as <c>HH:MM</c>.</param>
/// <param name="End">The minute after the last, as <c>HH:MM</c>, later than the start and at most <c>24:00</c>.</param>
/// <param name="Location">The time zone, by its IANA name.</param>
internal sealed record WeeklyTime(IReadOnlyList<string> Weekdays, string Start, string End, string Location);
