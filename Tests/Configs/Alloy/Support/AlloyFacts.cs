namespace Infra.Tests.Configs.Alloy.Support;

/// <summary>What a block of Alloy takes.</summary>
/// <param name="Source">Where it is defined, in github.com/grafana/alloy at <see cref="AlloyFacts.Version"/>.</param>
internal sealed record BlockFacts(string Source)
{
    public string[] Required { get; init; } = [];

    public string[] Optional { get; init; } = [];

    public Dictionary<string, BlockFacts> Blocks { get; init; } = [];

    public string[] RequiredBlocks { get; init; } = [];
}

/// <summary>
/// The names of attributes and blocks that Alloy's components have, by their own sources: the <c>alloy:"…"</c> tags of the
/// structs they are read into. All of these components are registered as generally available.
/// </summary>
internal static class AlloyFacts
{
    public const string Version = "v1.18.1";

    private static readonly BlockFacts BasicAuth = new("internal/component/common/config/types.go") { Optional = ["username", "password", "password_file"] };

    private static readonly BlockFacts TlsConfig = new("internal/component/common/config/types.go")
    {
        Optional = ["ca_pem", "ca_file", "cert_pem", "cert_file", "key_pem", "key_file", "server_name", "insecure_skip_verify", "min_version"],
    };

    private static readonly string[] HttpClient =
        ["bearer_token", "bearer_token_file", "proxy_url", "no_proxy", "proxy_from_environment", "follow_redirects", "enable_http2", "http_headers", "proxy_connect_header"];

    private static readonly string[] OtelTls =
    [
        "ca_pem", "ca_file", "cert_pem", "cert_file", "key_pem", "key_file", "min_version", "max_version", "reload_interval", "cipher_suites",
        "include_system_ca_certs_pool", "curve_preferences",
    ];

    private static readonly BlockFacts OtelServerTls = new("internal/component/otelcol/config_tls.go") { Optional = [.. OtelTls, "client_ca_file"] };

    private static readonly BlockFacts OtelClientTls = new("internal/component/otelcol/config_tls.go")
    {
        Optional = [.. OtelTls, "insecure", "insecure_skip_verify", "server_name"],
    };

    private static readonly BlockFacts OtelOutput = new("internal/component/otelcol/consumer.go") { Optional = ["metrics", "logs", "traces"] };

    private static readonly BlockFacts DebugMetrics = new("internal/component/otelcol/config/config_debug_metrics.go") { Optional = ["disable_high_cardinality_metrics"] };

    private static readonly BlockFacts Rule = new("internal/component/common/relabel/relabel.go")
    {
        Optional = ["source_labels", "separator", "regex", "modulus", "target_label", "replacement", "action"],
    };

    private static readonly BlockFacts Histogram = new("internal/component/loki/process/metric/histograms.go")
    {
        Required = ["name", "buckets"],
        Optional = ["description", "source", "prefix", "max_idle_duration", "value"],
    };

    private static readonly BlockFacts Counter = new("internal/component/loki/process/metric/counters.go")
    {
        Required = ["name", "action"],
        Optional = ["description", "source", "prefix", "max_idle_duration", "value", "match_all", "count_entry_bytes"],
    };

    /// <summary>The stages of loki.process; match takes them all again.</summary>
    private static readonly Dictionary<string, BlockFacts> Stages = new()
    {
        ["stage.decolorize"] = Stage("decolorize"),
        ["stage.drop"] = Stage("drop") with { Optional = ["drop_counter_reason", "source", "value", "separator", "expression", "older_than", "longer_than"] },
        ["stage.json"] = Stage("json") with { Optional = ["expressions", "regex", "source", "drop_malformed"] },
        ["stage.label_drop"] = Stage("label_drop") with { Required = ["values"] },
        ["stage.labels"] = Stage("labels") with { Required = ["values"], Optional = ["source_type"] },
        ["stage.limit"] = Stage("limit") with { Required = ["rate", "burst"], Optional = ["drop", "by_label_name", "max_distinct_labels"] },
        ["stage.logfmt"] = Stage("logfmt") with { Optional = ["mapping", "source", "regex"] },
        ["stage.metrics"] = Stage("metric") with { Blocks = new() { ["metric.histogram"] = Histogram, ["metric.counter"] = Counter } },
        ["stage.multiline"] = Stage("multiline") with { Required = ["firstline"], Optional = ["max_lines", "max_wait_time", "trim_newlines"] },
        ["stage.output"] = Stage("output") with { Required = ["source"] },
        ["stage.regex"] = Stage("regex") with { Required = ["expression"], Optional = ["source", "labels_from_groups"] },
        ["stage.replace"] = Stage("replace") with { Required = ["expression"], Optional = ["source", "replace"] },
        ["stage.static_labels"] = Stage("static_labels") with { Required = ["values"] },
        ["stage.structured_metadata"] = Stage("structured_metadata") with { Optional = ["values", "regex"] },
        ["stage.template"] = Stage("template") with { Required = ["source", "template"] },
        ["stage.truncate"] = Stage("truncate") with
        {
            RequiredBlocks = ["rule"],
            Blocks = new() { ["rule"] = Stage("truncate") with { Required = ["limit"], Optional = ["suffix", "sources", "source_type"] } },
        },
        ["stage.timestamp"] = Stage("timestamp") with
        {
            Required = ["source", "format"],
            Optional = ["fallback_formats", "location", "action_on_failure", "action_on_duplicate_timestamp"],
        },
    };

