using System.Globalization;
using System.Text;

namespace Infra.Configs.Alloy.Syntax;

/// <summary>Durations as Go reads them, which knows no unit above the hour, without the zeros that Go prints.</summary>
internal static class AlloyDuration
{
    public static string Of(Duration duration)
    {
        var value = duration.Value;
        var text = new StringBuilder();
        Part(text, (long)value.TotalHours, "h");
        Part(text, value.Minutes, "m");
        Part(text, value.Seconds, "s");
        Part(text, value.Milliseconds, "ms");
        return text.Length == 0 ? "0s" : text.ToString();
    }

    private static void Part(StringBuilder text, long count, string unit)
    {
        if (count != 0)
            text.Append(CultureInfo.InvariantCulture, $"{count}{unit}");
    }
}
