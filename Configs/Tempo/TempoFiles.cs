using System.Globalization;
using Infra.Configs.Tls;
using Infra.Configs.Yaml;

namespace Infra.Configs.Tempo;

/// <summary>
/// Renders the configuration of Tempo 3.0, every key as its own manifest has it
/// (https://grafana.com/docs/tempo/v3.0.x/configuration/manifest/). Rings need no setting: a Tempo in one process keeps them in its memory.
/// </summary>
internal static class TempoFiles
{
    /// <summary>The port of the listener for the health check, on loopback alone, where the API itself is secured.</summary>
    public const int InternalPort = 3201;

    private const string Loopback = "127.0.0.1";
    private const int GrpcPort = 9095;

    // Of the share of memory that is for traces which still grow; the rest is for queries and for writing blocks.
    private const int LiveTracesPercent = 20;

    // By which a service that sends no traces is known where another one calls it. MinIO is called S3 there, which is the name that the AWS SDK
    // gives to what it asks. Not by server.address: requests that come from outside would then seem to come from whom they are for.
    private static readonly string[] PeerAttributes = ["peer.service", "db.name", "db.system", "rpc.service"];

    // A stream of results may take as long.
    private static readonly Duration RequestTimeout = Duration.Minutes(2);

    // Beside the time that stopping takes anyway; a container is given half a minute.
    private static readonly Duration ServerShutdown = Duration.Seconds(10);

    // OTLP's receivers, unlike all others here, do not read a renewed certificate by themselves.
    private static readonly Duration CertificateReload = Duration.Hours(1);

    /// <summary><c>tempo.yaml</c>.</summary>
    public static string RenderConfig(TempoConfig config) => YamlText.Render(new YamlMap
    {
        // Grafana's streamed results come by the port of the API, so that gRPC's own can stay on loopback.
        { "stream_over_http_enabled", true },
        { "memory", new YamlMap { { "automemlimit_enabled", true } } },
        { "server", Server(config) },
        { "internal_server", config.Tls is null ? null : InternalServer() },
        { "distributor", new YamlMap { { "receivers", Receivers(config) } } },
        { "live_store", LiveStore(config) },
        { "querier", new YamlMap { { "frontend_worker", new YamlMap { { "frontend_address", Itself } } } } },
        // All that is kept can be searched.
        { "query_frontend", new YamlMap { { "search", new YamlMap { { "max_duration", GoDuration(config.Retention) } } } } },
        { "backend_scheduler", Scheduler(config) },
        { "backend_worker", Worker(config) },
        { "storage", new YamlMap { { "trace", Storage(config) } } },
        { "metrics_generator", config.SpanMetrics is { } target ? Generator(target) : null },
        { "overrides", new YamlMap { { "defaults", Overrides(config) } } },
        { "usage_report", new YamlMap { { "reporting_enabled", false } } },
    });

    private static string Itself => string.Create(CultureInfo.InvariantCulture, $"{Loopback}:{GrpcPort}");

    private static YamlMap Server(TempoConfig config) => new()
    {
        // At info it says of each block what it does with it.
        { "log_level", "warn" },
        { "http_listen_port", config.Port },
        { "http_server_read_timeout", GoDuration(RequestTimeout) },
        { "http_server_write_timeout", GoDuration(RequestTimeout) },
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
        { "grpc_listen_address", Loopback },
        { "grpc_listen_port", GrpcPort },
    };

    // The health check that is in the image has no certificate to show.
    private static YamlMap InternalServer() => new()
    {
        { "enable", true },
        { "http_listen_address", Loopback },
        { "http_listen_port", InternalPort },
        { "grpc_listen_address", Loopback },
    };

    private static YamlMap Receivers(TempoConfig config) => new()
    {
        {
            "otlp", new YamlMap
            {
                {
                    "protocols", new YamlMap
                    {
                        { "grpc", Receiver(config.OtlpGrpcPort, config.Tls) },
                        { "http", Receiver(config.OtlpHttpPort, config.Tls) },
                    }
                },
            }
        },
    };

