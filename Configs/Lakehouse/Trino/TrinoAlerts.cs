using Infra.Configs.Alerts;

namespace Infra.Configs.Lakehouse.Trino;

/// <summary>Alerts about Trino.</summary>
internal static class TrinoAlerts
{
    /// <summary>From this duration of one query in twenty on, queries are slow (the guide's threshold).</summary>
    public const int SlowSeconds = 30;

    /// <summary>From this waiting time of one query in twenty on, the queue is long.</summary>
    public const int QueuedSeconds = 60;

    /// <summary>From this share of failed queries on, user errors left out, something is wrong.</summary>
    public const decimal FailureShare = 0.05m;

    /// <summary>Fewer failures than these say nothing about a share.</summary>
    public const int LeastFailures = 3;

    /// <summary>From this share of the memory of all nodes on, queries will soon have to wait for some.</summary>
    public const decimal MemoryShare = 0.9m;

    private const string By = "by (job, service)";
    private const string Job = """{job="trino"}""";

    private static readonly Duration Sustained = Duration.Minutes(5);

    public static IReadOnlyList<AlertRule> Rules(Duration pendingPeriod) =>
    [
        AlertRules.Down(LakehouseServices.Trino, "Trino", "No queries run.", pendingPeriod),
        .. Queries,
        .. Memory,
        .. Nodes,
    ];

    private static IReadOnlyList<AlertRule> Queries =>
    [
        Rule("TrinoQueriesSlow", AlertSeverity.Warning, Sustained) with
        {
            // In milliseconds, decayed over five minutes.
            Expression = $$"""max {{By}} ({{TrinoMetrics.ExecutionTime}}{job="trino",quantile="0.95"}) > {{SlowSeconds * 1000}}""",
            Summary = "Trino's queries are slow",
            Description = "One query in twenty takes longer than {{ printf \"%.0f\" $value }} ms.",
        },
        Rule("TrinoQueueLong", AlertSeverity.Warning, Sustained) with
        {
            // The second half: a time that is decayed stays for a while after the queue is gone.
            Expression =
                $$"""max {{By}} ({{TrinoMetrics.QueuedTime}}{job="trino",quantile="0.95"}) > {{QueuedSeconds * 1000}}"""
                + $" and sum {By} ({TrinoMetrics.Queued}{Job}) > 0",
            Summary = "Trino's queries wait long for a place to run",
            Description = "One query in twenty has waited longer than {{ printf \"%.0f\" $value }} ms in the queue, and others wait now.",
        },
        Rule("TrinoQueueStuck", AlertSeverity.Critical, Sustained) with
        {
            Expression = $"sum {By} ({TrinoMetrics.Queued}{Job}) > 0 and sum {By} (rate({TrinoMetrics.Started}{Job}[5m])) == 0",
            Summary = "Trino starts none of the queries in its queue",
            Description = "{{ $value | humanize }} queries wait, and none has started for 10 minutes.",
        },
        Rule("TrinoQueriesFailing", AlertSeverity.Warning, Sustained) with
        {
            // Internal, external and resources: what users get wrong wakes nobody.
            Expression =
                $"({TrinoMetrics.FailuresWithoutUserErrors(counter => $"sum {By} (rate({counter}{Job}[15m]))")})"
                + $" / (sum {By} (rate({TrinoMetrics.Completed}{Job}[15m])) > 0) > {FailureShare}"
                + $" and ({TrinoMetrics.FailuresWithoutUserErrors(counter => $"sum {By} (increase({counter}{Job}[15m]))")}) >= {LeastFailures}",
            Summary = "Trino's queries fail through no fault of their users",
            Description = "{{ $value | humanizePercentage }} of the queries of 15 minutes failed by internal errors, by errors of their sources, or for lack of resources.",
        },
    ];

    private static IReadOnlyList<AlertRule> Memory =>
    [
        // An event. Gauges of Trino's that only grow: after a restart the difference is below 0.
        Rule("TrinoQueriesKilled", AlertSeverity.Warning, pending: null) with
        {
            Expression = $"sum {By} (delta({TrinoMetrics.QueriesKilled}{Job}[10m])) + sum {By} (delta({TrinoMetrics.TasksKilled}{Job}[10m])) > 0",
            Summary = "Trino kills queries for lack of memory",
            Description = "{{ $value | humanize }} queries or tasks were killed within 10 minutes because the cluster had run out of memory.",
        },
        Rule("TrinoMemoryNearLimit", AlertSeverity.Warning, Duration.Minutes(10)) with
        {
            Expression = $"sum {By} ({TrinoMetrics.PoolReserved}{Job}) / (sum {By} ({TrinoMetrics.PoolTotal}{Job}) > 0) > {MemoryShare}",
            Summary = "Trino's memory is almost used up",
            Description = "Queries hold {{ $value | humanizePercentage }} of the memory of all nodes.",
        },
        Rule("TrinoQueriesLeaked", AlertSeverity.Warning, Duration.Minutes(15)) with
        {
            Expression = $"sum {By} ({TrinoMetrics.LeakedQueries}{Job}) > 0",
            Summary = "Trino does not get memory back from ended queries",
            Description = "{{ $value | humanize }} queries have ended and still hold memory.",
        },
    ];

    private static IReadOnlyList<AlertRule> Nodes =>
    [
        Rule("TrinoNodesBlocked", AlertSeverity.Warning, Sustained) with
        {
            Expression = $"sum {By} ({TrinoMetrics.BlockedNodes}{Job}) > 0",
            Summary = "Trino's nodes are blocked for lack of memory",
            Description = "{{ $value | humanize }} nodes have no memory left, and the queries on them stand still.",
        },
        Rule("TrinoNodesInactive", AlertSeverity.Warning, Duration.Minutes(2)) with
        {
            Expression = $"sum {By} ({TrinoMetrics.NodesIn("Inactive")}) > 0",
            Summary = "Trino's nodes do not answer its coordinator",
            Description = "{{ $value | humanize }} nodes are known to the coordinator and take no work.",
        },
        // A node that is gone for good is soon forgotten, and is not inactive any more.
        Rule("TrinoNodesLost", AlertSeverity.Warning, Sustained) with
        {
            Expression = $"max {By} (max_over_time({TrinoMetrics.NodesIn("Active")}[1h:1m])) - max {By} ({TrinoMetrics.NodesIn("Active")}) > 0",
            Summary = "Trino has fewer nodes than within the last hour",
            Description = "{{ $value | humanize }} nodes that were active within the last hour are missing.",
        },
    ];

    private static AlertRule Rule(string name, AlertSeverity severity, Duration? pending) => new()
    {
        Name = name,
        Expression = "",
        For = pending,
        Severity = severity,
        Component = LakehouseServices.Trino,
        Summary = "",
        Description = "",
    };
}
