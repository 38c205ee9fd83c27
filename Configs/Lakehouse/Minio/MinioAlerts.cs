using Infra.Configs.Alerts;
using static Infra.Configs.Lakehouse.Minio.MinioMetrics;

namespace Infra.Configs.Lakehouse.Minio;

/// <summary>Alerts about MinIO.</summary>
internal static class MinioAlerts
{
    /// <summary>The share of free space below which room has to be made soon.</summary>
    public const decimal LowFreeShare = 0.15m;

    /// <summary>The share of free space below which room has to be made now: MinIO stops writing at about 1 % (diskFillFraction).</summary>
    public const decimal VeryLowFreeShare = 0.05m;

    /// <summary>How far space is foreseen.</summary>
    public const int ForecastDays = 4;

    /// <summary>The share of requests that fail for MinIO's own reasons.</summary>
    public const decimal ErrorShare = 0.05m;

    /// <summary>Time to the first byte of one request in twenty.</summary>
    public const int SlowSeconds = 2;

    /// <summary>Requests a second that MinIO refuses before it looks at them.</summary>
    public const decimal RejectedPerSecond = 0.1m;

    // Of fewer requests a second a share says little.
    private const decimal LeastRequestsPerSecond = 0.2m;

    // Of more free space than that, a forecast is of no use: after a large load every store seems to fill up.
    private const decimal ForecastFreeShare = 0.5m;

    private const string By = "by (job, service)";
    private const string Objects = "api=~\"getobject|putobject\"";

    private static readonly string FreeShare = $"min {By} ({Of(FreeBytes)}) / (max {By} ({Of(TotalBytes)}) > 0)";
    private static readonly string Rate = $"sum {By} (rate({Of(Requests)}[5m]))";
    private static readonly string EnoughRequests = $" and {Rate} > {LeastRequestsPerSecond}";

    public static IReadOnlyList<AlertRule> Rules(Duration pendingPeriod) =>
    [
        AlertRules.Down(LakehouseServices.Minio, "MinIO", "Tables can neither be read nor written.", pendingPeriod),
        Rule(
            "MinioUnhealthy", AlertSeverity.Critical, pendingPeriod, $"max {By} ({Of(HealthStatus)}) == 0",
            "MinIO has lost its write quorum",
            "MinIO answers and reports itself as not healthy. Writes fail; reads may fail too."),
        Rule(
            "MinioErasureSetDegraded", AlertSeverity.Critical, Duration.Minutes(5),
            $"min by (job, service, pool, set) ({Of(ErasureSetOnlineDrives)}) <= max by (job, service, pool, set) ({Of(ErasureSetWriteQuorum)})"
                + $" and on (job, service) max {By} ({Of(DrivesOffline)}) > 0",
            "MinIO's erasure set {{ $labels.set }} of pool {{ $labels.pool }} has no drive to spare",
            "{{ $value }} of its drives are online, no more than a write needs. The next drive that fails stops writes."),
        Rule(
            "MinioDrivesOffline", AlertSeverity.Warning, Duration.Minutes(5), $"max {By} ({Of(DrivesOffline)}) > 0",
            "MinIO has drives offline",
            "{{ $value }} of MinIO's drives have been offline for 5 minutes."),
        Rule(
            "MinioNodesOffline", AlertSeverity.Warning, Duration.Minutes(5), $"max {By} ({Of(NodesOffline)}) > 0",
            "MinIO has nodes offline",
            "{{ $value }} of MinIO's nodes have been offline for 5 minutes."),
        Rule(
            "MinioCapacityLow", AlertSeverity.Warning, Duration.Minutes(10), $"{FreeShare} < {LowFreeShare}",
            "MinIO has little space left",
            "{{ $value | humanizePercentage }} of MinIO's usable space are free."),
        Rule(
            "MinioCapacityVeryLow", AlertSeverity.Critical, Duration.Minutes(5), $"{FreeShare} < {VeryLowFreeShare}",
            "MinIO has almost no space left",
            "{{ $value | humanizePercentage }} of MinIO's usable space are free. MinIO stops writing before all of it is used."),
        Rule(
            "MinioFillsUp", AlertSeverity.Warning, Duration.Hours(1),
            $"min {By} (predict_linear({Of(FreeBytes)}[6h], {ForecastDays * 86400})) < 0 and {FreeShare} < {ForecastFreeShare}",
            "MinIO fills up",
            $"MinIO's space is used up within {ForecastDays} days if it goes on as in the last 6 hours."),
        Rule(
            "MinioErrors", AlertSeverity.Warning, Duration.Minutes(5),
            $"sum {By} (rate({Of(ServerErrors)}[5m])) / ({Rate} > 0) > {ErrorShare}{EnoughRequests}",
            "MinIO answers with errors",
            "{{ $value | humanizePercentage }} of the requests to MinIO have failed with a status of 500 or more for 5 minutes."),
        Rule(
            "MinioSlow", AlertSeverity.Warning, Duration.Minutes(10),
            $"histogram_quantile(0.95, sum by (job, service, le) (rate({Of(FirstByte, Objects)}[5m]))) > {SlowSeconds}{EnoughRequests}",
            "MinIO is slow",
            "One read or write of an object in twenty waits {{ $value | humanizeDuration }} or longer for its first byte."),
        Rule(
            "MinioRequestsWaiting", AlertSeverity.Warning, Duration.Minutes(5), $"sum {By} ({Of(Waiting)}) > 0",
            "MinIO's requests wait for a place",
            "{{ $value }} requests wait because MinIO works on as many as it may."),
        Rule(
            "MinioRequestsRejected", AlertSeverity.Warning, Duration.Minutes(10),
            string.Join(" + ", Rejected.Select(series => $"sum {By} (rate({Of(series)}[5m]))")) + $" > {RejectedPerSecond}",
            "MinIO rejects requests",
            "{{ $value | humanize }} requests a second are rejected: wrong credentials, a wrong clock, or no S3 at all."),
        Rule(
            "MinioRequestsSpike", AlertSeverity.Info, Duration.Minutes(5),
            $"{Rate} > 3 * sum {By} (rate({Of(Requests)}[1h] offset 5m)) and {Rate} > 10",
            "MinIO has much more to do than usual",
            "{{ $value | humanize }} requests a second are more than three times as many as in the hour before."),
    ];

    /// <summary>The counters of requests that are refused before they are looked at.</summary>
    public static IReadOnlyList<string> Rejected { get; } = [RejectedAuth, RejectedHeader, RejectedInvalid, RejectedTimestamp];

    private static AlertRule Rule(string name, AlertSeverity severity, Duration pending, string expression, string summary, string description) => new()
    {
        Name = name,
        Expression = expression,
        For = pending,
        Severity = severity,
        Component = LakehouseServices.Minio,
        Summary = summary,
        Description = description,
    };
}
