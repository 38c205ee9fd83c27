using Infra.Configs.Json;

namespace Infra.Configs.Dashboards;

/// <summary>What each kind of panel is told besides: legends that a person can read, and the same look everywhere.</summary>
internal static class PanelOptions
{
    private const int MaxAlerts = 50;

    // SortOrder.Importance of public/app/plugins/panel/alertlist/types.ts.
    private const int ByImportance = 3;

    public static JsonMap Of(Panel panel) => panel.Kind switch
    {
        PanelKind.TimeSeries => TimeSeries(panel),
        PanelKind.Stat => Stat(panel),
        PanelKind.BarGauge => BarGauge(),
        PanelKind.StateTimeline => StateTimeline(),
        PanelKind.Table => Table(),
        PanelKind.Logs => Logs(),
        PanelKind.AlertList => AlertList(),
        PanelKind.NodeGraph => new JsonMap(),
        PanelKind.Text => new JsonMap { { "mode", "markdown" }, { "content", panel.Description } },
        _ => throw new ArgumentOutOfRangeException(nameof(panel), panel.Kind, null),
    };

    private static JsonMap TimeSeries(Panel panel) => new()
    {
        {
            "legend", new JsonMap
            {
                { "displayMode", panel.Width >= 12 ? "table" : "list" },
                { "placement", panel.Width >= 12 ? "right" : "bottom" },
                { "showLegend", panel.Queries.Count > 1 || panel.Queries.Any(query => query.Legend.Length > 0) },
                { "calcs", panel.Width >= 12 ? new[] { "lastNotNull", "max" } : Array.Empty<string>() },
            }
        },
        { "tooltip", new JsonMap { { "mode", "multi" }, { "sort", "desc" } } },
    };

    private static JsonMap Stat(Panel panel) => new()
    {
        { "reduceOptions", Last() },
        { "orientation", "auto" },
        { "textMode", panel.Queries.Any(query => query.Legend.Contains("{{", StringComparison.Ordinal)) ? "value_and_name" : "value" },
        { "wideLayout", true },
        { "colorMode", panel.Limits is null && panel.Words.All(word => word.Color is null) ? "value" : "background" },
        { "graphMode", panel.Queries.All(query => query.Result == QueryResult.Range) ? "area" : "none" },
        { "justifyMode", "auto" },
        { "showPercentChange", false },
        { "percentChangeColorMode", "standard" },
    };

    private static JsonMap BarGauge() => new()
    {
        { "reduceOptions", Last() },
        { "orientation", "horizontal" },
        { "displayMode", "basic" },
        { "valueMode", "color" },
        { "namePlacement", "auto" },
        { "showUnfilled", true },
        { "sizing", "auto" },
        { "minVizWidth", 8 },
        { "minVizHeight", 16 },
        { "maxVizHeight", 300 },
        {
            "legend", new JsonMap
            {
                { "displayMode", "list" }, { "placement", "bottom" }, { "showLegend", false }, { "calcs", Array.Empty<string>() },
            }
        },
    };

    private static JsonMap StateTimeline() => new()
    {
        { "showValue", "never" },
        { "rowHeight", 0.8m },
        { "mergeValues", true },
        { "alignValue", "left" },
        {
            "legend", new JsonMap
            {
                { "displayMode", "list" }, { "placement", "bottom" }, { "showLegend", false }, { "calcs", Array.Empty<string>() },
            }
        },
        { "tooltip", new JsonMap { { "mode", "single" }, { "sort", "none" } } },
    };

    private static JsonMap Table() => new()
    {
        { "frameIndex", 0 },
        { "showHeader", true },
        { "cellHeight", "sm" },
    };

    private static JsonMap Logs() => new()
    {
        { "showTime", true },
        { "showLabels", false },
        { "showCommonLabels", false },
        { "wrapLogMessage", true },
        { "prettifyLogMessage", false },
        { "enableLogDetails", true },
        { "showLogContextToggle", false },
        { "dedupStrategy", "none" },
        { "sortOrder", "Descending" },
    };

    // Without a data source it lists the rules of all: those that Prometheus evaluates, and Grafana's own.
    private static JsonMap AlertList() => new()
    {
        { "viewMode", "list" },
        { "groupMode", "default" },
        { "groupBy", Array.Empty<string>() },
        { "maxItems", MaxAlerts },
        { "sortOrder", ByImportance },
        { "dashboardAlerts", false },
        { "alertName", "" },
        { "alertInstanceLabelFilter", "" },
        { "showInstances", true },
        { "showInactiveAlerts", false },
        {
            "stateFilter", new JsonMap
            {
                { "firing", true }, { "pending", true }, { "recovering", true }, { "noData", false }, { "normal", false }, { "error", true },
            }
        },
    };

    private static JsonMap Last() => new() { { "calcs", new[] { "lastNotNull" } }, { "fields", "" }, { "values", false } };
}
