using Infra.Configs.Yaml;

namespace Infra.Configs.PostgresExporter;

/// <summary>Renders queries in the form of the exporter's <c>--extend.query-path</c>.</summary>
internal static class MetricQueriesYaml
{
    public static string Render(IReadOnlyList<MetricQuery> queries)
    {
        var map = new YamlMap();
        foreach (var query in queries)
        {
            map.Add(query.Name, new YamlMap
            {
                { "query", query.Sql },
                { "cache_seconds", query.Cache?.TotalSeconds },
                { "metrics", query.Labels.Select(label => Column(label, "LABEL")).Concat(query.Gauges.Select(gauge => Column(gauge, "GAUGE"))).ToList() },
            });
        }

        return YamlText.Render(map);
    }

    private static YamlMap Column(MetricColumn column, string usage) => new()
    {
        { column.Name, new YamlMap { { "usage", usage }, { "description", column.Description } } },
    };
}
