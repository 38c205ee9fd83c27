using Infra.Configs.Alerts;
using Infra.Configs.Monitoring;
using Infra.Tests.Configs.Alerts;

namespace Infra.Tests.Configs.Contract;

/// <summary>Expressions to read: ours, those that operators were promised, and such as are hard to read.</summary>
internal static class SampleQueries
{
    /// <summary>The guide's queries in PromQL.</summary>
    public static IReadOnlyList<string> GuidePromQl { get; } =
    [
        "rate(trino_execution_QueuedQueries[5m])",
        "trino_cluster_ActiveWorkers",
        "trino_memory_ClusterMemoryPool_general_ReservedBytes",
        """rate(http_server_requests_seconds_count{job="nessie"}[5m])""",
        "histogram_quantile(0.95, rate(http_server_requests_seconds_bucket[5m]))",
        "nessie_catalog_operations_total",
        "minio_bucket_usage_total_bytes",
        "rate(minio_s3_requests_incoming_bytes[5m])",
        "rate(minio_s3_requests_outgoing_bytes[5m])",
        "minio_bucket_usage_object_total",
        """pg_stat_database_numbackends{datname="lakehouse"}""",
        """rate(pg_stat_database_xact_commit{datname="lakehouse"}[5m])""",
        """pg_database_size_bytes{datname="lakehouse"}""",
        "pg_stat_database_blks_hit / (pg_stat_database_blks_hit + pg_stat_database_blks_read)",
        """up{service="trino"} == 0""",
        """rate(http_server_requests_seconds_count{status=~"5.."}[5m]) > 0.1""",
        "rate(minio_s3_requests_total[5m])",
        "sum(rate(trino_execution_CompletedQueries[5m]))\n/\nsum(rate(trino_execution_TotalQueries[5m]))",
        "histogram_quantile(0.99, rate(trino_execution_ExecutionTime_bucket[5m])) < 10",
    ];

    /// <summary>The guide's queries in LogQL.</summary>
    public static IReadOnlyList<string> GuideLogQl { get; } =
    [
        """{cascade_component=~"trino|nessie|dagster-.*"} |~ "(?i)(error|exception|fatal)" """,
        """{cascade_component=~"dagster-.*"}""",
        """{cascade_component="nessie"} |= "catalog" """,
        """{cascade_component="trino"} |~ "query.*completed" """,
        """{job="dagster-webserver"} | json | level="ERROR" """,
        """{cascade_component=~"dagster-.*"} | json | event_type="pipeline_failure" """,
        """{cascade_component=~"dagster-.*"} | json | event_type=~"pipeline_.*|iceberg_.*" """,
        """{cascade_component=~"dagster-.*"} | json | event_type="pipeline_failure" """,
        """{cascade_component=~"dagster-.*"} | json | event_type="iceberg_table_updated" """,
    ];

    public static IReadOnlyList<string> Rules { get; } =
    [
        .. AlertSamples.Rules.Where(rule => rule.Source == AlertSource.Metrics).Select(rule => rule.Expression),
        .. MonitoredProducts.RecordingGroups(AlertSamples.Everything).SelectMany(group => group.Rules).Select(rule => rule.Expression),
    ];

    public static IReadOnlyList<string> HardPromQl { get; } =
    [
        // Names
        "up", "node:up:sum", ":up", "_", "{\"up\"}", "{'my.metric', \"a label\"=\"b\"}", "{__name__=\"up\"}", "{__name__=~\"up|down\", job=\"a\"}",
        "up{__name__=\"down\"}", "{job=\"a\", __name__=\"up\"}", "up{}", "{a=\"b\",}", "up{a=\"b\", c!=`d\\e`, e=~'f', g!~\"h\"}",
        // Strings and comments
        """up{a="}{)(][\"#"} # {x="y"}""", "up # a comment (\n+ # another [\ndown", """up{a="\u00e9\n\x41\\"}""", "up{a=\"\"}", "up{a='\"'}", "count_values(\"version\", build_info)",
        "label_replace(up{job=\"a\"}, \"b\", \"$1\", \"c\", \"(.*)\")", "label_join(up, \"a\", \",\", \"b\", \"c\")",
        // Keywords as names and names as keywords
        "and and and", "or or unless", "sum{a=\"b\"}", "sum", "by + without", "sum by (by) (by)", "sum(sum) by (sum)", "rate(rate[5m])", "time", "time() - timestamp(up)",
        "start{a=\"b\"}", "avg without (a, b,) (up)", "SUM BY (job) (up)", "topk by (job) (3, up)", "topk(3, up) by (job)", "sum by () (up)",
        "atan2 atan2 atan2", "bool_metric > bool 5", "inf_total", "Inf", "-inf + NaN", "up == NaN", "end", "anchored", "offset_total",
        // Operators
        "a + on () b", "a / on (x) group_left b", "a / on (x) group_left (y, z) b", "a * ignoring(x) group_right(\"quoted label\") b", "a > bool on(x) b", "-a ^ -b % +c",
        "a and on(x) b or ignoring(y) c unless on(z) d", "a == bool 1", "(a)", "((a)) - (b)", "a+b*c", "a-1", "a -.5e-3 + 0x1F + 1e+5 + 1_000", "a / on(x) group_left() (b)",
        // Ranges, offsets, subqueries
        "rate(up[1h30m])", "up offset 5m", "up offset -1d", "up @ 1609746000", "up @ start()", "rate(up[5m] @ end() offset 1w)", "max_over_time(rate(up[5m])[30m:1m])",
        "max_over_time(up[30m:])", "avg_over_time((a / b)[1h:5m] offset 1d)", "rate(up[5m] offset 1h) / rate(up[5m])", "sum(rate(up{a=\"[5m]\"}[5m:]))", "rate(up[300])", "rate(up[5m+1m])",
        "rate(up[step()])", "up offset (5m)", "max_over_time(up[range():step()])",
        // Longer ones
        """
        histogram_quantile(0.99,
          sum by (le, job) (
            rate(http_request_duration_seconds_bucket{job!~"a|b", code!="500"}[5m] offset 10m)
          )
        ) > bool 0.5 # slow
          and on (job)
        (up{job="x"} == 1 or vector(0)) unless ignoring (instance) absent(up{job="y"})
        """,
        "1 - (sum(rate(a_total{code=~\"5..\"}[1h])) / sum(rate(a_total[1h]))) > 14.4 * (1 - 0.99)",
        "predict_linear(node_filesystem_avail_bytes{fstype!~\"tmpfs|overlay\"}[6h], 4 * 3600) < 0",
        "quantile_over_time(0.5, a[1d])", "info(up, {data=~\".+\"})", "scalar(up) + vector(1)", "limitk(5, up)", "sum(a) by (x) / sum(b) by (y)", "sort_by_label(up, \"job\")",
        "increase(a[$__rate_interval]) / ignoring(service) group_left increase(b{service=~\"${service:regex}\"}[$__range])",
    ];

