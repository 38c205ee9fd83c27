using Infra.Configs.Dashboards;
using static Infra.Configs.Dashboards.Query;
using static Infra.Configs.Lakehouse.Minio.MinioMetrics;

namespace Infra.Configs.Lakehouse.Minio;

/// <summary>What operators look at of MinIO.</summary>
internal static class MinioDashboard
{
    private const string FirstScan = "until MinIO has scanned its buckets for the first time";

    private static readonly string FreeShare = $"min({Of(FreeBytes)}) / (max({Of(TotalBytes)}) > 0)";

    public static Dashboard Board { get; } = new(BoardUids.Minio, "MinIO")
    {
        Description = "Whether MinIO is well, how long its space lasts, and what is asked of it.",
        Rows =
        [
            new Row("", [.. State().Select(Onward)]),
            new Row("Space and drives", [.. Space().Select(Onward)]),
            new Row("Requests", [.. Requests().Select(Onward)]),
            new Row("Buckets", [.. Buckets().Select(Onward)]),
            new Row("Logs", Onward(Logs())),
            new Row("Process", [.. Process().Select(Onward)]) { Collapsed = true },
        ],
    };

    private static IEnumerable<Panel> State() =>
    [
        Panels.Stat(
            "Health", "MinIO's own word: healthy while every erasure set has its write quorum.", PromqlNow($"min({Of(HealthStatus)})")) with
        {
            Words = [new("0", "unhealthy", Colors.Bad), new("1", "healthy", Colors.Good)],
            NoValue = "no answer",
        },
        Panels.Stat("Drives offline", "Drives that MinIO cannot reach. Every one brings it nearer to losing its quorum.", PromqlNow($"max({Of(DrivesOffline)})")) with
        {
            Limits = Limits.Above(1),
        },
        Panels.Stat("Nodes offline", "Nodes of the cluster that the others cannot reach.", PromqlNow($"max({Of(NodesOffline)})")) with { Limits = Limits.Above(1) },
        Panels.Stat("Free space", "The share of the usable space that is free.", PromqlNow(FreeShare)) with
        {
            Unit = Units.Share,
            Limits = Limits.Under(MinioAlerts.LowFreeShare, MinioAlerts.VeryLowFreeShare),
        },
        Panels.Stat("Requests", "S3 requests a second, over the last five minutes.", Promql($"max({Selected(MinioRules.RequestRate)})")) with { Unit = Units.RequestsPerSecond },
        Panels.Stat("Failed requests", "The share that MinIO answered with a status of 500 or more, over the last five minutes.", Promql($"max({Selected(MinioRules.ErrorRatio)})")) with
        {
            Unit = Units.Share,
            Limits = Limits.Above(MinioAlerts.ErrorShare),
        },
    ];

    private static IEnumerable<Panel> Space() =>
    [
        Panels.TimeSeries(
            "Usable space", "What is free and what there is. A line that falls steadily says when more is needed.",
            Promql($"min({Of(FreeBytes)})", "free"), Promql($"max({Of(TotalBytes)})", "in all"), Promql($"max({Of(UsageBytes)})", "held by objects")) with
        {
            Unit = Units.Bytes,
        },
        Panels.TimeSeries(
            $"Free space in {MinioAlerts.ForecastDays} days", "The forecast from the last six hours. Below nothing, MinIO runs out of space by then; a large load makes it fall for a while.",
            Promql($"min(predict_linear({Of(FreeBytes)}[6h], {MinioAlerts.ForecastDays * 86400}))", "foreseen")) with
        {
            Unit = Units.Bytes,
            Limits = Limits.Under(null, 0),
        },
        Panels.TimeSeries(
            "Drives and nodes", "Those that MinIO reaches and those it does not, and drives that are being healed.",
            Promql($"max({Of(DrivesOnline)})", "drives online"), Promql($"max({Of(DrivesOffline)})", "drives offline"), Promql($"max({Of(NodesOnline)})", "nodes online"),
            Promql($"max({Of(NodesOffline)})", "nodes offline"), Promql($"sum({Of(ErasureSetHealingDrives)})", "drives healing")) with
        {
            SeriesColors = new Dictionary<string, string> { ["drives offline"] = Colors.Bad, ["nodes offline"] = Colors.Bad, ["drives healing"] = Colors.Warning },
        },
    ];

