using System.Text.RegularExpressions;
using Infra.Health.Live;

namespace Infra.Health.Snapshot;

/// <summary>Names series as the legend of a panel says.</summary>
internal static partial class SeriesNames
{
    /// <param name="legend">The legend, with labels as <c>{{label}}</c>; empty for the labels themselves.</param>
    public static string Of(LiveSeries series, string legend) => legend.Length > 0
        ? Label().Replace(legend, match => series.Labels.GetValueOrDefault(match.Groups[1].Value, ""))
        : string.Join(", ", series.Labels.Where(label => label.Key != "__name__").OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}"));

    [GeneratedRegex(@"\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}")]
    private static partial Regex Label();
}
