using Infra.Configs.Grafana.DataSources;
using Infra.Configs.Json;

namespace Infra.Configs.Dashboards;

/// <summary>
/// Renders a board as the JSON that Grafana stores. Nothing is left for Grafana to fill in: what it adds by itself, and the
/// provider does not leave out of the comparison, would be a difference at every update.
/// </summary>
internal static class DashboardJson
{
    /// <summary>The version of the model that Grafana 13.2 writes itself, so that it migrates nothing (@grafana/schema, defaultDashboard).</summary>
    public const int SchemaVersion = 42;

    public static string Render(Dashboard dashboard) => JsonText.Render(Model(dashboard));

    public static JsonMap Model(Dashboard dashboard) => new()
    {
        { "uid", dashboard.Uid },
        { "title", dashboard.Title },
        { "description", dashboard.Description },
        { "tags", new[] { "phlo" } },
        { "schemaVersion", SchemaVersion },
        { "editable", false },
        { "graphTooltip", 1 },
        { "fiscalYearStartMonth", 0 },
        { "preload", false },
        { "refresh", dashboard.Refresh },
        { "timezone", "" },
        { "time", new JsonMap { { "from", dashboard.TimeRange }, { "to", "now" } } },
        { "timepicker", new JsonMap() },
        { "links", Links(dashboard) },
        { "templating", new JsonMap { { "list", dashboard.Variables.Select(VariableJson.Of).ToList() } } },
        { "annotations", new JsonMap { { "list", DashboardAnnotations.All } } },
        { "panels", PanelList(dashboard) },
    };

    private static List<JsonMap> Links(Dashboard dashboard) =>
    [
        new JsonMap
        {
            { "title", "Boards" },
            { "type", "dashboards" },
            { "tags", new[] { "phlo" } },
            { "asDropdown", true },
            { "includeVars", false },
            { "keepTime", true },
            { "targetBlank", false },
            { "icon", "external link" },
            { "tooltip", "" },
            { "url", "" },
        },
    ];

    // Numbers are given, so that Grafana does not: links and alerts can name a panel.
    private static List<JsonMap> PanelList(Dashboard dashboard)
    {
        var panels = new List<JsonMap>();
        var (id, y) = (1, 0);
        foreach (var row in dashboard.Rows)
        {
            if (row.Title.Length == 0)
            {
                var (places, end) = GridLayout.Place(row.Panels, y);
                panels.AddRange(row.Panels.Zip(places, (panel, place) => PanelJson.Of(panel, id++, place)));
                y = end;
                continue;
            }

            var heading = id++;
            var (positions, bottom) = GridLayout.Place(row.Panels, y + 1);
            var within = row.Panels.Zip(positions, (panel, place) => PanelJson.Of(panel, id++, place)).ToList();
            panels.Add(new JsonMap
            {
                { "id", heading },
                { "type", "row" },
                { "title", row.Title },
                { "collapsed", row.Collapsed },
                { "gridPos", PanelJson.Place(new GridPosition(0, y, GridLayout.Columns, 1)) },
                { "panels", row.Collapsed ? within : [] },
            });
            if (!row.Collapsed)
                panels.AddRange(within);
            y = row.Collapsed ? y + 1 : bottom;
        }

        return panels;
    }
}

/// <summary>What is drawn over the graphs of every board.</summary>
internal static class DashboardAnnotations
{
    /// <summary>
    /// Times at which services started: a deployment replaces what it changes. Five minutes wide, so that the coarse steps of a
    /// month find them; without a range, so that a service's first start is among them.
    /// </summary>
    public const string Starts = "time() - service:phlo_start_time:seconds < 300";

    /// <summary>Times in which alerts fired that somebody is notified of.</summary>
    public const string Firing = """ALERTS{alertstate="firing",severity=~"critical|warning"}""";

    public static IReadOnlyList<JsonMap> All { get; } =
    [
        Annotation("Alerts", Firing, Colors.Bad, "{{alertname}}", "{{component}}"),
        Annotation("Starts and deployments", Starts, Colors.Neutral, "{{service}} started", "A deployment, or a restart"),
    ];

    private static JsonMap Annotation(string name, string expression, string color, string title, string text) => new()
    {
        { "name", name },
        { "enable", true },
        { "hide", false },
        { "iconColor", color },
        { "datasource", new JsonMap { { "type", "prometheus" }, { "uid", DataSourceUids.Prometheus } } },
        { "expr", expression },
        { "step", "1m" },
        { "titleFormat", title },
        { "textFormat", text },
        { "tagKeys", "service" },
    };
}
