using Infra.Configs.Json;

namespace Infra.Configs.Dashboards;

/// <summary>Renders the columns of a table: which there are, in which order, under which titles, and where their cells lead.</summary>
internal static class TableColumns
{
    /// <summary>Several queries become one table; what is no column of the panel's is left out. Null for panels without columns.</summary>
    public static List<JsonMap>? Transformations(Panel panel)
    {
        if (panel.Columns.Count == 0)
            return null;

        var order = new JsonMap();
        var titles = new JsonMap();
        var include = new JsonMap();
        foreach (var (column, index) in panel.Columns.Select((column, index) => (column, index)))
        {
            order.Add(column.Field, index);
            titles.Add(column.Field, column.Title);
            include.Add(column.Field, true);
        }

        return
        [
            new JsonMap { { "id", "merge" }, { "options", new JsonMap() } },
            new JsonMap
            {
                { "id", "organize" },
                { "options", new JsonMap { { "includeByName", include }, { "excludeByName", new JsonMap() }, { "indexByName", order }, { "renameByName", titles } } },
            },
        ];
    }

    /// <summary>Units, links, limits and words of columns, which go by the titles.</summary>
    public static IEnumerable<JsonMap> Overrides(Panel panel) =>
        from column in panel.Columns
        let properties = Properties(column).ToList()
        where properties.Count > 0
        select new JsonMap
        {
            { "matcher", new JsonMap { { "id", "byName" }, { "options", column.Title } } },
            { "properties", properties },
        };

    private static IEnumerable<JsonMap> Properties(Column column)
    {
        if (column.Unit is { } unit)
            yield return Property("unit", unit);
        if (column.Link is { } link)
            yield return Property("links", new[] { PanelJson.Link(link) });
        if (column.Words.Count > 0)
            yield return Property("mappings", FieldJson.Mappings(column.Words));
        if (column.Limits is { } limits)
            yield return Property("thresholds", FieldJson.Thresholds(limits));
        if (column.Limits is not null || column.Words.Any(word => word.Color is not null))
            yield return Property("custom.cellOptions", new JsonMap { { "type", "color-background" }, { "mode", "basic" } });
    }

    private static JsonMap Property(string id, object value) => new() { { "id", id }, { "value", value } };
}