    /// <summary>What may stand in a configuration.</summary>
    public static IReadOnlyDictionary<string, BlockFacts> Blocks { get; } = new Dictionary<string, BlockFacts>
    {
        ["logging"] = new("internal/runtime/logging/options.go") { Optional = ["level", "format", "destination", "write_to"] },
        ["http"] = new("internal/service/http/http.go")
        {
            Blocks = new()
            {
                ["auth"] = new("internal/service/http/auth.go")
                {
                    Blocks = new()
                    {
                        ["basic"] = new("internal/service/http/auth.go") { Required = ["username", "password"] },
                        ["filter"] = new("internal/service/http/auth.go") { Optional = ["paths", "authenticate_matching_paths"] },
                    },
                },
                ["tls"] = new("internal/service/http/tls.go")
                {
                    Optional =
                    [
                        "cert_pem", "cert_file", "key_pem", "key_file", "client_ca_pem", "client_ca_file", "client_auth_type", "cipher_suites",
                        "curve_preferences", "min_version", "max_version",
                    ],
                },
            },
        },
        ["local.file"] = new("internal/component/local/file/file.go") { Required = ["filename"], Optional = ["detector", "poll_frequency", "is_secret"] },
        ["discovery.docker"] = new("internal/component/discovery/docker/docker.go")
        {
            Required = ["host"],
            Optional = ["port", "host_networking_host", "refresh_interval", "match_first_network", .. HttpClient],
            Blocks = new()
            {
                ["filter"] = new("internal/component/discovery/docker/docker.go") { Required = ["name", "values"] },
                ["basic_auth"] = BasicAuth,
                ["tls_config"] = TlsConfig,
            },
        },
        ["discovery.relabel"] = new("internal/component/discovery/relabel/relabel.go") { Required = ["targets"], Blocks = new() { ["rule"] = Rule } },
        ["loki.source.api"] = new("internal/component/loki/source/api/api.go")
        {
            Required = ["forward_to"],
            Optional = ["labels", "relabel_rules", "use_incoming_timestamp", "max_send_message_size", "graceful_shutdown_timeout"],
            Blocks = new()
            {
                ["http"] = new("internal/component/common/net/config.go")
                {
                    Optional = ["listen_address", "listen_port", "conn_limit", "server_read_timeout", "server_write_timeout", "server_idle_timeout"],
                    Blocks = new()
                    {
                        ["tls"] = new("internal/component/common/net/config.go")
                        {
                            Optional = ["cert_pem", "key_pem", "cert_file", "key_file", "client_auth_type", "client_ca_file", "client_ca", "cipher_suites", "min_version"],
                        },
                    },
                },
                ["grpc"] = new("internal/component/common/net/config.go")
                {
                    Optional = ["listen_address", "listen_port", "conn_limit", "server_max_recv_msg_size", "server_max_send_msg_size"],
                },
            },
        },
        ["loki.source.docker"] = new("internal/component/loki/source/docker/docker.go")
        {
            Required = ["host", "targets", "forward_to"],
            Optional = ["labels", "relabel_rules", "refresh_interval"],
        },
        ["loki.process"] = new("internal/component/loki/process/process.go") { Required = ["forward_to"], Blocks = StagesAndMatch() },
        ["loki.write"] = new("internal/component/loki/write/write.go")
        {
            Optional = ["external_labels", "max_streams"],
            Blocks = new()
            {
                // Without queue_config: to change it takes the stability level experimental.
                ["endpoint"] = new("internal/component/loki/write/types.go")
                {
                    Required = ["url"],
                    Optional =
                    [
                        "name", "batch_wait", "batch_size", "remote_timeout", "headers", "min_backoff_period", "max_backoff_period",
                        "max_backoff_retries", "tenant_id", "retry_on_http_429", .. HttpClient,
                    ],
                    Blocks = new() { ["basic_auth"] = BasicAuth, ["tls_config"] = TlsConfig },
                },
                ["wal"] = new("internal/component/loki/write/write.go")
                {
                    Optional = ["enabled", "max_segment_age", "min_read_frequency", "max_read_frequency", "drain_timeout"],
                },
            },
        },
        ["otelcol.auth.basic"] = new("internal/component/otelcol/auth/basic/basic.go")
        {
            Blocks = new()
            {
                ["client_auth"] = new("internal/component/otelcol/auth/basic/basic.go") { Optional = ["username", "username_file", "password", "password_file"] },
                ["htpasswd"] = new("internal/component/otelcol/auth/basic/basic.go") { Optional = ["file", "inline"] },
            },
        },
        ["otelcol.receiver.otlp"] = new("internal/component/otelcol/receiver/otlp/otlp.go")
        {
            RequiredBlocks = ["output"],
            Blocks = new()
            {
                ["grpc"] = new("internal/component/otelcol/config_grpc.go")
                {
                    Optional = ["endpoint", "transport", "max_recv_msg_size", "max_concurrent_streams", "read_buffer_size", "write_buffer_size", "auth", "include_metadata"],
                    Blocks = new() { ["tls"] = OtelServerTls },
                },
                ["http"] = new("internal/component/otelcol/config_http.go")
                {
                    Optional =
                    [
                        "endpoint", "auth", "max_request_body_size", "include_metadata", "compression_algorithms", "keep_alives_enabled", "idle_timeout",
                        "read_timeout", "write_timeout", "read_header_timeout", "traces_url_path", "metrics_url_path", "logs_url_path",
                    ],
                    Blocks = new() { ["tls"] = OtelServerTls },
                },
                ["output"] = OtelOutput,
                ["debug_metrics"] = DebugMetrics,
            },
        },
        ["otelcol.processor.memory_limiter"] = new("internal/component/otelcol/processor/memorylimiter/memorylimiter.go")
        {
            Required = ["check_interval"],
            Optional = ["limit", "spike_limit", "limit_percentage", "spike_limit_percentage"],
            RequiredBlocks = ["output"],
            Blocks = new() { ["output"] = OtelOutput, ["debug_metrics"] = DebugMetrics },
        },
        ["otelcol.processor.tail_sampling"] = new("internal/component/otelcol/processor/tail_sampling/tail_sampling.go")
        {
            Optional =
            [
                "decision_wait", "decision_wait_after_root_received", "num_traces", "block_on_overflow", "expected_new_traces_per_sec", "sample_on_first_match",
                "drop_pending_traces_on_shutdown", "maximum_trace_size_bytes", "decision_cache",
            ],
            RequiredBlocks = ["output", "policy"],
            Blocks = new() { ["policy"] = Policy(), ["output"] = OtelOutput, ["debug_metrics"] = DebugMetrics },
        },
        ["otelcol.processor.batch"] = new("internal/component/otelcol/processor/batch/batch.go")
        {
            Optional = ["timeout", "send_batch_size", "send_batch_max_size", "metadata_keys", "metadata_cardinality_limit"],
            RequiredBlocks = ["output"],
            Blocks = new() { ["output"] = OtelOutput, ["debug_metrics"] = DebugMetrics },
        },
        ["otelcol.exporter.otlp"] = new("internal/component/otelcol/exporter/otlp/otlp.go")
        {
            Optional = ["timeout"],
            RequiredBlocks = ["client"],
            Blocks = new()
            {
                ["client"] = new("internal/component/otelcol/config_grpc.go")
                {
                    Required = ["endpoint"],
                    Optional = ["compression", "read_buffer_size", "write_buffer_size", "wait_for_ready", "headers", "balancer_name", "authority", "auth"],
                    Blocks = new() { ["tls"] = OtelClientTls },
                },
                ["sending_queue"] = new("internal/component/otelcol/config_queue.go")
                {
                    Optional = ["enabled", "num_consumers", "queue_size", "block_on_overflow", "sizer", "wait_for_result", "storage"],
                },
                ["retry_on_failure"] = new("internal/component/otelcol/config_retry.go")
                {
                    Optional = ["enabled", "initial_interval", "randomization_factor", "multiplier", "max_interval", "max_elapsed_time"],
                },
                ["debug_metrics"] = DebugMetrics,
            },
        },
    };

    private static BlockFacts Stage(string file) => new($"internal/component/loki/process/stages/{file}.go");

    private static Dictionary<string, BlockFacts> StagesAndMatch()
    {
        var stages = new Dictionary<string, BlockFacts>(Stages);
        stages["stage.match"] = Stage("match") with { Required = ["selector"], Optional = ["action", "pipeline_name", "drop_counter_reason"], Blocks = stages };
        return stages;
    }

    private static BlockFacts Policy()
    {
        const string source = "internal/component/otelcol/processor/tail_sampling/types.go";
        return new BlockFacts(source)
        {
            Required = ["name", "type"],
            Blocks = new()
            {
                ["latency"] = new(source) { Required = ["threshold_ms"], Optional = ["upper_threshold_ms"] },
                ["probabilistic"] = new(source) { Required = ["sampling_percentage"], Optional = ["hash_salt"] },
                ["string_attribute"] = new(source) { Required = ["key", "values"], Optional = ["enabled_regex_matching", "cache_max_size", "invert_match"] },
                ["status_code"] = new(source) { Required = ["status_codes"] },
            },
        };
    }
}
