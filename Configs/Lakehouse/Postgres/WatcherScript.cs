using System.Globalization;
using System.Text;
using Infra.Configs.Lakehouse.Dagster;

namespace Infra.Configs.Lakehouse.Postgres;

/// <summary>
/// Renders what Postgres' image runs once, in a database that is new: it makes the role that the exporter connects as, which
/// sees Postgres' statistics and, of Dagster's tables, the columns that are measured.
/// </summary>
/// <remarks>
/// Dagster makes its tables when it starts for the first time, long after this. So an event trigger grants what is to be read
/// of a table at the moment that the table comes to be, and never stands in the way of it.
/// </remarks>
internal static class WatcherScript
{
    public const string FileName = "10-watcher.sh";

    /// <param name="role">The role: letters, digits and underscores.</param>
    /// <param name="passwordFile">The file in the container that its password stands in.</param>
    public static string Render(string role, string passwordFile)
    {
        var grants = new StringBuilder();
        foreach (var (table, columns) in DagsterTables.Columns)
        {
            grants.Append(grants.Length == 0 ? "" : ",\n").Append(CultureInfo.InvariantCulture,
                $"            ('{table}', '{string.Join(", ", columns.Select(column => $"\"{column}\""))}')");
        }

        return $$"""
            # Written by phlo-observability. Runs once, in a database that is new.
            psql -v ON_ERROR_STOP=1 --no-psqlrc --quiet --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
                -v password="$(cat {{passwordFile}})" <<'SQL'
            CREATE ROLE {{role}} LOGIN PASSWORD :'password' CONNECTION LIMIT 10;
            GRANT pg_monitor TO {{role}};
            GRANT USAGE ON SCHEMA public TO {{role}};

            CREATE FUNCTION grant_to_{{role}}() RETURNS event_trigger LANGUAGE plpgsql AS $body$
            DECLARE
                found record;
            BEGIN
                FOR found IN
                    SELECT made.object_identity, wanted.columns
                    FROM pg_event_trigger_ddl_commands() made
                    JOIN pg_class ON pg_class.oid = made.objid
                    JOIN (VALUES
            {{grants}}
                    ) wanted(name, columns) ON wanted.name = pg_class.relname
                    WHERE made.object_type = 'table' AND made.schema_name = 'public'
                LOOP
                    BEGIN
                        EXECUTE format('GRANT SELECT (%s) ON %s TO {{role}}', found.columns, found.object_identity);
                    EXCEPTION WHEN OTHERS THEN
                        RAISE WARNING 'what is measured of % cannot be granted to {{role}}: %', found.object_identity, SQLERRM;
                    END;
                END LOOP;
            END
            $body$;

            CREATE EVENT TRIGGER grant_to_{{role}} ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION grant_to_{{role}}();
            SQL

            """;
    }
}
