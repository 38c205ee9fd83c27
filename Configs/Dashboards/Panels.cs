namespace Infra.Configs.Dashboards;

/// <summary>Makes panels with the defaults of their kind; what differs is set by <c>with</c>.</summary>
internal static class Panels
{
    public static Panel TimeSeries(string title, string description, params IReadOnlyList<Query> queries) =>
        new() { Kind = PanelKind.TimeSeries, Title = title, Description = description, Queries = queries };

    /// <summary>Four columns wide: six beside each other.</summary>
    public static Panel Stat(string title, string description, params IReadOnlyList<Query> queries) =>
        new() { Kind = PanelKind.Stat, Title = title, Description = description, Queries = queries, Width = 4, Height = 4 };

    public static Panel Bars(string title, string description, params IReadOnlyList<Query> queries) =>
        new() { Kind = PanelKind.BarGauge, Title = title, Description = description, Queries = queries };

    public static Panel States(string title, string description, params IReadOnlyList<Query> queries) =>
        new() { Kind = PanelKind.StateTimeline, Title = title, Description = description, Queries = queries, Width = 24 };

    public static Panel Table(string title, string description, params IReadOnlyList<Query> queries) =>
        new() { Kind = PanelKind.Table, Title = title, Description = description, Queries = queries, Width = 12 };

    /// <summary>The whole width: a line needs it.</summary>
    public static Panel Logs(string title, string description, string expression) =>
        new() { Kind = PanelKind.Logs, Title = title, Description = description, Queries = [Query.Logql(expression)], Width = 24, Height = 10 };

    public static Panel AlertList(string title, string description) =>
        new() { Kind = PanelKind.AlertList, Title = title, Description = description, Width = 12 };

    public static Panel ServiceGraph(string title, string description) =>
        new() { Kind = PanelKind.NodeGraph, Title = title, Description = description, Queries = [Query.ServiceMap()], Width = 24, Height = 14 };

    public static Panel Text(string title, string markdown) =>
        new() { Kind = PanelKind.Text, Title = title, Description = markdown, Width = 24, Height = 3 };
}
