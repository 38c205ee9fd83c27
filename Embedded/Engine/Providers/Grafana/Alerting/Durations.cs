using System.Globalization;
using System.Text.RegularExpressions;

namespace Embedded.Engine.Providers.Grafana.Alerting;

/// <summary>Durations as alerting writes them: <c>5m</c>, <c>1h30m</c>, <c>1d</c>, <c>0</c>.</summary>
internal static partial class Durations
{
    private static readonly Dictionary<string, double> Seconds = new(StringComparer.Ordinal)
    {
        ["ms"] = 0.001,
        ["s"] = 1,
        ["m"] = 60,
        ["h"] = 3600,
        ["d"] = 86400,
        ["w"] = 7 * 86400,
        ["y"] = 365 * 86400d,
    };

    /// <summary>In seconds; null where the text is no duration.</summary>
    public static double? Parse(string text)
    {
        if (text is "" or "0")
            return 0;
        if (Whole().Match(text) is not { Success: true } match)
            return null;
        var total = 0d;
        for (var i = 0; i < match.Groups["unit"].Captures.Count; i++)
            total += double.Parse(match.Groups["amount"].Captures[i].Value, CultureInfo.InvariantCulture) * Seconds[match.Groups["unit"].Captures[i].Value];
        return total;
    }

    /// <summary>One spelling for all of the same length; what is none stays as it is.</summary>
    public static string Normalized(string text) => Parse(text) switch
    {
        null => text,
        // Alerting takes no fractions.
        { } seconds when Math.Truncate(seconds) == seconds => string.Create(CultureInfo.InvariantCulture, $"{seconds:0}s"),
        { } seconds => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:0}ms"),
    };

    [GeneratedRegex(@"^(?:(?<amount>\d+(?:\.\d+)?)(?<unit>ms|[smhdwy]))+$")]
    private static partial Regex Whole();
}