    public static IReadOnlyList<string> HardLogQl { get; } =
    [
        """{a="b", c!="d", e=~`f`, g!~"h"}""",
        """{a="}{[]()#"} # a comment {x="y"}""",
        """{a="b"} |= "x" != "y" |~ `z"` !~ "w" """,
        """{a="b"} |= "x" or "y" or `z` | json | level="error" or level="fatal" """,
        """{a="b"} |> "<_> failed <_>" !> "x" """,
        """{a="b"} |= ip("10.0.0.0/8") | logfmt | addr = ip("10.0.0.1") and status != 200""",
        """{a="b"} | json | (status >= 500 or duration > 1.5s) and size <= 5MB, method="GET" != "skipped" """,
        """{a="b"} | json code="response.code", user="users[0].name" | code >= 500 | user="x" | other="y" """,
        """{a="b"} | logfmt --strict --keep-empty level, took="duration" | took > 1s""",
        """{a="b"} | logfmt --strict | level="x" """,
        """{a="b"} | pattern "<ip> - <_> <method> <status>" | method="GET" and status=200 and agent="x" """,
        """{a="b"} | regexp "(?P<one>\\w+) (?P<two>.*)" | one="x" | three="y" """,
        """{a="b"} | unpack | decolorize | app="x" """,
        """{a="b"} | json | line_format "{{.level}} {{ .msg | upper }} {{if eq .kind \"x.y\"}}{{.detail}}{{end}}" """,
        """{a="b"} | json | label_format severity=level, text="{{.msg}}" | severity="error" | text="x" """,
        """{a="b"} | json | drop level, other="x" | keep msg | msg="y" """,
        """{a="b"} | trace_id="abc" | detected_level=~"error|fatal" """,
        """{a="b"} | json | __error__="" | status == 200""",
        """{a="b"} | status > -1 and other != "x" """,
        """rate({a="b"}[5m])""",
        """sum by (service, level) (count_over_time({a="b"} | json | level=~"error|fatal" [$__auto]))""",
        """sum(rate({a="b"} |= "x" [5m] offset 1h)) without (pod)""",
        """quantile_over_time(0.99, {a="b"} | json | unwrap duration_seconds(latency) | __error__="" [5m]) by (route)""",
        """sum_over_time({a="b"} | logfmt | unwrap bytes(size) [1h])""",
        """avg_over_time({a="b"} | logfmt | unwrap took [1h]) by (x) > 5""",
        """sum(rate({a="b"} | json | level="error" [5m])) by (x) / on (x) group_left (y) sum(rate({c="d"} | logfmt | kind="z" [5m])) by (x, y) > 0.5""",
        """topk(5, sum by (service) (bytes_over_time({a=~".+"}[1h])))""",
        """sum(count_over_time({a="b"}[5m])) or vector(0)""",
        """absent_over_time({a="b"} |= "canary" [10m])""",
        """label_replace(rate({a="b"}[1m]), "c", "$1", "d", "(.*)")""",
        """count_over_time({a="b"}[5m] | json | level="x") > bool 5 and on (x) count_over_time({c="$service"}[5m])""",
        "{a=\"b\"} # one\n | json # two \"\n | level=\"x\"",
        """sum by (a) (rate(({a="b"} |= "x" | json | z="1")[5m])) unless ignoring (q) sum by (a) (rate({a="c"}[5m]))""",
        """{a="b"} | json | user="x" | label_format user=uid | user="y" """,
    ];

    public static IReadOnlyList<string> PromQl { get; } = [.. GuidePromQl, .. Rules, .. HardPromQl];

    public static IReadOnlyList<string> LogQl { get; } = [.. GuideLogQl, .. HardLogQl];
}
