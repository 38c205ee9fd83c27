using System.Globalization;
using System.Text;
using Infra.Configs.Dashboards;
using Infra.Health.Live;
using static Infra.Health.Snapshot.SnapshotPage;

namespace Infra.Health.Snapshot;

/// <summary>What a panel shows, as HTML.</summary>
internal static class PanelBody
{
    private const int MaxRows = 30;
    private const int MaxLines = 40;
    private const int MaxLegend = 12;

    public static string Render(PanelAnswer answer, LiveRange range) => answer.Panel.Kind switch
    {
        PanelKind.Stat => Stat(answer),
        PanelKind.BarGauge => Bars(answer),
        PanelKind.Table => Table(answer),
        PanelKind.Logs => Logs(answer),
        PanelKind.StateTimeline => States(answer, range),
        _ => Chart(answer, range),
    };

    private static IEnumerable<(LiveSeries Series, string Name)> Named(PanelAnswer answer) =>
        answer.Answers.Zip(answer.Panel.Queries).SelectMany(pair =>
            (pair.First?.Series ?? []).Where(series => series.Points.Count > 0).Select(series => (series, SeriesNames.Of(series, pair.Second.Legend))));

    // As Grafana's lastNotNull: the newest value that is one.
    private static double Last(LiveSeries series) => series.Points.LastOrDefault(point => !double.IsNaN(point.Value)) is { Time: > 0 } point ? point.Value : double.NaN;

    private static string Stat(PanelAnswer answer)
    {
        var series = Named(answer).ToList();
        return "<div class=\"stats\">" + string.Concat(series.Take(MaxRows).Select(entry =>
        {
            var value = Last(entry.Series);
            var name = series.Count > 1 || answer.Panel.Queries.Any(query => query.Legend.Contains("{{", StringComparison.Ordinal)) ? $"<small>{Text(entry.Name)}</small>" : "";
            return $"<div class=\"stat {Level(value, answer.Panel.Limits, answer.Panel.Words)}\">{name}<b>{Text(Value(value, answer.Panel.Unit, answer.Panel.Words))}</b></div>";
        })) + "</div>";
    }

    private static string Bars(PanelAnswer answer)
    {
        var series = Named(answer).Select(entry => (entry.Name, Value: Last(entry.Series))).Where(entry => double.IsFinite(entry.Value)).OrderByDescending(entry => entry.Value).Take(MaxRows).ToList();
        var top = Math.Max((double?)answer.Panel.Maximum ?? 0, series.Select(entry => entry.Value).DefaultIfEmpty(0).Max());
        return "<table class=\"bars\">" + string.Concat(series.Select(entry => string.Create(CultureInfo.InvariantCulture,
            $"<tr><td>{Text(entry.Name)}</td><td><div class=\"bar {Level(entry.Value, answer.Panel.Limits, [])}\" style=\"width:{(top > 0 ? Math.Clamp(entry.Value / top * 100, 0, 100) : 0):0.#}%\"></div></td><td>{Text(UnitText.Of(entry.Value, answer.Panel.Unit))}</td></tr>"))) + "</table>";
    }

    // A row for each set of what labels all answers have, as Grafana's merging makes it; a column for each query's values.
    private static string Table(PanelAnswer answer)
    {
        var queries = answer.Answers.Count;
        var answered = answer.Answers.Where(one => one?.Series.Count > 0).ToList();
        var common = answered.SelectMany(one => one!.Series[0].Labels.Keys).Where(label => label != "__name__" && answered.All(one => one!.Series[0].Labels.ContainsKey(label))).ToHashSet();
        var rows = answer.Answers.SelectMany((one, index) => (one?.Series ?? []).Select(series => (Index: index, series)))
            .GroupBy(entry => (Key: string.Join(',', common.Order(StringComparer.Ordinal).Select(label => entry.series.Labels.GetValueOrDefault(label, ""))), Alone: queries == 1 ? entry.series : null))
            .Select(group => new Dictionary<string, object>(
                group.SelectMany(entry => entry.series.Labels).DistinctBy(label => label.Key).Select(label => new KeyValuePair<string, object>(label.Key, label.Value))
                    .Concat(group.DistinctBy(entry => entry.Index).Select(entry => new KeyValuePair<string, object>(ValueName(entry.Index, queries), Last(entry.series))))))
            .Take(MaxRows).ToList();
        IReadOnlyList<Column> columns = answer.Panel.Columns.Count > 0 ? answer.Panel.Columns
            : [.. rows.SelectMany(row => row.Keys).Distinct().Where(key => key != "__name__").Select(key => new Column(key, key))];
        var html = new StringBuilder("<div class=\"wide\"><table><tr>").AppendJoin("", columns.Select(column => $"<th>{Text(column.Title)}</th>")).Append("</tr>");
        foreach (var row in rows)
            html.Append("<tr>").AppendJoin("", columns.Select(column => Cell(row.GetValueOrDefault(column.Field), column, answer.Panel))).Append("</tr>");
        return html.Append("</table></div>").ToString();
    }

