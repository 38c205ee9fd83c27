using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Infra.Tests.Support.Recordings;

namespace Infra.Tests.Replay;

/// <summary>
/// A recording that goes on: counters grow from scrape to scrape, in proportion to what they had come to, and points in time stay as
/// far from now as they were from the scrape that was recorded.
/// </summary>
internal sealed partial class MovedRecording
{
    /// <summary>By what part of its value a counter grows with a scrape: as though it had come about in so many.</summary>
    private const double Growth = 1.0 / 600;

    /// <summary>By how much a number of things grows at least: one more in five scrapes.</summary>
    private const double LeastGrowth = 0.2;

    // Seconds and milliseconds since 1970, of the years around the recordings'.
    private static readonly (double From, double To, double Second)[] Clocks = [(1.7e9, 1.9e9, 1), (1.7e12, 1.9e12, 1e3)];

    private readonly IReadOnlyList<Series> _series;

    public MovedRecording(Recording recording)
    {
        var types = recording.Samples.DistinctBy(sample => sample.Family.Name).ToDictionary(sample => sample.Family.Name, sample => sample.Family.Type);
        var counts = recording.Samples.Where(sample => sample.Name.EndsWith("_count", StringComparison.Ordinal))
            .GroupBy(sample => sample.Without("")).ToDictionary(group => group.Key, group => group.First().Value);
        _series =
        [
            .. recording.Samples.OrderBy(sample => sample.Family.Name, StringComparer.Ordinal).Select(sample => new Series(
                TypeLine(sample.Family.Name, types), Head(sample), sample.Value, MotionOf(sample), CountOf(sample, counts))),
        ];
        RecordedAt = recording.Samples.Where(sample => IsClock(sample.Value, 1)).Select(sample => sample.Value).DefaultIfEmpty(0).Max();
    }

    private enum Motion
    {
        /// <summary>Stays as it was.</summary>
        Still,

        /// <summary>Counts.</summary>
        Grows,

        /// <summary>Falls a little with each scrape.</summary>
        Shrinks,

        /// <summary>A point in time that stays where it is, such as a start.</summary>
        Past,

        /// <summary>A point in time that goes along.</summary>
        Recent,
    }

    /// <summary>When it was recorded, in seconds since 1970: the latest point in time that it has.</summary>
    public double RecordedAt { get; }

    public int Count => _series.Count;

    /// <summary>What a scrape brings.</summary>
    /// <param name="scrape">How many there were before it.</param>
    /// <param name="begin">When the first was, in seconds since 1970.</param>
    /// <param name="now">When this one is.</param>
    public string At(int scrape, double begin, double now)
    {
        var text = new StringBuilder();
        string? type = null;
        foreach (var series in _series)
        {
            if (series.TypeLine != type)
                text.Append(type = series.TypeLine);
            text.Append(series.Head);
            AppendNumber(text, series.At(scrape, begin - RecordedAt, now - RecordedAt));
            text.Append('\n');
        }

        return text.ToString();
    }

    private static string TypeLine(string family, Dictionary<string, string> types) => $"# TYPE {family} {types[family]}\n";

    private static string Head(RecordedSample sample) => sample.Name
        + (sample.Labels.Count == 0 ? "" : "{" + string.Join(',', sample.Labels.Select(label => $"{label.Key}=\"{Escaped(label.Value)}\"")) + "}") + " ";

    private static string Escaped(string value) => value.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");

    private static Motion MotionOf(RecordedSample sample)
    {
        if (sample.Family.Type is "counter" or "untyped" || sample.Labels.ContainsKey("le") || IsSumOrCount(sample))
            return sample.Name.EndsWith("_info_total", StringComparison.Ordinal) ? Motion.Still : Motion.Grows;
        // A disk that nothing is written to is never full.
        if (sample.Name == "node_filesystem_avail_bytes")
            return Motion.Shrinks;
        if (!Clocks.Any(clock => IsClock(sample.Value, clock.Second)))
            return Motion.Still;

        return OfStart().IsMatch(sample.Name) ? Motion.Past : Motion.Recent;
    }

    private static bool IsSumOrCount(RecordedSample sample) => sample.Family.Type is "histogram" or "summary" && sample.Name != sample.Family.Name;

    private static bool IsClock(double value, double second) => Clocks.Any(clock => clock.Second == second && value > clock.From && value < clock.To);

    // The sum of a histogram grows as its count does.
    private static double? CountOf(RecordedSample sample, Dictionary<string, double> counts)
    {
        if (!sample.Name.EndsWith("_sum", StringComparison.Ordinal))
            return null;

        var count = sample with { Name = sample.Name[..^"sum".Length] + "count" };
        return counts.TryGetValue(count.Without(""), out var value) ? value : null;
    }

    private static void AppendNumber(StringBuilder text, double value)
    {
        if (double.IsPositiveInfinity(value))
            text.Append("+Inf");
        else if (double.IsNegativeInfinity(value))
            text.Append("-Inf");
        else
            text.Append(CultureInfo.InvariantCulture, $"{value}");
    }

    [GeneratedRegex("[Ss]tart|creation|build", RegexOptions.CultureInvariant)]
    private static partial Regex OfStart();

    private sealed record Series(string TypeLine, string Head, double Value, Motion Motion, double? Of)
    {
        public double At(int scrape, double begin, double now) => Motion switch
        {
            Motion.Grows when Of > 0 => Value * Grown(Of.Value, scrape) / Of.Value,
            Motion.Grows => Grown(Value, scrape),
            Motion.Shrinks => Value * (1 - (scrape * 1e-6)),
            Motion.Past => Value + (begin * Second),
            Motion.Recent => Value + (now * Second),
            _ => Value,
        };

        private double Second => Clocks.First(clock => IsClock(Value, clock.Second)).Second;

        // What counts things stays whole, and more stays more: buckets go on adding up.
        private static double Grown(double value, int scrape) =>
            value <= 0 || !double.IsFinite(value) ? value
            : double.IsInteger(value) ? Math.Floor(value + (scrape * Math.Max(value * Growth, LeastGrowth)))
            : value * (1 + (scrape * Growth));
    }
}
