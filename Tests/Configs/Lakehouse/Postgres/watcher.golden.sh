# Written by phlo-observability. Runs once, in a database that is new.
psql -v ON_ERROR_STOP=1 --no-psqlrc --quiet --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
    -v password="$(cat /run/secrets/watcher-password)" <<'SQL'
CREATE ROLE phlo_watcher LOGIN PASSWORD :'password' CONNECTION LIMIT 10;
GRANT pg_monitor TO phlo_watcher;
GRANT USAGE ON SCHEMA public TO phlo_watcher;

CREATE FUNCTION grant_to_phlo_watcher() RETURNS event_trigger LANGUAGE plpgsql AS $body$
DECLARE
    found record;
BEGIN
    FOR found IN
        SELECT made.object_identity, wanted.columns
        FROM pg_event_trigger_ddl_commands() made
        JOIN pg_class ON pg_class.oid = made.objid
        JOIN (VALUES
            ('asset_keys', '"asset_key", "last_materialization_timestamp"'),
            ('daemon_heartbeats', '"daemon_type", "timestamp"'),
            ('instigators', '"instigator_body", "selector_id"'),
            ('job_ticks', '"selector_id", "status", "timestamp", "type"'),
            ('runs', '"create_timestamp", "end_time", "pipeline_name", "run_id", "start_time", "status"')
        ) wanted(name, columns) ON wanted.name = pg_class.relname
        WHERE made.object_type = 'table' AND made.schema_name = 'public'
    LOOP
        BEGIN
            EXECUTE format('GRANT SELECT (%s) ON %s TO phlo_watcher', found.columns, found.object_identity);
        EXCEPTION WHEN OTHERS THEN
            RAISE WARNING 'what is measured of % cannot be granted to phlo_watcher: %', found.object_identity, SQLERRM;
        END;
    END LOOP;
END
$body$;

CREATE EVENT TRIGGER grant_to_phlo_watcher ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION grant_to_phlo_watcher();
SQL
