using Infra.Configs.Alloy;
using Infra.Configs.Dashboards;
using Infra.Configs.Grafana;
using Infra.Configs.Loki;
using Infra.Configs.Monitoring;
using Infra.Configs.Tempo;
using static Infra.Configs.Dashboards.Query;

namespace Infra.Configs.Prometheus;

/// <summary>Whether metrics, logs and traces arrive, and whether they can be asked for: rates, errors and queues of each store.</summary>
internal static class StackStores
{
    public static IReadOnlyList<Panel> Metrics { get; } = LogsOf(
        ServiceNames.Prometheus,
        Panels.TimeSeries("Scrapes, as a share of their time", "How much of its time each scrape takes. What takes longer counts as down.",
            Promql($"topk(8, max by (service) ({ScrapeAlerts.DurationShare}))", "{{service}}")) with
        { Unit = Units.Share, Limits = Limits.Above(ScrapeAlerts.Slow) },
        Panels.TimeSeries("Rules, as a share of their interval", "How much of its interval each group of rules takes. With more than all of it, evaluations are left out and alerts come late.",
            Promql($"topk(8, max by (rule_group) ({PrometheusAlerts.RuleShare}))", "{{rule_group}}")) with
        { Unit = Units.Share, Limits = Limits.Above(PrometheusAlerts.RulesSlow) },
        Panels.TimeSeries("Samples and rules that failed", "Samples that Prometheus refused, and evaluations of rules that failed. Any is worth a look.",
            Promql("""sum(rate(prometheus_target_scrapes_sample_out_of_order_total{job="prometheus"}[$__rate_interval]))""", "out of order"),
            Promql("""sum(rate(prometheus_target_scrapes_sample_duplicate_timestamp_total{job="prometheus"}[$__rate_interval]))""", "twice with different values"),
            Promql("""sum(rate(prometheus_target_scrapes_sample_out_of_bounds_total{job="prometheus"}[$__rate_interval]))""", "too old or too new"),
            Promql("""sum(rate(prometheus_rule_evaluation_failures_total{job="prometheus"}[$__rate_interval]))""", "rule failed")) with
        { Unit = Units.PerSecond });

    public static IReadOnlyList<Panel> Logs(MonitoringScope scope) => LogsOf(
        ServiceNames.Loki,
        Panels.TimeSeries("Log lines", "Lines that Alloy reads and that Loki takes. They differ for as long as lines wait, and by those that Alloy leaves out.",
            [
                Promql("""sum(rate(loki_distributor_lines_received_total{job="loki"}[$__rate_interval]))""", "Loki takes"),
                .. scope.Has(ServiceNames.Alloy) ? new[] { Promql("""sum(rate(loki_source_docker_target_entries_total{job="alloy"}[$__rate_interval]))""", "Alloy reads") } : [],
            ]) with
        { Unit = Units.PerSecond },
        Panels.TimeSeries("Loki's errors, by route", "The share of requests that failed. Without a failure it is 0.",
            Promql("""sum by (route) (rate(loki_request_duration_seconds_count{job="loki",status_code=~"5.."}[$__rate_interval])) / (sum by (route) (rate(loki_request_duration_seconds_count{job="loki"}[$__rate_interval])) > 0) or sum by (route) (rate(loki_request_duration_seconds_count{job="loki"}[$__rate_interval])) * 0""", "{{route}}")) with
        { Unit = Units.Share, Limits = Limits.Above(LokiAlerts.ErrorShare) },
        Panels.TimeSeries("Log lines refused, dropped, sent again", "Refused by Loki or given up by Alloy is lost. Batches that are sent again come late.",
            [
                Promql("""sum(rate(loki_discarded_samples_total{job="loki"}[$__rate_interval])) or vector(0)""", "refused by Loki"),
                .. scope.Has(ServiceNames.Alloy)
                    ? new[]
                    {
                        Promql("""sum(rate(loki_write_dropped_entries_total{job="alloy"}[$__rate_interval]))""", "given up by Alloy"),
                        Promql("""sum(rate(loki_write_batch_retries_total{job="alloy"}[$__rate_interval]))""", "batches sent again"),
                    }
                    : [],
            ]) with
        { Unit = Units.PerSecond });

