using System.Globalization;
using Infra.Configs.Lakehouse;
using Infra.Configs.Lakehouse.Dagster;
using Infra.Configs.Lakehouse.Minio;
using Infra.Configs.Lakehouse.Nessie;
using Infra.Configs.Lakehouse.Trino;
using Infra.Configs.Monitoring;

namespace Infra.Configs.Slos;

/// <summary>The SLOs of the way that data takes through a lakehouse.</summary>
internal static class DefaultSlos
{
    public const string TrinoSuccess = "trino-query-success";
    public const string TrinoLatency = "trino-query-latency";
    public const string NessieCommits = "nessie-commit-success";
    public const string MinioRequests = "minio-request-success";
    public const string DagsterRuns = "dagster-run-success";

    /// <summary>What the name of an asset's freshness begins with.</summary>
    public const string Freshness = "freshness-";

    /// <summary>Within how many seconds a query has to be answered (the guide's number); the bound of a bucket of the histogram.</summary>
    public const int QuerySeconds = 10;

    private const string Trino = """{job="trino"}""";
    private const string Minio = """{job="minio"}""";

    /// <summary>Those of every lakehouse, by name.</summary>
    public static IReadOnlyList<string> Names { get; } = [TrinoSuccess, TrinoLatency, NessieCommits, MinioRequests, DagsterRuns];

    /// <summary>Whether an SLO can have this name.</summary>
    public static bool IsName(string name) => Names.Contains(name) || (name.StartsWith(Freshness, StringComparison.Ordinal) && name.Length > Freshness.Length);

    /// <summary>The SLOs of a stack, as its settings change them.</summary>
    public static IReadOnlyList<Slo> Of(MonitoringScope scope, IReadOnlyDictionary<string, SloChoice>? choices = null) =>
    [
        .. from slo in All(scope)
           where scope.Has(slo.Service)
           let choice = choices?.GetValueOrDefault(slo.Name) ?? new SloChoice()
           where !choice.Off
           select slo.With(choice),
    ];

    private static IEnumerable<Slo> All(MonitoringScope scope) =>
    [
        new Slo
        {
            Name = TrinoSuccess,
            Promise = "Queries do not fail, unless the query itself is wrong",
            Service = LakehouseServices.Trino,
            Objective = 0.99m,
            // A query that asks for what is not there is no event at all: neither kept nor broken.
            Sli = Sli.Counted(
                $"{TrinoMetrics.Completed}{Trino}", $"{TrinoMetrics.UserErrors}{Trino}",
                $"{TrinoMetrics.InternalFailures}{Trino}", $"{TrinoMetrics.ExternalFailures}{Trino}", $"{TrinoMetrics.ResourceFailures}{Trino}"),
        },
        new Slo
        {
            Name = TrinoLatency,
            Promise = string.Create(CultureInfo.InvariantCulture, $"Queries are answered within {QuerySeconds} seconds"),
            Service = LakehouseServices.Trino,
            Objective = 0.99m,
            // Trino counts no durations, it has quantiles alone. The counts are Alloy's, of what Trino posts or logs; without Alloy it is
            // the share of minutes in which 99 % of the queries are fast enough.
            Sli = scope.Has(ServiceNames.Alloy)
                ? Sli.Latency(TrinoRules.QueryTime, "job=\"trino\"", QuerySeconds)
                : Sli.Minutes($$"""max by (job, service) ({{TrinoMetrics.ExecutionTime}}{job="trino",quantile="0.99"}) / 1000""", $"{QuerySeconds}"),
        },
        new Slo
        {
            Name = NessieCommits,
            Promise = "Commits to the catalog succeed, unless another was faster",
            Service = LakehouseServices.Nessie,
            Objective = 0.99m,
            // Of two commits to the same table one is refused: that is what a catalog is for.
            Sli = Sli.Counted(
                $$"""{{NessieMetrics.Operations}}{job="nessie",method="commit"}""", null,
                $$"""{{NessieMetrics.Operations}}{job="nessie",method="commit",result!="success",exception!~"Reference(Conflict|NotFound)Exception"}"""),
        },
        new Slo
        {
            Name = MinioRequests,
            Promise = "Requests for objects are answered without an error of the store's",
            Service = LakehouseServices.Minio,
            Objective = 0.999m,
            Sli = Sli.Counted($"{MinioMetrics.Requests}{Minio}", null, $"{MinioMetrics.ServerErrors}{Minio}"),
        },
        new Slo
        {
            Name = DagsterRuns,
            Promise = "Runs succeed",
            Service = LakehouseServices.Dagster,
            Objective = 0.95m,
            // The tables say how many runs ended within the last hour, at any time: a gauge. Divided by the hour it is runs a
            // second, and its sum over a longer time counts each run once. Over less than an hour it says what the hour says.
            Sli = new Sli(
                Runs("SUCCESS|FAILURE"),
                Runs("FAILURE")),
        },
        .. scope.AssetFreshness.OrderBy(asset => asset.Key, StringComparer.Ordinal).Select(asset => new Slo
        {
            Name = Freshness + asset.Key,
            Promise = $"{asset.Key} is no older than {asset.Value}",
            Service = LakehouseServices.Dagster,
            Objective = 0.99m,
            Sli = Sli.Minutes(
                $$"""time() - max by (job, service) ({{DagsterMetrics.AssetTime}}{job="dagster",asset_key="{{asset.Key}}"})""",
                $"{asset.Value.TotalSeconds}"),
        }),
    ];

    private static string Runs(string status) =>
        $$"""sum by (job, service) ({{DagsterMetrics.RecentRuns}}{job="dagster",status=~"{{status}}",window="1h"}) / 3600""";
}
