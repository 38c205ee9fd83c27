using Infra.Configs.Contract;

namespace Infra.Configs.Lakehouse.Trino;

/// <summary>What is relied on of Trino's metrics, which its coordinator serves itself (docs/src/main/sphinx/admin/openmetrics.md).</summary>
internal static class TrinoMetrics
{
    private const string Queries = "trino_execution_name_QueryManager_";

    public const string Queued = Queries + "QueuedQueries";
    public const string Running = Queries + "RunningQueries";
    public const string Completed = Queries + "CompletedQueries";
    public const string Failed = Queries + "FailedQueries";

    /// <summary>In milliseconds, decayed over five minutes; NaN until the first query.</summary>
    public const string ExecutionTime = Queries + "ExecutionTime_FiveMinutes";

    public static ProductContract Contract { get; } = new()
    {
        Service = LakehouseServices.Trino,
        Version = "483",
        Source = "trinodb/trino: QueryManagerStats.java, DispatchManager.java, CoordinatorNodeManager.java, ClusterMemoryPool.java",
        Recordings = ["trino"],
        Metrics =
        [
            new(Queued, MetricType.Gauge, "queries"),
            new(Running, MetricType.Gauge, "queries"),
            new(Completed, MetricType.Counter, "queries"),
            new(Failed, MetricType.Counter, "queries"),
            new(ExecutionTime, MetricType.Summary, "milliseconds"),
        ],
    };
}
