using Infra.Configs.Alloy.Logs;
using Infra.Configs.Alloy.Queries;
using Infra.Configs.Contract;

namespace Infra.Configs.Lakehouse.Trino;

/// <summary>What is relied on of Trino's metrics, which its coordinator serves itself (docs/src/main/sphinx/admin/openmetrics.md).</summary>
internal static class TrinoMetrics
{
    private const string Queries = "trino_execution_name_QueryManager_";
    private const string Pool = "trino_memory_type_ClusterMemoryPool_name_general_";
    private const string Memory = "trino_memory_name_ClusterMemoryManager_";
    private const string Nodes = "trino_node_name_CoordinatorNodeManager_";
    private const string NodesOfOld = "trino_metadata_name_DiscoveryNodeManager_";
    private const string Java = "JMX_java_lang_TYPE_";

    private const string SinceRenamed =
        "Under this name since release 477 (core/trino-main/src/main/java/io/trino/node/CoordinatorNodeManager.java); before, it is DiscoveryNodeManager's.";

    private const string OnceComposite =
        "In releases whose metrics read composite attributes of beans (openmetrics/types/CompositeMetric.java of airlift 437).";

    public const string Queued = Queries + "QueuedQueries";
    public const string Running = Queries + "RunningQueries";
    public const string Blocked = Queries + "FullyBlockedQueries";
    public const string Started = Queries + "StartedQueries";

    /// <summary>Queries that have ended, failed ones too.</summary>
    public const string Completed = Queries + "CompletedQueries";

    /// <summary>All that failed, for whatever reason.</summary>
    public const string Failed = Queries + "FailedQueries";

    /// <summary>What whoever asked has to answer for: syntax, missing tables, and what was cancelled or abandoned.</summary>
    public const string UserErrors = Queries + "UserErrorFailures";

    public const string InternalFailures = Queries + "InternalFailures";
    public const string ExternalFailures = Queries + "ExternalFailures";
    public const string ResourceFailures = Queries + "InsufficientResourcesFailures";

    /// <summary>In milliseconds, decayed over five minutes; NaN until the first query.</summary>
    public const string ExecutionTime = Queries + "ExecutionTime_FiveMinutes";

    /// <summary>In milliseconds, since Trino's start: the one of these times whose sum and count only grow.</summary>
    public const string ExecutionTimeInAll = Queries + "ExecutionTime_AllTime";

    /// <summary>How long queries waited for a place to run, in milliseconds, decayed over five minutes.</summary>
    public const string QueuedTime = Queries + "QueuedTime_FiveMinutes";

    public const string InputRows = Queries + "ConsumedInputRows";
    public const string InputBytes = Queries + "ConsumedInputBytes";
    public const string CpuSeconds = Queries + "ConsumedCpuTimeSecs";

    public const string PoolReserved = Pool + "ReservedDistributedBytes";
    public const string PoolTotal = Pool + "TotalDistributedBytes";

    /// <summary>What a node has left; served by the node itself.</summary>
    public const string NodeFree = "trino_memory_type_MemoryPool_name_general_FreeBytes";

    public const string BlockedNodes = Pool + "BlockedNodes";

    /// <summary>Gauges that only grow until Trino starts anew.</summary>
    public const string QueriesKilled = Memory + "QueriesKilledDueToOutOfMemory";

    /// <inheritdoc cref="QueriesKilled"/>
    public const string TasksKilled = Memory + "TasksKilledDueToOutOfMemory";

    public const string LeakedQueries = Memory + "NumberOfLeakedQueries";

    public const string MinorCollections = "io_airlift_stats_name_GcMonitor_MinorGc_AllTime";
    public const string MajorCollections = "io_airlift_stats_name_GcMonitor_MajorGc_AllTime";

    public const string HeapUsed = Java + "Memory_ATTRIBUTE_HeapMemoryUsage_used";
    public const string HeapMax = Java + "Memory_ATTRIBUTE_HeapMemoryUsage_max";
    public const string Threads = Java + "Threading_ATTRIBUTE_ThreadCount";
    public const string ProcessLoad = Java + "OperatingSystem_ATTRIBUTE_ProcessCpuLoad";
    public const string OpenFiles = Java + "OperatingSystem_ATTRIBUTE_OpenFileDescriptorCount";
    public const string MaxFiles = Java + "OperatingSystem_ATTRIBUTE_MaxFileDescriptorCount";

