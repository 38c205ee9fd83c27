using Infra.Configs.Alloy.Logs;
using Infra.Configs.Alloy.Syntax;

namespace Infra.Configs.Alloy.Queries;

/// <summary>
/// Takes what Trino's HTTP event listener posts, makes one entry of Trino's of each query that has ended, and counts how long it took.
/// The entry's time is that of its arrival, which is the query's end but for what Trino had to try again.
/// </summary>
internal static class QueryLogPipeline
{
    /// <summary>The port on which queries are taken.</summary>
    public const int Port = 3500;

    /// <summary>The path to which Trino posts.</summary>
    public const string Path = "/loki/api/v1/raw";

    /// <summary>What stands in place of a container's name: the entries come from none.</summary>
    public const string Container = "query-log";

    /// <summary>The most bytes of a line: with what is kept beside it an entry has no more than 4096.</summary>
    public const int LongestLine = 3584;

    private const string Component = "trino";
    private const string Label = "queries";

    public static IEnumerable<AlloyBlock> Of(QueryLogCollection queries, AlloyComponent loki)
    {
        var process = Process(queries, loki);
        yield return new AlloyComponent(AlloyComponentKind.LokiSourceApi, Label, "Trino posts here every query that has ended.")
        {
            { "forward_to", new[] { process.Export("receiver") } },
            { "labels", AlloyMap.Of([.. LogLabels.EqualToComponent.Append(LogLabels.Component).Select(label => KeyValuePair.Create(label, Component)), new(LogLabels.Container, Container)]) },
            new AlloyBlock("http")
            {
                { "listen_address", "0.0.0.0" },
                { "listen_port", Port },
                // What is not said here has no limit at all.
                { "conn_limit", 64 },
                { "server_read_timeout", Duration.Seconds(30) },
                { "server_write_timeout", Duration.Seconds(30) },
                { "server_idle_timeout", Duration.Minutes(2) },
                Tls(queries.Access),
            },
            new AlloyBlock("grpc", "Nobody uses it; without this it would listen to everybody.") { { "listen_address", "127.0.0.1" } },
        };
        yield return process;
    }

    private static AlloyBlock? Tls(QueryLogAccess? access) => access is null ? null : new AlloyBlock("tls", "Who posts has to show the one certificate that is made for it.")
    {
        { "cert_file", access.Tls.IdentityFile },
        { "key_file", access.Tls.IdentityFile },
        { "client_ca_file", access.ClientFile },
        { "client_auth_type", "RequireAndVerifyClientCert" },
        { "min_version", "VersionTLS12" },
    };

    private static AlloyComponent Process(QueryLogCollection queries, AlloyComponent loki) => new(AlloyComponentKind.LokiProcess, Label)
    {
        { "forward_to", new[] { loki.Export("receiver") } },
        LogStages.Json([.. QueryEvent.Paths]),
        // Whoever posts something else, and queries that have only begun.
        Without(QueryEvent.QueryId),
        Without(QueryEvent.Ended),
        LogStages.Template(QueryEvent.Elapsed, QueryEvent.ElapsedTemplate),
        LogStages.Labels(QueryEvent.State),
        QueryDurations.OfPosted(QueryEvent.Elapsed),
        new AlloyBlock("stage.limit", "Queries are counted before; what is too much for a log is not logged.") { { "rate", 200 }, { "burst", 20_000 }, { "drop", true } },
        LogStages.Template(QueryEvent.Sql, QueryEvent.SqlTemplate(queries)),
        Output(QueryEvent.Sql),
        // Before the SQL is quoted, and after: what stands around it may hold secrets too.
        LogRedaction.Stages,
        // What was clean before may not be after.
        LogStages.DropLabels([.. LogRedaction.CleanLabels]),
        LogStages.Template(QueryEvent.Line, QueryEvent.LineTemplate(queries)),
        Output(QueryEvent.Line),
        LogRedaction.Stages,
        LogStages.DropLabels([.. LogRedaction.CleanLabels]),
        LogStages.Template(LogLabels.Level, QueryEvent.LevelTemplate),
        LogStages.Labels(LogLabels.Level),
        LogStages.StructuredMetadata(QueryEvent.ErrorCode, QueryEvent.ErrorType, QueryEvent.QueryId, QueryEvent.State, QueryEvent.User),
        new AlloyBlock("stage.truncate")
        {
            Cut(LongestLine),
            Cut(256, ("source_type", "structured_metadata")),
        },
    };

    private static AlloyBlock Without(string value) => new("stage.drop")
    {
        { "source", value },
        { "expression", "^$" },
        { "drop_counter_reason", "no_ended_query" },
    };

    private static AlloyBlock Output(string source) => new("stage.output") { { "source", source } };

    private static AlloyBlock Cut(int bytes, params IReadOnlyList<(string Name, string Value)> further)
    {
        var rule = new AlloyBlock("rule") { { "limit", $"{bytes}B" }, { "suffix", "..." } };
        foreach (var (name, value) in further)
            rule.Add(name, value);
        return rule;
    }
}
