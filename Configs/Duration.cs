using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Infra.Configs;

/// <summary>
/// A duration in the grammar of Prometheus (<c>15s</c>, <c>1m30s</c>, <c>7d</c>), printed in one canonical form
/// so that two spellings of the same duration never look like a change.
/// </summary>
internal readonly partial record struct Duration(TimeSpan Value) : IComparable<Duration>
{
    private static readonly (string Unit, TimeSpan Size)[] Units =
    [
        ("d", TimeSpan.FromDays(1)),
        ("h", TimeSpan.FromHours(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("s", TimeSpan.FromSeconds(1)),
        ("ms", TimeSpan.FromMilliseconds(1)),
    ];

    public static Duration Milliseconds(int milliseconds) => new(TimeSpan.FromMilliseconds(milliseconds));

    public static Duration Seconds(int seconds) => new(TimeSpan.FromSeconds(seconds));

    public static Duration Minutes(int minutes) => new(TimeSpan.FromMinutes(minutes));

    public static Duration Hours(int hours) => new(TimeSpan.FromHours(hours));

    public static Duration Days(int days) => new(TimeSpan.FromDays(days));

    /// <summary>The whole seconds in it, for settings that are counted in seconds.</summary>
    public int TotalSeconds => (int)Value.TotalSeconds;

    /// <summary>Reads a duration; null if the text is none.</summary>
    public static Duration? TryParse(string text)
    {
        var match = Grammar().Match(text);
        if (text.Length == 0 || !match.Success)
            return null;

        var total = TimeSpan.Zero;
        try
        {
            total += Part(match, "y", TimeSpan.FromDays(365));
            total += Part(match, "w", TimeSpan.FromDays(7));
            foreach (var (unit, size) in Units)
                total += Part(match, unit, size);
        }
        catch (OverflowException)
        {
            return null;
        }

        return new Duration(total);
    }

    /// <summary>The form of Prometheus and Alertmanager: <c>7d</c>, <c>1h30m</c>, <c>0s</c>.</summary>
    public override string ToString()
    {
        if (Value == TimeSpan.Zero)
            return "0s";

        var text = new StringBuilder();
        var rest = Value;
        foreach (var (unit, size) in Units)
        {
            var count = rest.Ticks / size.Ticks;
            if (count == 0)
                continue;

            text.Append(CultureInfo.InvariantCulture, $"{count}{unit}");
            rest -= size * count;
        }

        return text.ToString();
    }

    /// <summary>The form in which Go prints a duration and the Docker provider reads it back: <c>30s</c>, <c>1m0s</c>, <c>2h0m0s</c>.</summary>
    public string ToGoString()
    {
        if (Value < TimeSpan.FromSeconds(1))
            return Value == TimeSpan.Zero ? "0s" : $"{(int)Value.TotalMilliseconds}ms";

        var seconds = (Value.Seconds + Value.Milliseconds / 1000m).ToString("0.###", CultureInfo.InvariantCulture);
        var hours = (long)Value.TotalHours;
        return hours > 0 ? $"{hours}h{Value.Minutes}m{seconds}s"
            : Value.Minutes > 0 ? $"{Value.Minutes}m{seconds}s"
            : $"{seconds}s";
    }

    public int CompareTo(Duration other) => Value.CompareTo(other.Value);

    public static bool operator <(Duration left, Duration right) => left.Value < right.Value;

    public static bool operator >(Duration left, Duration right) => left.Value > right.Value;

    public static bool operator <=(Duration left, Duration right) => left.Value <= right.Value;

    public static bool operator >=(Duration left, Duration right) => left.Value >= right.Value;

    private static TimeSpan Part(Match match, string unit, TimeSpan size)
    {
        var group = match.Groups[unit];
        return group.Success ? size * double.Parse(group.Value, CultureInfo.InvariantCulture) : TimeSpan.Zero;
    }

    [GeneratedRegex("^((?<y>[0-9]+)y)?((?<w>[0-9]+)w)?((?<d>[0-9]+)d)?((?<h>[0-9]+)h)?((?<m>[0-9]+)m)?((?<s>[0-9]+)s)?((?<ms>[0-9]+)ms)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Grammar();
}
