using Infra.Configs.Alloy.Syntax;

namespace Infra.Configs.Alloy.Queries;

/// <summary>
/// The histograms of how long Trino's queries take, in seconds, which Trino itself does not have: one of the queries that it posts, and one
/// of the lines that it logs, for a Trino that posts none. <c>TrinoRules</c> makes one of both.
/// </summary>
internal static class QueryDurations
{
    /// <summary>By the queries that Trino posts.</summary>
    public const string Posted = PostedPrefix + Name;

    /// <summary>By the line that Trino logs for each query.</summary>
    public const string Logged = LoggedPrefix + Name;

    /// <summary>The names of both, as a regular expression: they carry the labels of the entry.</summary>
    public const string MetricNames = $"trino_query_(log|timeline)_{Name}_.*";

    private const string Name = "duration_seconds";
    private const string PostedPrefix = "trino_query_log_";
    private const string LoggedPrefix = "trino_query_timeline_";

    private static readonly decimal[] Seconds = [0.1m, 0.25m, 0.5m, 1m, 2.5m, 5m, 10m, 30m, 60m, 120m, 300m, 900m];

    /// <summary>Counts a posted query that took what was found under this name.</summary>
    public static AlloyBlock OfPosted(string source) =>
        Histogram(PostedPrefix, source, "How long queries took from being submitted to their end, in seconds, by what Trino posts of each.");

    /// <summary>Counts a logged query that took what was found under this name.</summary>
    public static AlloyBlock OfLogged(string source) =>
        Histogram(LoggedPrefix, source, "How long queries took from being submitted to their end, in seconds, by the log line that Trino writes for each.");

    private static AlloyBlock Histogram(string prefix, string source, string description) => new("stage.metrics")
    {
        new AlloyBlock("metric.histogram")
        {
            { "name", Name },
            { "prefix", prefix },
            { "description", description },
            { "source", source },
            // Longer than any pause between queries: a histogram that goes away and comes back looks like a reset.
            { "max_idle_duration", Duration.Hours(24) },
            { "buckets", Seconds },
        },
    };
}
