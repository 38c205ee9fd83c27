using System.Globalization;

namespace Infra.Configs.Slos;

/// <summary>A service level objective: which share of events has to be good, over how long.</summary>
internal sealed record Slo
{
    /// <summary>The name in settings and in the label <c>slo</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What is promised, as people say it.</summary>
    public required string Promise { get; init; }

    /// <summary>The service that keeps the promise, by its name in labels.</summary>
    public required string Service { get; init; }

    /// <summary>The share of events that has to be good: 0.99.</summary>
    public required decimal Objective { get; init; }

    /// <summary>How long events count. The default is 30 days.</summary>
    public Duration Window { get; init; } = Duration.Days(30);

    /// <summary>How events are counted.</summary>
    public required Sli Sli { get; init; }

    /// <summary>The share of events that may be bad.</summary>
    public decimal ErrorBudget => 1 - Objective;

    /// <summary>What its owners changed of it.</summary>
    public Slo With(SloChoice choice) => this with { Objective = choice.Objective ?? Objective, Window = choice.Window ?? Window };
}

/// <summary>What a stack's settings say of an SLO.</summary>
internal sealed record SloChoice
{
    /// <summary>Whether nobody wants it.</summary>
    public bool Off { get; init; }

    public decimal? Objective { get; init; }

    public Duration? Window { get; init; }
}

/// <summary>
/// A service level indicator: how many events there are, and how many of them are bad. Each expression gives events a second over
/// the last five minutes, in one series with the labels <c>job</c> and <c>service</c>.
/// </summary>
/// <param name="Events">All events that count.</param>
/// <param name="BadEvents">Those of them that are bad; 0, not nothing, while there are none.</param>
internal sealed record Sli(string Events, string BadEvents)
{
    private const string Grouping = "sum by (job, service)";

    /// <summary>Events of counters.</summary>
    /// <param name="events">Selectors of counters whose sum is all events, and which less of them do not count.</param>
    /// <param name="bad">Selectors of counters whose sum is the bad events; they may have no series before the first one.</param>
    public static Sli Counted(string events, string? notCounted, params IReadOnlyList<string> bad)
    {
        var all = notCounted is null ? Rate(events) : $"{Rate(events)} - {Rate(notCounted)}";
        return new Sli(all, $"({string.Join(" + ", bad.Select(Rate))}) or 0 * ({all})");
    }

    /// <summary>Events of a histogram that take no longer than a bound of one of its buckets.</summary>
    /// <param name="histogram">The name without the endings of its series.</param>
    /// <param name="matchers">Matchers of its series.</param>
    /// <param name="seconds">The bound.</param>
    public static Sli Latency(string histogram, string matchers, int seconds)
    {
        var all = Rate($"{histogram}_count{{{matchers}}}");
        // Prometheus 3 writes 10.0 where Prometheus 2 has what the product wrote.
        var bound = string.Create(CultureInfo.InvariantCulture, $"{seconds}|{seconds}[.]0");
        return new Sli(all, $"{all} - {Rate($"{histogram}_bucket{{{matchers},le=~\"{bound}\"}}")}");
    }

    /// <summary>Minutes in which a value is no higher than a threshold. A minute without a value is no event.</summary>
    /// <param name="value">The value, as one series with the labels <c>job</c> and <c>service</c>.</param>
    public static Sli Minutes(string value, string threshold) => new(OfMinute($"({value}) >= bool 0"), OfMinute($"({value}) > bool {threshold}"));

    private static string Rate(string selector) => $"{Grouping} (rate({selector}[5m]))";

    private static string OfMinute(string condition) => $"avg_over_time(({condition})[5m:1m]) / 60";
}
