using Infra.Configs.Yaml;

namespace Infra.Configs.PostgresExporter;

/// <summary>Renders the configuration folder of the Postgres exporter.</summary>
internal static class ExporterFiles
{
    public const string ConfigFile = "postgres_exporter.yml";
    public const string QueriesFile = "queries.yml";
    public const string AuthorityFile = "database-ca.pem";

    /// <summary>All files by their path in the folder.</summary>
    /// <param name="config">Whether the exporter reads a configuration file.</param>
    /// <param name="queries">What the exporter asks besides what it knows by itself.</param>
    /// <param name="authority">The certificates of the authority that the database's comes from, as PEM; null for well-known ones.</param>
    public static IReadOnlyDictionary<string, string> Render(bool config, IReadOnlyList<MetricQuery> queries, string? authority)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (config)
            files[ConfigFile] = RenderConfig();
        if (queries.Count > 0)
            files[QueriesFile] = MetricQueriesYaml.Render(queries);
        if (authority is not null)
            files[AuthorityFile] = authority;

        return files;
    }

    // It concerns further databases, of which there are none; but at each start the exporter warns of a file that isn't there
    // or has nothing in it. The module is named in no request.
    private static string RenderConfig() => YamlText.Render(new YamlMap
    {
        { "auth_modules", new YamlMap { { "none", new YamlMap { { "type", "none" } } } } },
    });
}