    private static string ValueName(int index, int queries) => queries == 1 ? "Value" : $"Value #{QueryName(index)}";

    private static char QueryName(int index) => (char)('A' + index);

    private static string Cell(object? value, Column column, Panel panel) => value switch
    {
        double number => $"<td class=\"number {Level(number, column.Limits, column.Words)}\">{Text(Value(number, column.Unit ?? panel.Unit, column.Words))}</td>",
        string text => $"<td>{Text(column.Words.FirstOrDefault(word => word.Value == text)?.Text ?? text)}</td>",
        _ => "<td>–</td>",
    };

    private static string Logs(PanelAnswer answer) => "<div class=\"lines\">" + string.Concat(answer.Answers.SelectMany(one => one?.Lines ?? []).Take(MaxLines).Select(line =>
        $"<div class=\"line {Text(line.Labels.GetValueOrDefault("level", "").ToLowerInvariant())}\"><time>{line.Time.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture)}</time> {Text(line.Text)}</div>")) + "</div>";

    private static string States(PanelAnswer answer, LiveRange range) => "<table class=\"states\">" + string.Concat(Named(answer).Take(MaxRows).Select(entry =>
    {
        var length = (range.End - range.Start).TotalSeconds;
        var bands = new StringBuilder();
        foreach (var (time, value) in entry.Series.Points)
        {
            var left = (time - range.Start.ToUnixTimeSeconds()) / length * 100;
            bands.Append(CultureInfo.InvariantCulture, $"<i class=\"{Level(value, answer.Panel.Limits, answer.Panel.Words)}\" style=\"left:{left:0.##}%;width:{range.Step.TotalSeconds / length * 100 + 0.1:0.##}%\"></i>");
        }

        return $"<tr><td>{Text(entry.Name)}</td><td class=\"band\">{bands}</td></tr>";
    })) + "</table>";

    private static string Chart(PanelAnswer answer, LiveRange range)
    {
        var series = Named(answer).ToList();
        var legend = string.Concat(series.Take(MaxLegend).Select((entry, index) =>
            $"<span><i style=\"background:{SeriesChart.ColorOf(index)}\"></i>{Text(entry.Name)} <b>{Text(UnitText.Of(Last(entry.Series), answer.Panel.Unit))}</b></span>"));
        var more = series.Count > MaxLegend ? $"<span>and {series.Count - MaxLegend} more</span>" : "";
        return SeriesChart.Draw(answer.Panel, [.. series.Select(entry => entry.Series)], range) + $"<div class=\"legend\">{legend}{more}</div>";
    }

    private static string Value(double value, string unit, IReadOnlyList<ValueWord> words) =>
        words.FirstOrDefault(word => word.Value == value.ToString(CultureInfo.InvariantCulture))?.Text ?? UnitText.Of(value, unit);

    /// <summary>How good a value is: a class of the page's style.</summary>
    internal static string Level(double value, Limits? limits, IReadOnlyList<ValueWord> words)
    {
        if (words.FirstOrDefault(word => word.Value == value.ToString(CultureInfo.InvariantCulture)) is { Color: { } color })
            return color switch { Colors.Good => "good", Colors.Bad => "bad", Colors.Warning => "warning", _ => "neutral" };
        if (limits is null || double.IsNaN(value))
            return "neutral";
        bool Past(decimal? limit) => limit is { } at && (limits.Below ? value < (double)at : value >= (double)at);
        return Past(limits.Critical) ? "bad" : Past(limits.Warning) ? "warning" : "good";
    }
}
