using Infra.Configs.Json;

namespace Infra.Configs.Dashboards;

/// <summary>Renders how a panel's values look: unit, colours by meaning, words in place of numbers.</summary>
internal static class FieldJson
{
    public static JsonMap Of(Panel panel) => new()
    {
        {
            "defaults", new JsonMap
            {
                { "unit", panel.Unit },
                { "min", panel.Minimum },
                { "max", panel.Maximum },
                { "decimals", panel.Decimals },
                { "noValue", panel.NoValue ?? (panel.Kind == PanelKind.Stat ? "–" : null) },
                { "color", new JsonMap { { "mode", ColorMode(panel) } } },
                { "thresholds", Thresholds(panel.Limits) },
                { "mappings", Mappings(panel.Words) },
                { "links", panel.ValueLinks.Count == 0 ? null : panel.ValueLinks.Select(PanelJson.Link).ToList() },
                { "custom", Custom(panel) },
            }
        },
        { "overrides", panel.SeriesColors.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(SeriesColor).Concat(TableColumns.Overrides(panel)).ToList() },
    };

    /// <summary>Where colours change: good until the first limit, or from the last on where low values are bad.</summary>
    public static JsonMap Thresholds(Limits? limits)
    {
        var steps = new List<JsonMap>();
        if (limits is { Below: true })
        {
            steps.Add(Step(null, limits.Critical is null ? Colors.Warning : Colors.Bad));
            if (limits is { Critical: { } critical, Warning: not null })
                steps.Add(Step(critical, Colors.Warning));
            steps.Add(Step(limits.Warning ?? limits.Critical, Colors.Good));
        }
        else
        {
            steps.Add(Step(null, limits is null ? Colors.Neutral : Colors.Good));
            if (limits?.Warning is { } warning)
                steps.Add(Step(warning, Colors.Warning));
            if (limits?.Critical is { } critical)
                steps.Add(Step(critical, Colors.Bad));
        }

        return new JsonMap { { "mode", "absolute" }, { "steps", steps } };
    }

    public static List<JsonMap> Mappings(IReadOnlyList<ValueWord> words)
    {
        if (words.Count == 0)
            return [];

        var options = new JsonMap();
        foreach (var (word, index) in words.Select((word, index) => (word, index)))
            options.Add(word.Value, new JsonMap { { "text", word.Text }, { "color", word.Color }, { "index", index } });
        return [new JsonMap { { "type", "value" }, { "options", options } }];
    }

    // The first step of thresholds begins at minus infinity, which Grafana stores as null.
    private static JsonMap Step(decimal? value, string color)
    {
        var step = new JsonMap { { "color", color } };
        step.Add("value", value is null ? JsonNull.Value : value);
        return step;
    }

    private static string ColorMode(Panel panel) =>
        panel.Kind is PanelKind.Stat or PanelKind.BarGauge or PanelKind.StateTimeline or PanelKind.Table ? "thresholds" : "palette-classic-by-name";

    private static JsonMap? Custom(Panel panel) => panel.Kind switch
    {
        PanelKind.TimeSeries => new JsonMap
        {
            { "drawStyle", "line" },
            { "lineWidth", 1 },
            { "fillOpacity", panel.Stacked ? 40 : 8 },
            { "showPoints", "never" },
            { "spanNulls", false },
            { "stacking", new JsonMap { { "mode", panel.Stacked ? "normal" : "none" }, { "group", "A" } } },
            { "thresholdsStyle", new JsonMap { { "mode", panel.Limits is null ? "off" : "dashed" } } },
            { "axisSoftMin", panel.Minimum is null ? 0 : null },
        },
        PanelKind.StateTimeline => new JsonMap { { "lineWidth", 0 }, { "fillOpacity", 80 } },
        PanelKind.Table => new JsonMap { { "align", "auto" }, { "cellOptions", new JsonMap { { "type", "auto" } } }, { "inspect", false } },
        _ => null,
    };

    private static JsonMap SeriesColor(KeyValuePair<string, string> entry) => new()
    {
        {
            "matcher", new JsonMap
            {
                { "id", entry.Key.StartsWith('/') ? "byRegexp" : "byName" },
                { "options", entry.Key },
            }
        },
        {
            "properties", new[]
            {
                new JsonMap { { "id", "color" }, { "value", new JsonMap { { "mode", "fixed" }, { "fixedColor", entry.Value } } } },
            }
        },
    };
}