    private static IEnumerable<Panel> Requests() =>
    [
        Panels.TimeSeries(
            "Requests by kind", "What MinIO is asked for. Many lists with few reads mean tables of many small files.",
            Promql($"sum by (api) (rate({Of(MinioMetrics.Requests)}[$__rate_interval]))", "{{api}}")) with
        {
            Unit = Units.RequestsPerSecond,
            Width = 12,
        },
        Panels.TimeSeries(
            "Requests by bucket and kind", "Which bucket is asked. Buckets that were made as folders on the drive, not by S3, are not counted.",
            Promql($"sum by (api, bucket) (rate({Of(BucketRequests)}[$__rate_interval]))", "{{api}} - {{bucket}}")) with
        {
            Unit = Units.RequestsPerSecond,
            Width = 12,
            NoValue = "no bucket counts its requests",
            MayBeEmpty = "until the first request to a bucket that was made by S3",
        },
        Panels.TimeSeries(
            "Traffic", "Bytes that come in, and bytes that go out.",
            Promql($"sum(rate({Of(ReceivedBytes)}[$__rate_interval]))", "received"), Promql($"sum(rate({Of(SentBytes)}[$__rate_interval]))", "sent")) with
        {
            Unit = Units.BytesPerSecond,
        },
        Panels.TimeSeries(
            "Errors", "Answers with 400 to 499 are the caller's doing, such as an object that is not there; those of 500 and more are MinIO's.",
            Promql($"sum by (api) (rate({Of(ClientErrors)}[$__rate_interval]))", "4xx {{api}}"),
            Promql($"sum by (api) (rate({Of(ServerErrors)}[$__rate_interval]))", "5xx {{api}}")) with
        {
            Unit = Units.RequestsPerSecond,
            SeriesColors = new Dictionary<string, string> { ["/^5xx/"] = Colors.Bad },
            NoValue = "none so far",
            MayBeEmpty = "until the first error",
        },
        Panels.TimeSeries(
            "Share of failed requests", "Those that MinIO answered with a status of 500 or more. The line is where the alert begins.",
            Promql($"max({Selected(MinioRules.ErrorRatio)})", "failed")) with
        {
            Unit = Units.Share,
            Minimum = 0,
            Limits = Limits.Above(MinioAlerts.ErrorShare),
        },
        Panels.TimeSeries(
            "Time to the first byte", "Half, nine in ten and 95 in a hundred requests are faster. It shows slow drives before anything fails.",
            Promql($"histogram_quantile(0.5, sum by (le) (rate({Of(FirstByte)}[$__rate_interval])))", "50 %"),
            Promql($"histogram_quantile(0.9, sum by (le) (rate({Of(FirstByte)}[$__rate_interval])))", "90 %"),
            Promql($"max({Selected(MinioRules.FirstByteP95)})", "95 %")) with
        {
            Unit = Units.Seconds,
            Limits = Limits.Above(MinioAlerts.SlowSeconds),
        },
        Panels.TimeSeries(
            "In flight and waiting", "Requests at work, and those that wait because MinIO works on as many as it may.",
            Promql($"sum({Of(InFlight)})", "in flight"), Promql($"sum({Of(Waiting)})", "waiting")) with
        {
            SeriesColors = new Dictionary<string, string> { ["waiting"] = Colors.Warning },
        },
        Panels.TimeSeries(
            "Rejected requests", "Refused before they are looked at: wrong credentials, a clock that is off, or no S3 at all.",
            Promql($"sum(rate({Of(RejectedAuth)}[$__rate_interval]))", "credentials"), Promql($"sum(rate({Of(RejectedTimestamp)}[$__rate_interval]))", "clock"),
            Promql($"sum(rate({Of(RejectedHeader)}[$__rate_interval]))", "header"), Promql($"sum(rate({Of(RejectedInvalid)}[$__rate_interval]))", "invalid")) with
        {
            Unit = Units.RequestsPerSecond,
            Limits = Limits.Above(MinioAlerts.RejectedPerSecond),
        },
    ];

    private static IEnumerable<Panel> Buckets() =>
    [
        Panels.Table(
            "Buckets", "What each bucket holds, as of the scanner's last round.",
            PromqlTable($"max by (bucket) ({Of(BucketBytes)})"), PromqlTable($"max by (bucket) ({Of(BucketObjects)})")) with
        {
            Width = 8,
            MayBeEmpty = FirstScan,
            Columns = [new("bucket", "Bucket") { Unit = Units.Text }, new("Value #A", "Size") { Unit = Units.Bytes }, new("Value #B", "Objects")],
        },
        Panels.TimeSeries("Size of buckets", "How they grow.", Promql($"max by (bucket) ({Of(BucketBytes)})", "{{bucket}}")) with { Unit = Units.Bytes, MayBeEmpty = FirstScan },
        Panels.TimeSeries(
            "Age of the usage figures", "Time since MinIO's scanner last looked. The size and the objects of buckets are as old as this.",
            Promql($"max({Of(ScannerAge)}) / 1e9", "age")) with
        {
            Unit = Units.Seconds,
            MayBeEmpty = FirstScan,
        },
    ];

    private static IEnumerable<Panel> Process() =>
    [
        Panels.TimeSeries("Processors", "How many processors MinIO keeps busy.", Promql($"sum by (server) (rate({Of(ProcessorSeconds)}[$__rate_interval]))", "{{server}}")) with { Unit = Units.Processors },
        Panels.TimeSeries("Memory", "Resident memory of each node.", Promql($"max by (server) ({Of(ResidentMemory)})", "{{server}}")) with { Unit = Units.Bytes },
        Panels.TimeSeries(
            "Open files", "Open file descriptors, and how many there may be.",
            Promql($"max by (server) ({Of(OpenFiles)})", "open {{server}}"), Promql($"max by (server) ({Of(MaxFiles)})", "limit {{server}}")),
    ];

    private static Panel Logs() => Panels.Logs(
        "What MinIO says", "Errors name the drive, the peer or the quorum that is missing.", ServiceLogs.Of(LakehouseServices.Minio)) with
    {
        MayBeEmpty = "MinIO says nothing while nothing happens",
    };

    private static Panel Onward(Panel panel) => panel with { LogsOf = LakehouseServices.Minio };

    private static string Selected(string rule) => Of(rule);
}