    public static IReadOnlyList<Panel> Traces(MonitoringScope scope) => LogsOf(
        ServiceNames.Tempo,
        Panels.TimeSeries("Spans", "Spans that Alloy receives, that it sends on after sampling, and that Tempo takes.",
            [
                Promql("""sum(rate(tempo_distributor_spans_received_total{job="tempo"}[$__rate_interval])) or vector(0)""", "Tempo takes"),
                .. scope.Has(ServiceNames.Alloy)
                    ? new[]
                    {
                        Promql("""sum(rate(otelcol_receiver_accepted_spans_total{job="alloy"}[$__rate_interval])) or vector(0)""", "Alloy receives"),
                        Promql("""sum(rate(otelcol_exporter_sent_spans_total{job="alloy"}[$__rate_interval])) or vector(0)""", "Alloy sends"),
                    }
                    : [],
            ]) with
        { Unit = Units.PerSecond },
        scope.Has(ServiceNames.Alloy)
            ? Panels.TimeSeries("Alloy's queue of spans", "How full the queue is. Spans wait in it while Tempo does not take them; when it is full, new ones are lost.",
                Promql($"max({AlloyAlerts.QueueRatio})", "full")) with
            { Unit = Units.Share, Limits = Limits.Above(AlloyAlerts.QueueShare), Maximum = 1 }
            : Panels.TimeSeries("Traces that are open", "Traces that Tempo has not written to its disk yet.",
                Promql("""sum(tempo_live_store_live_traces{job="tempo"})""", "open")),
        Panels.TimeSeries("Spans refused and blocks that failed", "Refused spans are lost. Blocks that could not be written are tried again.",
            Promql("""sum(rate(tempo_discarded_spans_total{job="tempo"}[$__rate_interval])) or vector(0)""", "spans refused"),
            Promql("""sum(rate(tempo_live_store_failed_completions_total{job="tempo"}[$__rate_interval]))""", "blocks not completed"),
            Promql("""sum(rate(tempo_live_store_local_failed_flushes_total{job="tempo"}[$__rate_interval]))""", "blocks not written")) with
        { Unit = Units.PerSecond });

    public static IReadOnlyList<Panel> Notifications { get; } = LogsOf(
        ServiceNames.Alertmanager,
        Panels.TimeSeries("Alerts handed to Alertmanager", "Alerts that Prometheus has sent, and those that it could not send. A few are sent at all times: the heartbeat is one.",
            Promql("""sum(rate(prometheus_notifications_sent_total{job="prometheus"}[$__rate_interval])) * 60""", "sent"),
            Promql("""sum(rate(prometheus_notifications_errors_total{job="prometheus"}[$__rate_interval])) * 60""", "failed"),
            Promql("""sum(rate(prometheus_notifications_dropped_total{job="prometheus"}[$__rate_interval])) * 60""", "dropped")) with
        { Unit = Units.PerMinute },
        Panels.TimeSeries("Notifications by receiver's kind", "Notifications that Alertmanager has sent, and those that failed.",
            Promql("""sum by (integration) (rate(alertmanager_notifications_total{job="alertmanager"}[$__rate_interval])) * 60""", "{{integration}} sent"),
            Promql("""sum by (integration) (rate(alertmanager_notifications_failed_total{job="alertmanager"}[$__rate_interval])) * 60""", "{{integration}} failed")) with
        { Unit = Units.PerMinute },
        Panels.TimeSeries("Alerts and silences", "Alerts that Alertmanager holds, of which suppressed ones notify nobody, and silences in force.",
            Promql("""sum by (state) (alertmanager_alerts{job="alertmanager"})""", "alerts {{state}}"),
            Promql("""sum(alertmanager_silences{job="alertmanager",state="active"})""", "silences in force")));

