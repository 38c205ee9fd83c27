using Infra.Configs.Json;

namespace Infra.Configs.Dashboards;

/// <summary>Renders a panel.</summary>
internal static class PanelJson
{
    public static JsonMap Of(Panel panel, int id, GridPosition place)
    {
        var json = new JsonMap
        {
            { "id", id },
            { "type", Type(panel.Kind) },
            { "title", panel.Title },
            { "gridPos", Place(place) },
            { "options", PanelOptions.Of(panel) },
        };
        if (panel.Kind == PanelKind.Text)
            return json;

        json.Add("description", panel.Description);
        json.Add("links", AllLinks(panel).Select(OfPanel).ToList());
        json.Add("fieldConfig", FieldJson.Of(panel));
        if (panel.Queries.Count == 0)
            return json;

        var (uid, type) = panel.Queries[0].DataSource;
        json.Add("datasource", new JsonMap { { "type", type }, { "uid", uid } });
        json.Add("targets", panel.Queries.Select(QueryJson.Of).ToList());
        json.Add("transformations", TableColumns.Transformations(panel));
        return json;
    }

    /// <summary>The type of a panel's plugin.</summary>
    public static string Type(PanelKind kind) => kind switch
    {
        PanelKind.TimeSeries => "timeseries",
        PanelKind.Stat => "stat",
        PanelKind.BarGauge => "bargauge",
        PanelKind.StateTimeline => "state-timeline",
        PanelKind.Table => "table",
        PanelKind.Logs => "logs",
        PanelKind.AlertList => "alertlist",
        PanelKind.NodeGraph => "nodeGraph",
        PanelKind.Text => "text",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static JsonMap Place(GridPosition place) => new() { { "x", place.X }, { "y", place.Y }, { "w", place.Width }, { "h", place.Height } };

    /// <summary>A way onward from a value.</summary>
    public static JsonMap Link(PanelLink link) => new() { { "title", link.Title }, { "url", link.Url }, { "targetBlank", false } };

    // Grafana stores those of a panel in the same form as a board's.
    private static JsonMap OfPanel(PanelLink link) => Link(link).With(new JsonMap
    {
        { "type", "link" },
        { "icon", "" },
        { "tooltip", "" },
        { "tags", Array.Empty<string>() },
        { "asDropdown", false },
        { "includeVars", false },
        { "keepTime", false },
    });

    private static IEnumerable<PanelLink> AllLinks(Panel panel) => panel.LogsOf is { } service
        ? panel.Links.Prepend(PanelLink.To("Its logs in this time", BoardUids.Logs, [.. ServiceLogs.Containers(service).Select(name => $"var-service={name}")]))
        : panel.Links;
}

/// <summary>The uids of the boards that others link to.</summary>
internal static class BoardUids
{
    /// <summary>All of them: no other board can have one.</summary>
    public static IReadOnlySet<string> All { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        Overview, Infrastructure, Trino, Nessie, Minio, Postgres, Dagster, Containers, Machine, Logs, Traces, Slos, Stack, Alerts,
    };

    public const string Overview = "phlo-overview";
    public const string Infrastructure = "phlo-infrastructure";
    public const string Trino = "phlo-trino";
    public const string Nessie = "phlo-nessie";
    public const string Minio = "phlo-minio";
    public const string Postgres = "phlo-postgres";
    public const string Dagster = "phlo-dagster";
    public const string Containers = "phlo-containers";
    public const string Machine = "phlo-machine";
    public const string Logs = "phlo-logs";
    public const string Traces = "phlo-traces";
    public const string Slos = "phlo-slos";
    public const string Stack = "phlo-stack";
    public const string Alerts = "phlo-alerts";
}
