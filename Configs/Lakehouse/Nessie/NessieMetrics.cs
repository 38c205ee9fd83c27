using Infra.Configs.Contract;

namespace Infra.Configs.Lakehouse.Nessie;

/// <summary>What is relied on of the metrics that Nessie serves on its management port.</summary>
/// <remarks>Series of requests and of operations exist from the first one on, those with a status of 5xx from the first error on.</remarks>
internal static class NessieMetrics
{
    /// <summary>HTTP requests; without buckets.</summary>
    public const string Requests = "http_server_requests_seconds";

    public const string SlowestRequest = Requests + "_max";
    public const string ActiveRequests = "http_server_active_requests";

    /// <summary>Operations of the catalog, each with one or several requests to the database.</summary>
    public const string Operations = "nessie_versionstore_request_total";

    public const string OperationTime = "nessie_versionstore_request_seconds";

    /// <summary>What the catalog asks its database for.</summary>
    public const string DatabaseTime = "nessie_storage_persist_seconds";

    public const string CacheReads = "cache_gets_total";
    public const string CacheEvictions = "cache_evictions";
    public const string HeapAfterCollection = "jvm_memory_usage_after_gc";
    public const string CollectionOverhead = "jvm_gc_overhead";
    public const string CollectionPauses = "jvm_gc_pause_seconds";
    public const string MemoryUsed = "jvm_memory_used_bytes";
    public const string MemoryMax = "jvm_memory_max_bytes";
    public const string ThreadStates = "jvm_threads_states_threads";
    public const string ProcessLoad = "process_cpu_usage";
    public const string OpenFiles = "process_files_open_files";
    public const string MaxFiles = "process_files_max_files";

    private const string Application = "application";
    private const string Method = "method";

    public static ProductContract Contract { get; } = new()
    {
        Service = LakehouseServices.Nessie,
        Version = "0.108.4",
        Source =
            "projectnessie/nessie: servers/quarkus-server/src/main/resources/application.properties, versioned/spi/src/main/java/org/projectnessie/versioned/ObservingVersionStore.java; "
            + "Quarkus' and Micrometer's own names for HTTP, caches and the virtual machine",
        Recordings = ["nessie"],
        Metrics =
        [
            new(Requests, MetricType.Summary, "seconds", Application, Method, "uri", "status", "outcome"),
            new(SlowestRequest, MetricType.Gauge, "seconds", Application, Method, "uri", "status", "outcome"),
            new(ActiveRequests, MetricType.Gauge, "requests", Application),
            new(Operations, MetricType.Counter, "operations", Application, "class", Method, "result", "exception"),
            new(OperationTime, MetricType.Histogram, "seconds", Application, "class", Method, "exception"),
            new(DatabaseTime, MetricType.Histogram, "seconds", Application, "class", Method, "exception"),
            new(CacheReads, MetricType.Counter, "reads", Application, "cache", "result"),
            new(CacheEvictions, MetricType.Summary, "entries", Application, "cache", "cause"),
            new(HeapAfterCollection, MetricType.Gauge, "1", Application, "area", "pool"),
            new(CollectionOverhead, MetricType.Gauge, "1", Application),
            new(CollectionPauses, MetricType.Summary, "seconds", Application, "action", "cause", "gc"),
            new(MemoryUsed, MetricType.Gauge, "bytes", Application, "area", "id"),
            new(MemoryMax, MetricType.Gauge, "bytes", Application, "area", "id"),
            new(ThreadStates, MetricType.Gauge, "threads", Application, "state"),
            new(ProcessLoad, MetricType.Gauge, "1", Application),
            new(OpenFiles, MetricType.Gauge, "files", Application),
            new(MaxFiles, MetricType.Gauge, "files", Application),
        ],
    };
}
