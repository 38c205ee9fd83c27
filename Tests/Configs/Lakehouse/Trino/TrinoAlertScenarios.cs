using Infra.Configs.Lakehouse.Trino;
using Infra.Tests.Configs.Alerts;
using static Infra.Tests.Configs.Alerts.AlertSeries;

namespace Infra.Tests.Configs.Lakehouse.Trino;

/// <summary>When alerts about Trino fire and when they do not.</summary>
internal static class TrinoAlertScenarios
{
    private const string Service = "trino";
    private const string NodesOfOld = "trino_metadata_name_DiscoveryNodeManager_";
    private const string Nodes = "trino_node_name_CoordinatorNodeManager_";

    // A time that has not been measured.
    private static readonly string Never = string.Join(' ', Enumerable.Repeat("NaN", 60));

    public static IReadOnlyList<AlertScenario> All { get; } =
    [
        Down(Service, "Trino"),
        .. Queries(),
        .. Memory(),
        .. NodeAlerts(),
    ];

    private static IEnumerable<AlertScenario> Queries() =>
    [
        Trino("TrinoQueriesSlow", [Quantile(TrinoMetrics.ExecutionTime, "0.95", "31000x60")], [Quantile(TrinoMetrics.ExecutionTime, "0.95", "29000x60"), Quantile(TrinoMetrics.ExecutionTime, "0.99", "40000x60")]),
        // Before the first query, and on workers, there is no time.
        Trino("TrinoQueriesSlow", [Quantile(TrinoMetrics.ExecutionTime, "0.95", "31000x60"), Worker(TrinoMetrics.ExecutionTime, Never, "quantile=\"0.95\"")], [Quantile(TrinoMetrics.ExecutionTime, "0.95", Never)]),
        Trino("TrinoQueueLong", [Quantile(TrinoMetrics.QueuedTime, "0.95", "61000x60"), Series(TrinoMetrics.Queued, "2x60")], [Quantile(TrinoMetrics.QueuedTime, "0.95", "59000x60"), Series(TrinoMetrics.Queued, "20x60")]),
        // The queue is gone; the time, which is decayed, is not yet.
        Trino("TrinoQueueLong", [Quantile(TrinoMetrics.QueuedTime, "0.95", "61000x60"), Series(TrinoMetrics.Queued, "1x60")], [Quantile(TrinoMetrics.QueuedTime, "0.95", "61000x60"), Series(TrinoMetrics.Queued, "3x20 0x40")]),
        Trino("TrinoQueueStuck", [Series(TrinoMetrics.Queued, "3x60"), Series(TrinoMetrics.Started, "40x60")], [Series(TrinoMetrics.Queued, "3x60"), Series(TrinoMetrics.Started, "40+1x60")]),
        // Nobody asks.
        Trino("TrinoQueueStuck", [Series(TrinoMetrics.Queued, "0x10 1x50"), Series(TrinoMetrics.Started, "40x60")], [Series(TrinoMetrics.Queued, "0x60"), Series(TrinoMetrics.Started, "40x60")]),
        Trino("TrinoQueriesFailing", Ended(user: "0x60", own: "0+1x60", all: "0+10x60"), Ended(user: "0+8x60", own: "0x60", all: "0+10x60")),
        // More than a twentieth, and less.
        Trino("TrinoQueriesFailing", Ended(user: "0x60", own: "0+6x60", all: "0+100x60"), Ended(user: "0x60", own: "0+4x60", all: "0+100x60")),
        // One failure in a quiet night is no share; after a restart all counters begin at 0.
        Trino("TrinoQueriesFailing", Ended(user: "0x60", own: "5x20 0 0 1+1x60", all: "50x20 0 0 2+2x60"), Ended(user: "0x60", own: "5x22 6x40", all: "50x22 51x40")),
    ];

    private static IEnumerable<AlertScenario> Memory() =>
    [
        Trino("TrinoQueriesKilled", Killed("0x25 1x40", "0x60"), Killed("3x60", "0x60")),
        // A restart sets them back.
        Trino("TrinoQueriesKilled", Killed("0x60", "0x25 2x40"), Killed("3x25 0x40", "7x25 0x40")),
        Trino("TrinoMemoryNearLimit", Pool("91x60"), Pool("89x60")),
        // No node is there yet.
        Trino("TrinoMemoryNearLimit", Pool("100x60"), [Series(TrinoMetrics.PoolReserved, "0x60"), Series(TrinoMetrics.PoolTotal, "0x60")]),
        Trino("TrinoQueriesLeaked", [Series(TrinoMetrics.LeakedQueries, "1x60")], [Series(TrinoMetrics.LeakedQueries, "0x18 1x5 0x60")]),
    ];

    private static IEnumerable<AlertScenario> NodeAlerts() =>
    [
        Trino("TrinoNodesBlocked", [Series(TrinoMetrics.BlockedNodes, "1x60")], [Series(TrinoMetrics.BlockedNodes, "0x27 1x3 0x60")]),
        Trino("TrinoNodesInactive", [Series($"{Nodes}InactiveNodeCount", "0x20 1x60")], [Series($"{Nodes}InactiveNodeCount", "0x29 1 0x60")]),
        // A release before 477.
        Trino("TrinoNodesInactive", [Series($"{NodesOfOld}InactiveNodeCount", "0x20 1x60")], [Series($"{NodesOfOld}InactiveNodeCount", "0x60"), Series($"{NodesOfOld}DrainingNodeCount", "1x60")]),
        Trino("TrinoNodesLost", [Series($"{Nodes}ActiveNodeCount", "4x20 3x60")], [Series($"{Nodes}ActiveNodeCount", "3x20 4x60")]),
        // More than an hour ago is no loss.
        new("TrinoNodesLost", Service, [Series($"{NodesOfOld}ActiveNodeCount", "4x70 3x60")], [Series($"{NodesOfOld}ActiveNodeCount", "4x10 3x120")], 90),
    ];

    private static string[] Ended(string user, string own, string all) =>
    [
        Series(TrinoMetrics.UserErrors, user),
        Series(TrinoMetrics.InternalFailures, "0x80"),
        Series(TrinoMetrics.ExternalFailures, own),
        Series(TrinoMetrics.ResourceFailures, "0x80"),
        Series(TrinoMetrics.Completed, all),
    ];

    private static string[] Killed(string queries, string tasks) => [Series(TrinoMetrics.QueriesKilled, queries), Series(TrinoMetrics.TasksKilled, tasks)];

    private static string[] Pool(string reserved) => [Series(TrinoMetrics.PoolReserved, reserved), Series(TrinoMetrics.PoolTotal, "100x60")];

    private static AlertScenario Trino(string alert, string[] firing, string[] silent) => new(alert, Service, firing, silent);

    private static string Series(string metric, string values) => Of(Service, metric, values);

    private static string Quantile(string metric, string quantile, string values) => Of(Service, metric, values, $"quantile=\"{quantile}\"");

    private static string Worker(string metric, string values, string labels) => Of(Service, metric, values, labels + ",replica=\"b\"");
}
