using System.Globalization;
using Infra.Configs.Yaml;

namespace Infra.Configs.Loki;

/// <summary>
/// Renders the configuration of Loki 3.7, every key as its own reference has it
/// (https://grafana.com/docs/loki/v3.7.x/configure/).
/// </summary>
internal static class LokiFiles
{
    /// <summary>The port of the listener for the health check, on loopback alone, where the API itself is secured.</summary>
    public const int InternalPort = 3101;

    private const string Loopback = "127.0.0.1";
    private const string Filesystem = "filesystem";
    private const string S3 = "s3";

    // Before any line of any stack.
    private static readonly DateOnly Beginning = new(2024, 1, 1);

    // With answers of up to five thousand long lines the default of 4 MB between Loki's own parts is soon too little.
    private const int LargestMessage = 32 * 1024 * 1024;

    // Beside the time that stopping takes anyway; a container is given half a minute.
    private static readonly Duration ServerShutdown = Duration.Seconds(10);

    /// <summary><c>loki.yaml</c>.</summary>
    public static string RenderConfig(LokiConfig config) => YamlText.Render(new YamlMap
    {
        { "auth_enabled", false },
        { "server", Server(config) },
        { "internal_server", config.Tls is null ? null : InternalServer() },
        { "common", Common(config) },
        { "schema_config", Schema(config) },
        { "storage_config", Storage(config) },
        { "ingester", Ingester(config) },
        { "compactor", Compactor(config) },
        { "limits_config", Limits(config) },
        { "chunk_store_config", new YamlMap { { "chunk_cache_config", Cache(new LokiMemory(config.MemoryMegabytes).ChunkCacheMegabytes) } } },
        { "query_range", QueryRange(config) },
        { "ruler", Ruler(config) },
        { "ruler_storage", RulerStorage(config) },
        { "analytics", new YamlMap { { "reporting_enabled", false } } },
    });

    private static YamlMap Server(LokiConfig config)
    {
        // A little longer than a query may take, or its answer never arrives.
        var timeout = GoDuration(Duration.Seconds(config.Limits.QueryTimeout.TotalSeconds + 10));
        return new YamlMap
        {
            // At info it writes ten lines and more for each query, and more of itself than all others of themselves.
            { "log_level", "warn" },
            { "http_listen_port", config.Port },
            { "http_server_read_timeout", timeout },
            { "http_server_write_timeout", timeout },
            { "graceful_shutdown_timeout", GoDuration(ServerShutdown) },
            { "tls_min_version", config.Tls is null ? null : "VersionTLS12" },
            {
                "http_tls_config", config.Tls is not { } tls ? null : new YamlMap
                {
                    { "cert_file", tls.IdentityFile },
                    { "key_file", tls.IdentityFile },
                    { "client_ca_file", tls.AuthorityFile },
                    { "client_auth_type", "RequireAndVerifyClientCert" },
                }
            },
            // Only Loki itself calls itself this way.
            { "grpc_listen_address", Loopback },
            { "grpc_server_max_recv_msg_size", LargestMessage },
            { "grpc_server_max_send_msg_size", LargestMessage },
        };
    }

    // The health check that is in the image has no certificate to show.
    private static YamlMap InternalServer() => new()
    {
        { "enable", true },
        { "http_listen_address", Loopback },
        { "http_listen_port", InternalPort },
        { "grpc_listen_address", Loopback },
    };

    private static YamlMap Common(LokiConfig config) => new()
    {
        { "path_prefix", LokiPaths.Data },
        { "instance_addr", Loopback },
        { "replication_factor", 1 },
        { "ring", new YamlMap { { "kvstore", new YamlMap { { "store", "inmemory" } } } } },
        {
            "storage", config.Bucket is not null ? null : new YamlMap
            {
                { "filesystem", new YamlMap { { "chunks_directory", LokiPaths.Chunks }, { "rules_directory", LokiPaths.Rules } } },
            }
        },
    };

    private static YamlMap Schema(LokiConfig config)
    {
        List<YamlMap> periods = [Period(Beginning, config.Bucket is null || config.BucketSince is not null ? Filesystem : S3)];
        if (config is { Bucket: not null, BucketSince: { } since })
            periods.Add(Period(since, S3));

        return new YamlMap { { "configs", periods } };
    }

