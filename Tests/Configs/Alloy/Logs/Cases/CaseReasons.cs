namespace Infra.Tests.Configs.Alloy.Logs.Cases;

/// <summary>Why what the table says of a reported case is right.</summary>
internal static class CaseReasons
{
    private static readonly Dictionary<string, string> Known = new()
    {
        ["dagster-postgres-service"] = "what a service is stands at the end of its name: this is Postgres, and a statement belongs to its error",
        ["nessie-postgres-service"] = "what a service is stands at the end of its name",
        ["trino-proxy-nginx"] = "a proxy before Trino is not Trino",
        ["phlo-legacy-name"] = "Dagster's text, by the name of the service",
        ["dagster-run-container"] = "a step in a container of its own belongs to dagster, with its run beside the line",
        ["dagster-code-location"] = "the level stands between dashes, whatever the service is called",
        ["dagster-json-log-format"] = "JSON has its level in small letters, and the run in its text",
        ["dagster-extra-json-in-text"] = "the run stands in the text",
        ["phlo-json-traceback"] = "JSON brings level, run and asset, and a password in the text goes",
        ["minio-banner"] = "the address of the API is no call, and no error",
        ["minio-rootpass"] = "credentials go, the warning stays one entry",
        ["superset-default"] = "fields between colons; Loki finds no level here",
        ["gunicorn"] = "the level in brackets or behind braces",
        ["spring"] = "the level behind the date, with T and without",
        ["hasura"] = "JSON",
        ["postgrest"] = "it says no level, and Loki finds none either",
        ["zap-console"] = "fields between tabs",
        ["ecs"] = "Elastic's name of the level, flat and nested",
        ["logfmt-lvl"] = "other names of the level, and a short word for it that Loki does not find",
        ["js-winston"] = "a word before a colon or in brackets",
        ["nessie-otel-format"] = "the trace stands before the logger",
        ["nessie-mdc-before"] = "Quarkus' text",
        ["trino-jvm"] = "warnings of the Java machine are entries of their own",
        ["trino-timeline-failed-user"] = "each query is an entry with its id",
        ["pg-pgbadger"] = "a prefix as pgBadger wants it",
        ["pg-csv-json"] = "Postgres' JSON has a name of its own for the level",
        ["pg-backend-in-brackets"] = "a prefix in brackets",
        ["pg-german"] = "the level is translated; Loki finds none here",
        ["pg-component-db"] = "a part of a cluster is Postgres too",
    };

    /// <exception cref="KeyNotFoundException">Somebody added a case and did not say what is right of it.</exception>
    public static string Of(LogCase one) => one.Reason.Length > 0 ? one.Reason : Known[one.Id];
}