    public static ProductContract Contract { get; } = new()
    {
        Service = LakehouseServices.Trino,
        Version = "483",
        Source = "trinodb/trino: QueryManagerStats.java, DispatchManager.java, CoordinatorNodeManager.java, ClusterMemoryPool.java, ClusterMemoryManager.java",
        Recordings = ["trino"],
        // TrinoAttributes.java
        SpanAttributes = ["span.trino.query_id"],
        LogFields =
        [
            new LogField(QueryEvent.QueryId, LogFieldKind.Metadata, "The query that a line names, such as 20261122_213617_00000_fgrbv."),
            new LogField(QueryEvent.User, LogFieldKind.Metadata, "Who asked, of a query that Trino posted."),
            new LogField(QueryEvent.State, LogFieldKind.Metadata, "How a query that Trino posted has ended: FINISHED or FAILED."),
            new LogField(QueryEvent.ErrorType, LogFieldKind.Metadata, "Who has to answer for the failure of a query that Trino posted: USER_ERROR, INTERNAL_ERROR, EXTERNAL, INSUFFICIENT_RESOURCES."),
            new LogField(QueryEvent.Elapsed, LogFieldKind.Line, "How long a query that Trino posted took, with its unit."),
            new LogField(QueryEvent.ErrorCode, LogFieldKind.Metadata, "The name of Trino's error, of a query that Trino posted."),
        ],
        Metrics =
        [
            .. Gauges("queries", Queued, Running, Blocked, QueriesKilled, LeakedQueries),
            .. Counters("queries", Started, Completed, Failed, UserErrors, InternalFailures, ExternalFailures, ResourceFailures),
            new(TasksKilled, MetricType.Gauge, "tasks"),
            new(ExecutionTime, MetricType.Summary, "milliseconds"),
            new(ExecutionTimeInAll, MetricType.Summary, "milliseconds"),
            new(QueuedTime, MetricType.Summary, "milliseconds"),
            new(InputRows, MetricType.Counter, "rows"),
            new(InputBytes, MetricType.Counter, "bytes"),
            new(CpuSeconds, MetricType.Counter, "seconds"),
            .. Gauges("bytes", PoolReserved, PoolTotal, NodeFree),
            new(BlockedNodes, MetricType.Gauge, "nodes"),
            .. NodeCounts.Select(state => new Metric(Nodes + state, MetricType.Gauge, "nodes") { AppearsLater = SinceRenamed }),
            .. NodeCounts.Select(state => new Metric(NodesOfOld + state, MetricType.Gauge, "nodes")),
            new(MinorCollections, MetricType.Summary, "seconds"),
            new(MajorCollections, MetricType.Summary, "seconds"),
            new(HeapUsed, MetricType.Gauge, "bytes") { AppearsLater = OnceComposite },
            new(HeapMax, MetricType.Gauge, "bytes") { AppearsLater = OnceComposite },
            new(Threads, MetricType.Gauge, "threads"),
            new(ProcessLoad, MetricType.Gauge, "1"),
            new(OpenFiles, MetricType.Gauge, "files"),
            new(MaxFiles, MetricType.Gauge, "files"),
        ],
    };

    /// <summary>What Alloy makes of the queries that Trino posts and of its log lines, and serves in Trino's name.</summary>
    public static ProductContract OfQueries { get; } = new()
    {
        Service = LakehouseServices.Trino,
        Version = "483",
        Source = "trinodb/trino: QueryMonitor.java logs a line for each query, HttpEventListener.java posts it; Configs/Alloy/Queries makes histograms of them",
        Recordings = ["alloy"],
        Metrics =
        [
            new(QueryDurations.Posted, MetricType.Histogram, "seconds", LogLabels.Component, LogLabels.Container, QueryEvent.State)
            {
                AppearsLater = "With the first query that Trino posts (Configs/Alloy/Queries/QueryLogPipeline.cs).",
            },
            new(QueryDurations.Logged, MetricType.Histogram, "seconds", LogLabels.Component, LogLabels.Container)
            {
                AppearsLater = "With the first query that Trino logs (Configs/Alloy/Logs/Parsers/TrinoParser.cs); in the recording it still has the name that the rules make of both.",
            },
        ],
    };

    private static IReadOnlyList<string> NodeCounts => ["ActiveNodeCount", "InactiveNodeCount", "DrainingNodeCount", "DrainedNodeCount", "ShuttingDownNodeCount"];

    /// <summary>How many nodes are in a state, whichever release says it. The coordinator is one of them.</summary>
    /// <param name="state"><c>Active</c>, <c>Inactive</c>, <c>Draining</c>, <c>Drained</c> or <c>ShuttingDown</c>.</param>
    public static string NodesIn(string state) =>
        $$"""({{Nodes}}{{state}}NodeCount{job="trino"} or {{NodesOfOld}}{{state}}NodeCount{job="trino"})""";

    /// <summary>An expression over the failures that Trino, its sources or its size have to answer for, and not whoever asked.</summary>
    /// <param name="of">The expression for one of the counters, such as <c>rate(…[5m])</c> of it.</param>
    public static string FailuresWithoutUserErrors(Func<string, string> of) => string.Join(" + ", new[] { InternalFailures, ExternalFailures, ResourceFailures }.Select(of));

    private static IEnumerable<Metric> Gauges(string unit, params IReadOnlyList<string> names) => names.Select(name => new Metric(name, MetricType.Gauge, unit));

    private static IEnumerable<Metric> Counters(string unit, params IReadOnlyList<string> names) => names.Select(name => new Metric(name, MetricType.Counter, unit));
}
