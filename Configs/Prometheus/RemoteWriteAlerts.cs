using Infra.Configs.Alerts;

namespace Infra.Configs.Prometheus;

/// <summary>Alerts about sending samples on to a long-term store.</summary>
internal static class RemoteWriteAlerts
{
    private const string Sent = """max_over_time(prometheus_remote_storage_queue_highest_sent_timestamp_seconds{job="prometheus"}[5m])""";

    // The newest sample that there is, and the newest that was sent. The first name is of Prometheus 3, the second of before.
    private const string Lag =
        $$"""max_over_time(prometheus_remote_storage_queue_highest_timestamp_seconds{job="prometheus"}[5m]) - {{Sent}}"""
        + $$""" or max_over_time(prometheus_remote_storage_highest_timestamp_in_seconds{job="prometheus"}[5m]) - ignoring (remote_name, url) group_right () {{Sent}}""";

    public static IReadOnlyList<AlertRule> Rules { get; } =
    [
        new AlertRule
        {
            Name = "PrometheusRemoteWriteBehind",
            Expression = $"({Lag}) > 120",
            For = Duration.Minutes(15),
            Severity = AlertSeverity.Warning,
            Summary = "The long-term store gets its samples late",
            Description = "Sending to {{ $labels.remote_name }} is {{ $value | humanizeDuration }} behind. What is two hours behind is lost.",
        },
        new AlertRule
        {
            Name = "PrometheusRemoteWriteFailing",
            Expression = """rate(prometheus_remote_storage_samples_failed_total{job="prometheus"}[5m]) > 0""",
            For = Duration.Minutes(5),
            Severity = AlertSeverity.Critical,
            Summary = "The long-term store refuses samples",
            Description = "{{ $labels.remote_name }} refuses {{ $value | humanize }} samples a second for good. They are lost there.",
        },
    ];
}