    public static IReadOnlyList<Panel> More(MonitoringScope scope)
    {
        List<Panel> panels =
        [
            .. LogsOf(
                ServiceNames.Prometheus,
                Panels.TimeSeries("Prometheus' slowest queries", "One query in a hundred takes longer, by what the time is spent on.",
                    Promql("""max by (slice) (prometheus_engine_query_duration_seconds{job="prometheus",quantile="0.99"})""", "{{slice}}")) with
                { Unit = Units.Seconds },
                Panels.TimeSeries("How far metrics go back", "The age of the oldest sample, and the retention. Less than the retention means a young store, or one whose size limit is reached.",
                    Promql("""max(time() - prometheus_tsdb_lowest_timestamp_seconds{job="prometheus"})""", "oldest sample"),
                    Promql("""max(prometheus_tsdb_retention_limit_seconds{job="prometheus"} > 0)""", "retention")) with
                { Unit = Units.Duration }),
        ];
        if (scope.HasLogs)
        {
            panels.AddRange(LogsOf(
                ServiceNames.Loki,
                Panels.TimeSeries("Loki's streams and chunks in memory", "Combinations of labels that are written to, and the chunks that they fill.",
                    Promql("""sum(loki_ingester_memory_streams{job="loki"})""", "streams"),
                    Promql("""sum(loki_ingester_memory_chunks{job="loki"})""", "chunks")) with
                { Limits = Limits.Above(LokiAlerts.StreamShare * new LokiLimits().Streams) },
                Panels.TimeSeries("Loki's chunks to be written", "Chunks that wait to be written, and those that could not be.",
                    Promql("""sum(loki_ingester_flush_queue_length{job="loki"})""", "waiting"),
                    Promql("""sum(increase(loki_ingester_chunks_flush_failures_total{job="loki"}[$__rate_interval]))""", "failed"))));
        }

        if (scope.HasTraces)
        {
            panels.AddRange(LogsOf(
                ServiceNames.Tempo,
                Panels.TimeSeries("Series made of spans", "Series that Tempo makes of spans, and how many it may make.",
                    Promql("""sum(tempo_metrics_generator_registry_active_series{job="tempo"})""", "series"),
                    Promql("""sum(tempo_metrics_generator_registry_max_active_series{job="tempo"})""", "limit")),
                Panels.TimeSeries("Metrics of spans on their way", "How late Prometheus gets what Tempo makes of spans.",
                    Promql($"max({TempoAlerts.MetricsLag})", "late by")) with
                { Unit = Units.Seconds, Limits = Limits.Above(TempoAlerts.LateSeconds) }));
        }

        if (scope.Has(ServiceNames.Alloy) && scope.HasLogs)
        {
            panels.AddRange(LogsOf(
                ServiceNames.Alloy,
                Panels.TimeSeries("Logs on Alloy's disk", "How long lines wait in Alloy's write-ahead log before they are sent.",
                    Promql($"max({AlloyAlerts.LogLag})", "late by")) with
                { Unit = Units.Seconds, Limits = Limits.Above(AlloyAlerts.LateSeconds) },
                Panels.TimeSeries("Logs sent to Loki", "Compressed bytes that Alloy sends in a second.",
                    Promql("""sum(rate(loki_write_sent_bytes_total{job="alloy"}[$__rate_interval]))""", "sent")) with
                { Unit = Units.BytesPerSecond }));
        }

        if (scope.Has(ServiceNames.Grafana))
        {
            panels.AddRange(LogsOf(
                ServiceNames.Grafana,
                Panels.TimeSeries("Grafana's errors", "The share of requests to Grafana that failed. Without a failure it is 0.",
                    Promql("""sum(rate(grafana_http_request_duration_seconds_count{job="grafana",status_code=~"5.."}[$__rate_interval])) / (sum(rate(grafana_http_request_duration_seconds_count{job="grafana"}[$__rate_interval])) > 0) or vector(0)""", "failed")) with
                { Unit = Units.Share, Limits = Limits.Above(GrafanaAlerts.ErrorShare) },
                Panels.TimeSeries("Grafana's alert rules", "Evaluations of alerts on logs and on the database, and those that failed.",
                    Promql("""sum(rate(grafana_alerting_rule_evaluations_total{job="grafana"}[$__rate_interval])) * 60""", "evaluated"),
                    Promql("""sum(rate(grafana_alerting_rule_evaluation_failures_total{job="grafana"}[$__rate_interval])) * 60""", "failed")) with
                { Unit = Units.PerMinute }));
        }

        if (scope.LokiDiskLimit is { } limit && scope.HasLogs)
        {
            panels.AddRange(LogsOf(
                ServiceNames.Loki,
                Panels.TimeSeries("Loki's disk", "How full the disk is on which Loki keeps its logs. From the upper limit on it takes no more.",
                    Promql("""max(loki_ingester_wal_disk_usage_percent{job="loki"})""", "used")) with
                { Unit = Units.Share, Limits = Limits.Above(LokiAlerts.DiskNearLimit(limit), limit), Maximum = 1 }));
        }

        // Two in a line; what is left over has one for itself.
        return [.. panels.Select((panel, index) => panel with { Width = index == panels.Count - 1 && index % 2 == 0 ? GridLayout.Columns : 12 })];
    }

    private static IReadOnlyList<Panel> LogsOf(string service, params IEnumerable<Panel> panels) => [.. panels.Select(panel => panel with { LogsOf = service })];
}