    private static YamlMap Period(DateOnly from, string store) => new()
    {
        { "from", from.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) },
        { "store", "tsdb" },
        { "object_store", store },
        { "schema", "v13" },
        { "index", new YamlMap { { "prefix", "index_" }, { "period", GoDuration(Duration.Hours(24)) } } },
    };

    private static YamlMap Storage(LokiConfig config) => new()
    {
        { "tsdb_shipper", new YamlMap { { "active_index_directory", LokiPaths.Index }, { "cache_location", LokiPaths.IndexCache } } },
        // The client that Loki's maintainers move to; the older one writes the same objects.
        { "use_thanos_objstore", config.Bucket is null ? null : true },
        {
            "object_store", config.Bucket is not { } bucket ? null : new YamlMap
            {
                { "filesystem", config.BucketSince is null ? null : new YamlMap { { "dir", LokiPaths.Chunks } } },
                {
                    "s3", new YamlMap
                    {
                        { "endpoint", bucket.Endpoint },
                        { "region", bucket.Region },
                        { "bucket_name", bucket.Name },
                        { "insecure", bucket.Insecure },
                        { "http", bucket.AuthorityFile is null ? null : new YamlMap { { "tls_ca_path", bucket.AuthorityFile } } },
                    }
                },
            }
        },
    };

    private static YamlMap Ingester(LokiConfig config) => new()
    {
        // There is no ring to wait for.
        { "lifecycler", new YamlMap { { "min_ready_duration", GoDuration(Duration.Seconds(0)) } } },
        { "chunk_encoding", "snappy" },
        { "chunk_idle_period", GoDuration(Duration.Minutes(30)) },
        { "max_chunk_age", GoDuration(Duration.Hours(2)) },
        {
            "wal", new YamlMap
            {
                { "enabled", true },
                { "dir", LokiPaths.Wal },
                // The log is in the same volume as chunks would be; only a bucket outlives the volume.
                { "flush_on_shutdown", config.Bucket is not null },
                { "replay_memory_ceiling", new LokiMemory(config.MemoryMegabytes).ReplayCeiling },
                { "disk_full_threshold", config.DiskFullThreshold },
            }
        },
    };

    private static YamlMap Compactor(LokiConfig config) => new()
    {
        { "working_directory", LokiPaths.Compactor },
        { "compaction_interval", GoDuration(Duration.Minutes(10)) },
        { "retention_enabled", true },
        { "retention_delete_delay", GoDuration(Duration.Hours(2)) },
        { "delete_request_store", Store(config) },
    };

    private static YamlMap Limits(LokiConfig config)
    {
        var limits = config.Limits;
        return new YamlMap
        {
            { "retention_period", GoDuration(config.Retention) },
            { "ingestion_rate_mb", limits.IngestionRateMegabytes },
            { "ingestion_burst_size_mb", limits.IngestionBurstMegabytes },
            { "per_stream_rate_limit", limits.StreamRate },
            { "per_stream_rate_limit_burst", limits.StreamBurst },
            { "max_global_streams_per_user", limits.Streams },
            { "max_label_names_per_series", limits.LabelsPerStream },
            { "max_line_size", limits.LineSize },
            { "max_line_size_truncate", true },
            { "reject_old_samples", true },
            { "reject_old_samples_max_age", GoDuration(limits.OldestLine < config.Retention ? limits.OldestLine : config.Retention) },
            { "allow_structured_metadata", true },
            { "max_structured_metadata_size", new ByteSize(64, "KB") },
            { "max_structured_metadata_entries_count", 128 },
            // Every stream has the label «service» already; a second one of the same content would only cost.
            { "discover_service_name", YamlList.Empty },
            // Who may look at logs in Grafana can ask Loki for anything through it, with Grafana's certificate: lines go by their age alone.
            { "deletion_mode", "disabled" },
            { "query_timeout", GoDuration(limits.QueryTimeout) },
            { "max_query_lookback", GoDuration(config.Retention) },
            { "max_query_length", GoDuration(config.Retention) },
            { "max_query_bytes_read", limits.QueryBytes },
            { "max_query_series", limits.QuerySeries },
            { "max_entries_limit_per_query", limits.QueryLines },
        };
    }

    private static YamlMap QueryRange(LokiConfig config) => new()
    {
        { "cache_results", true },
        { "results_cache", new YamlMap { { "cache", Cache(new LokiMemory(config.MemoryMegabytes).ResultCacheMegabytes) } } },
    };

    private static YamlMap Cache(int megabytes) => new()
    {
        { "embedded_cache", new YamlMap { { "enabled", true }, { "max_size_mb", megabytes } } },
    };

    private static YamlMap Ruler(LokiConfig config) => new()
    {
        { "rule_path", LokiPaths.RulerWork },
        { "wal", new YamlMap { { "dir", LokiPaths.RulerWal } } },
        { "alertmanager_url", config.Alertmanager?.Url },
        {
            "alertmanager_client", config.Alertmanager is not { } alertmanager ? null : new YamlMap
            {
                { "tls_ca_path", alertmanager.Tls?.AuthorityFile },
                { "tls_server_name", alertmanager.Tls?.ServerName },
                { "type", alertmanager.AuthorizationFile is null ? null : "Basic" },
                { "credentials_file", alertmanager.AuthorizationFile },
            }
        },
    };

    // With a bucket, rules stay where they are without one.
    private static YamlMap? RulerStorage(LokiConfig config) => config.Bucket is null ? null : new YamlMap
    {
        { "backend", "local" },
        { "local", new YamlMap { { "directory", LokiPaths.Rules } } },
    };

    private static string Store(LokiConfig config) => config.Bucket is null ? Filesystem : S3;

    // Some of Loki's durations are read by Go, which knows no days.
    private static string GoDuration(Duration duration) => duration.ToGoString();
}