    private static YamlMap Receiver(int port, ServerTls? tls) => new()
    {
        // By default a receiver listens on loopback alone.
        { "endpoint", string.Create(CultureInfo.InvariantCulture, $"0.0.0.0:{port}") },
        {
            "tls", tls is null ? null : new YamlMap
            {
                { "cert_file", tls.IdentityFile },
                { "key_file", tls.IdentityFile },
                { "client_ca_file", tls.AuthorityFile },
                { "client_ca_file_reload", true },
                { "reload_interval", GoDuration(CertificateReload) },
                { "min_version", "1.2" },
            }
        },
    };

    private static YamlMap LiveStore(TempoConfig config) => new()
    {
        { "wal", new YamlMap { { "path", TempoPaths.LiveTraces } } },
        { "shutdown_marker_dir", TempoPaths.ShutdownMarker },
        { "max_live_traces_bytes", config.MemoryMegabytes * 1024L * 1024 * LiveTracesPercent / 100 },
    };

    private static YamlMap Scheduler(TempoConfig config) => new()
    {
        { "local_work_path", TempoPaths.Scheduler },
        { "provider", new YamlMap { { "compaction", new YamlMap { { "compaction", Compaction(config) } } } } },
    };

    private static YamlMap Worker(TempoConfig config) => new()
    {
        { "backend_scheduler_addr", Itself },
        { "compaction", Compaction(config) },
    };

    // Who plans the work and who does it each have a retention of their own: they have to agree.
    private static YamlMap Compaction(TempoConfig config) => new() { { "block_retention", GoDuration(config.Retention) } };

    private static YamlMap Storage(TempoConfig config) => new()
    {
        { "backend", config.Bucket is null ? "local" : "s3" },
        { "wal", new YamlMap { { "path", TempoPaths.Wal } } },
        { "local", config.Bucket is null ? new YamlMap { { "path", TempoPaths.Blocks } } : null },
        {
            "s3", config.Bucket is not { } bucket ? null : new YamlMap
            {
                { "endpoint", bucket.Endpoint },
                { "region", bucket.Region },
                { "bucket", bucket.Name },
                { "insecure", bucket.Insecure },
                { "tls_ca_path", bucket.AuthorityFile },
            }
        },
    };

    private static YamlMap Generator(SpanMetricsTarget target) => new()
    {
        { "processor", new YamlMap { { "service_graphs", new YamlMap { { "peer_attributes", PeerAttributes.ToList() } } } } },
        {
            "storage", new YamlMap
            {
                { "path", TempoPaths.GeneratorWal },
                {
                    "remote_write", new List<YamlMap>
                    {
                        new()
                        {
                            { "url", target.Url },
                            { "send_exemplars", true },
                            {
                                "basic_auth", target.User is null ? null : new YamlMap
                                {
                                    { "username", target.User },
                                    { "password_file", target.PasswordFile },
                                }
                            },
                            {
                                "tls_config", target.Tls is not { } tls ? null : new YamlMap
                                {
                                    { "ca_file", tls.AuthorityFile },
                                    { "server_name", tls.ServerName },
                                }
                            },
                        },
                    }
                },
            }
        },
    };

    private static YamlMap Overrides(TempoConfig config)
    {
        var limits = config.Limits;
        return new YamlMap
        {
            {
                "ingestion", new YamlMap
                {
                    { "rate_limit_bytes", limits.IngestionBytes },
                    { "burst_size_bytes", limits.IngestionBurstBytes },
                    { "max_traces_per_user", limits.LiveTraces },
                }
            },
            { "global", new YamlMap { { "max_bytes_per_trace", limits.TraceBytes } } },
            {
                "metrics_generator", config.SpanMetrics is null ? null : new YamlMap
                {
                    { "processors", new List<string> { "service-graphs", "span-metrics" } },
                    { "max_active_series", limits.ActiveSeries },
                    // As in logs; Tempo's own word is traceID.
                    { "trace_id_label_name", "trace_id" },
                }
            },
        };
    }

    // Tempo's durations are read by Go, which knows no days.
    private static string GoDuration(Duration duration) => duration.ToGoString();
}
