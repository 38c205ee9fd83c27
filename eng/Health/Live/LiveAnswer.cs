namespace Infra.Health.Live;

/// <summary>A series of an answer: its labels, and its values in order of time.</summary>
internal sealed record LiveSeries(IReadOnlyDictionary<string, string> Labels, IReadOnlyList<LivePoint> Points);

/// <summary>A value.</summary>
/// <param name="Time">When, in seconds since 1970.</param>
internal readonly record struct LivePoint(double Time, double Value);

/// <summary>A log line.</summary>
internal sealed record LiveLine(DateTimeOffset Time, IReadOnlyDictionary<string, string> Labels, string Text);

/// <summary>What a store answered: series or lines, or what went wrong.</summary>
internal sealed record LiveAnswer
{
    public IReadOnlyList<LiveSeries> Series { get; init; } = [];

    public IReadOnlyList<LiveLine> Lines { get; init; } = [];

    /// <summary>Why there is no answer; null where there is one.</summary>
    public string? Error { get; init; }

    /// <summary>Whether there is anything to see: a value that is a number, or a line.</summary>
    public bool HasData => Lines.Count > 0 || Series.Any(series => series.Points.Any(point => double.IsFinite(point.Value)));

    public static LiveAnswer Failed(string error) => new() { Error = error };
}

/// <summary>The time that a query is about.</summary>
/// <param name="Step">The distance of two values of a series.</param>
internal sealed record LiveRange(DateTimeOffset Start, DateTimeOffset End, TimeSpan Step)
{
    /// <summary>So many values as a chart has room for.</summary>
    public static LiveRange Until(DateTimeOffset end, TimeSpan length, TimeSpan leastStep)
    {
        const int values = 240;
        var step = TimeSpan.FromSeconds(Math.Ceiling(length.TotalSeconds / values));
        return new(end - length, end, step > leastStep ? step : leastStep);
    }
}
