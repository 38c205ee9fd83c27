using Infra.Configs.Alerts;

namespace Infra.Configs.Lakehouse.Nessie;

/// <summary>Alerts about Nessie.</summary>
internal static class NessieAlerts
{
    /// <summary>From this share of failed requests on, something is wrong (the guide's threshold).</summary>
    public const decimal ErrorShare = 0.01m;

    /// <summary>From this mean duration of a request on, in seconds, queries are held up by their catalog.</summary>
    public const decimal RequestSeconds = 1m;

    /// <summary>From this duration of one operation in twenty on, in seconds, the database holds the catalog up.</summary>
    public const decimal OperationSeconds = 0.5m;

    /// <summary>From this share of the heap on that is in use even after a collection, memory runs out.</summary>
    public const decimal HeapShare = 0.9m;

    /// <summary>From this share of the time on that goes into collections, little else gets done.</summary>
    public const decimal CollectionShare = 0.2m;

    /// <summary>From this share of the files on that it may have open, requests will soon fail.</summary>
    public const decimal FileShare = 0.8m;

    private const string By = "by (job, service)";
    private const string Job = """{job="nessie"}""";

    private static readonly Duration Sustained = Duration.Minutes(5);
    private static readonly Duration Long = Duration.Minutes(10);

    public static IReadOnlyList<AlertRule> Rules(Duration pendingPeriod) =>
    [
        AlertRules.Down(LakehouseServices.Nessie, "Nessie", "Queries cannot find their tables.", pendingPeriod),
        new AlertRule
        {
            Name = "NessieErrors",
            Expression =
                $$"""sum {{By}} (rate({{NessieMetrics.Requests}}_count{job="nessie",status=~"5.."}[5m]))"""
                + $" / (sum {By} (rate({NessieMetrics.Requests}_count{Job}[5m])) > 0) > {ErrorShare}",
            For = Sustained,
            Severity = AlertSeverity.Warning,
            Component = LakehouseServices.Nessie,
            Summary = "Nessie answers with errors",
            Description = "{{ $value | humanizePercentage }} of the requests to Nessie have failed for 5 minutes.",
        },
        new AlertRule
        {
            Name = "NessieRequestsSlow",
            Expression =
                $"sum {By} (rate({NessieMetrics.Requests}_sum{Job}[5m])) / (sum {By} (rate({NessieMetrics.Requests}_count{Job}[5m])) > 0) > {RequestSeconds}",
            For = Long,
            Severity = AlertSeverity.Warning,
            Component = LakehouseServices.Nessie,
            Summary = "Nessie answers slowly",
            Description = "A request to Nessie takes {{ $value | humanizeDuration }} on average, for 10 minutes now.",
        },
        new AlertRule
        {
            Name = "NessieOperationsSlow",
            Expression = $"histogram_quantile(0.95, sum by (job, service, le) (rate({NessieMetrics.OperationTime}_bucket{Job}[5m]))) > {OperationSeconds}",
            For = Long,
            Severity = AlertSeverity.Warning,
            Component = LakehouseServices.Nessie,
            Summary = "Nessie's database holds its operations up",
            Description = "One operation of the catalog in twenty takes longer than {{ $value | humanizeDuration }}, for 10 minutes now.",
        },
        new AlertRule
        {
            Name = "NessieMemoryNearLimit",
            Expression = $$"""max by (instance, job, service) ({{NessieMetrics.HeapAfterCollection}}{job="nessie",area="heap"}) > {{HeapShare}}""",
            For = Long,
            Severity = AlertSeverity.Warning,
            Component = LakehouseServices.Nessie,
            Summary = "Nessie's memory is almost used up",
            Description = "{{ $value | humanizePercentage }} of the heap of {{ $labels.instance }} are in use even after a collection.",
        },
        new AlertRule
        {
            Name = "NessieGarbageCollection",
            Expression = $"max by (instance, job, service) ({NessieMetrics.CollectionOverhead}{Job}) > {CollectionShare}",
            For = Long,
            Severity = AlertSeverity.Warning,
            Component = LakehouseServices.Nessie,
            Summary = "Nessie spends its time on freeing memory",
            Description = "{{ $labels.instance }} has spent {{ $value | humanizePercentage }} of its time on collecting garbage for 10 minutes.",
        },
        new AlertRule
        {
            Name = "NessieFilesNearLimit",
            Expression =
                $"max by (instance, job, service) ({NessieMetrics.OpenFiles}{Job}) / (max by (instance, job, service) ({NessieMetrics.MaxFiles}{Job}) > 0) > {FileShare}",
            For = Long,
            Severity = AlertSeverity.Warning,
            Component = LakehouseServices.Nessie,
            Summary = "Nessie has almost as many files open as it may",
            Description = "{{ $labels.instance }} has {{ $value | humanizePercentage }} of the files open that it may.",
        },
    ];
}
