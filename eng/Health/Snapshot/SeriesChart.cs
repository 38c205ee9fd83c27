using System.Text.RegularExpressions;
using Infra.Configs.Dashboards;
using Infra.Health.Live;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace Infra.Health.Snapshot;

/// <summary>Draws series over time as SVG. Text and grid take the colours of the page, so that it can be light or dark.</summary>
internal static partial class SeriesChart
{
    private const double PixelsPerColumn = 52;
    private const double PixelsPerRow = 32;

    // Stand-ins, which the page's own colours take the place of.
    private static readonly OxyColor TextColor = OxyColor.FromRgb(1, 2, 3);
    private static readonly OxyColor GridColor = OxyColor.FromRgb(4, 5, 6);

    private static readonly OxyColor[] Palette =
        [.. new[] { "#3b82f6", "#f59e0b", "#10b981", "#8b5cf6", "#ec4899", "#14b8a6", "#a3a13a", "#6366f1", "#f97316", "#64748b" }.Select(OxyColor.Parse)];

    /// <summary>The colour of the series at a place, for the legend beside the chart.</summary>
    public static string ColorOf(int index) => ToCss(Palette[index % Palette.Length]);

    public static string Draw(Panel panel, IReadOnlyList<LiveSeries> series, LiveRange range)
    {
        var plot = new PlotModel
        {
            Background = OxyColors.Undefined,
            PlotAreaBorderThickness = new OxyThickness(0),
            TextColor = TextColor,
            DefaultFontSize = 11,
            Padding = new OxyThickness(14, 4, 8, 0),
        };
        plot.Axes.Add(new DateTimeAxis
        {
            Position = AxisPosition.Bottom,
            StringFormat = range.End - range.Start > TimeSpan.FromDays(2) ? "MM-dd" : "HH:mm",
            TicklineColor = GridColor,
            Minimum = DateTimeAxis.ToDouble(range.Start.UtcDateTime),
            Maximum = DateTimeAxis.ToDouble(range.End.UtcDateTime),
            MinorTickSize = 0,
        });
        plot.Axes.Add(new LinearAxis
        {
            Position = AxisPosition.Left,
            MajorGridlineStyle = LineStyle.Solid,
            MajorGridlineColor = GridColor,
            TicklineColor = OxyColors.Transparent,
            MinorTickSize = 0,
            LabelFormatter = value => UnitText.Of(value, panel.Unit),
            MinimumPadding = 0.02,
            MaximumPadding = 0.08,
            Minimum = (double?)panel.Minimum ?? double.NaN,
            Maximum = (double?)panel.Maximum ?? double.NaN,
        });
        var (tops, index) = (new Dictionary<double, double>(), 0);
        foreach (var one in series)
            plot.Series.Add(panel.Stacked ? Area(one, Palette[index++ % Palette.Length], tops) : Line(one, Palette[index++ % Palette.Length], range.Step));
        if (panel.Limits is { } limits)
            AddLimits(plot, limits);

        var svg = new SvgExporter { Width = panel.Width * PixelsPerColumn, Height = panel.Height * PixelsPerRow - 30, UseVerticalTextAlignmentWorkaround = true }.ExportToString(plot);
        return ForPage(svg, panel.Width * PixelsPerColumn, panel.Height * PixelsPerRow - 30);
    }

    // A gap where values are missing, not a line across it.
    private static LineSeries Line(LiveSeries series, OxyColor color, TimeSpan step)
    {
        var line = new LineSeries { Color = color, StrokeThickness = 1.5 };
        var last = double.NaN;
        foreach (var (time, value) in series.Points)
        {
            if (time - last > 2.5 * step.TotalSeconds)
                line.Points.Add(DataPoint.Undefined);
            line.Points.Add(new DataPoint(X(time), double.IsFinite(value) ? value : double.NaN));
            last = time;
        }

        // A single value is a line of no length.
        if (line.Points.Count == 1)
            line.MarkerType = MarkerType.Circle;
        return line;
    }

    private static AreaSeries Area(LiveSeries series, OxyColor color, Dictionary<double, double> tops)
    {
        var area = new AreaSeries { Color = color, Fill = OxyColor.FromAColor(110, color), StrokeThickness = 1 };
        foreach (var (time, value) in series.Points.Where(point => double.IsFinite(point.Value)))
        {
            var bottom = tops.GetValueOrDefault(time);
            area.Points2.Add(new DataPoint(X(time), bottom));
            area.Points.Add(new DataPoint(X(time), bottom + value));
            tops[time] = bottom + value;
        }

        return area;
    }

    private static void AddLimits(PlotModel plot, Limits limits)
    {
        foreach (var (value, color) in new[] { (limits.Warning, OxyColor.Parse("#f59e0b")), (limits.Critical, OxyColor.Parse("#dc2626")) })
        {
            if (value is { } limit)
                plot.Annotations.Add(new LineAnnotation { Type = LineAnnotationType.Horizontal, Y = (double)limit, Color = color, LineStyle = LineStyle.Dash });
        }
    }

    private static double X(double seconds) => DateTimeAxis.ToDouble(DateTimeOffset.UnixEpoch.AddSeconds(seconds).UtcDateTime);

    // One of many in a page: as wide as its place, without a declaration of its own, and with names that no other has.
    private static string ForPage(string svg, double width, double height)
    {
        var start = svg.IndexOf("<svg", StringComparison.Ordinal);
        var text = Size().Replace(svg[start..], string.Create(System.Globalization.CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {width} {height}\" role=\"img\""), 1)
            .Replace("rgb(1,2,3)", "var(--text)", StringComparison.Ordinal)
            .Replace("rgb(4,5,6)", "var(--grid)", StringComparison.Ordinal)
            .Replace("font-family=\"Segoe UI\"", "font-family=\"inherit\"", StringComparison.Ordinal)
            .Replace("stroke:black", "stroke:none", StringComparison.Ordinal);
        var name = "c" + Guid.NewGuid().ToString("N")[..8];
        return ClipPath().Replace(Space().Replace(text, "><"), match => name + match.Groups[1].Value);
    }

    private static string ToCss(OxyColor color) => $"#{color.R:x2}{color.G:x2}{color.B:x2}";

    [GeneratedRegex("<svg width=\"[^\"]*\" height=\"[^\"]*\"")]
    private static partial Regex Size();

    [GeneratedRegex(@">\s+<")]
    private static partial Regex Space();

    [GeneratedRegex("clipPath([0-9]+)")]
    private static partial Regex ClipPath();
}
