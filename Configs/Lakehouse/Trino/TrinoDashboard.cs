using Infra.Configs.Dashboards;
using static Infra.Configs.Dashboards.Query;

namespace Infra.Configs.Lakehouse.Trino;

/// <summary>What operators look at of Trino.</summary>
internal static class TrinoDashboard
{
    private const string Job = """{job="trino"}""";

    public static Dashboard Board { get; } = new(BoardUids.Trino, "Trino")
    {
        Description = "Queries, their durations and failures, memory and nodes of Trino.",
        Rows =
        [
            new Row("", [
                Panels.Stat("Queued queries", "Queries that wait for a place to run.", PromqlNow($"sum({TrinoMetrics.Queued}{Job})")) with { LogsOf = LakehouseServices.Trino },
                Panels.Stat("Running queries", "Queries that run now.", PromqlNow($"sum({TrinoMetrics.Running}{Job})")) with { LogsOf = LakehouseServices.Trino },
            ]),
            new Row("Queries", [
                Panels.TimeSeries(
                    "95th percentile of the execution time", "One query in twenty takes longer. Trino decays it over five minutes.",
                    Promql($$"""max({{TrinoMetrics.ExecutionTime}}{job="trino",quantile="0.95"}) / 1000""", "95 %")) with
                {
                    Unit = Units.Seconds,
                    Limits = Limits.Above(TrinoAlerts.SlowSeconds),
                    LogsOf = LakehouseServices.Trino,
                },
            ]),
        ],
    };
}
