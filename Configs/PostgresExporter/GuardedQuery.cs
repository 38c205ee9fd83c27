using System.Text.RegularExpressions;
using Infra.Configs.Lakehouse.Dagster;

namespace Infra.Configs.PostgresExporter;

/// <summary>
/// Asks a query on Dagster's tables only where they are there and may be read: else the exporter and Postgres would both log an error at
/// every scrape until Dagster has started for the first time and the role has its rights.
/// </summary>
/// <remarks>A statement that names what is not there fails before it can look. So the query is a text, which is run if Postgres' own catalog says that it can be.</remarks>
internal static class GuardedQuery
{
    /// <param name="query">The query as it would be asked.</param>
    /// <param name="schema">The schema of the tables.</param>
    public static MetricQuery Of(MetricQuery query, string schema)
    {
        var columns = Columns(query.Sql).ToList();
        return query with
        {
            Sql = $"""
                SELECT result.* FROM xmltable('/table/row' PASSING query_to_xml(
                  CASE WHEN (
                    SELECT count(*)
                    FROM pg_catalog.pg_attribute a
                    JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
                    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                    WHERE n.nspname = '{schema}' AND (c.relname, a.attname) IN ({string.Join(", ", columns)})
                      AND has_schema_privilege(n.oid, 'USAGE') AND has_column_privilege(c.oid, a.attnum, 'SELECT')
                  ) = {columns.Count} THEN $dagster$
                {query.Sql}
                $dagster$ ELSE 'SELECT WHERE false' END,
                  false, false, ''
                ) COLUMNS {string.Join(", ", query.Labels.Select(label => Column(label, "text")).Concat(query.Gauges.Select(gauge => Column(gauge, "float8"))))}) AS result
                """,
        };
    }

    // What is granted and stands in the text is what it reads: of the same name in another table of the text, it does no harm.
    private static IEnumerable<string> Columns(string sql) => DagsterTables.Columns
        .Where(table => Stands(table.Key, sql))
        .SelectMany(table => table.Value.Where(column => Stands(column, sql)).Select(column => $"('{table.Key}', '{column}')"));

    private static bool Stands(string name, string sql) => Regex.IsMatch(sql, $@"\b{name}\b");

    private static string Column(MetricColumn column, string type) => $"\"{column.Name}\" {type} PATH '{column.Name}'";
}
