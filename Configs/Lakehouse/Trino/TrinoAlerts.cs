using Infra.Configs.Alerts;

namespace Infra.Configs.Lakehouse.Trino;

/// <summary>Alerts about Trino.</summary>
internal static class TrinoAlerts
{
    /// <summary>From this duration of one query in twenty on, queries are slow (the guide's threshold).</summary>
    public const int SlowSeconds = 30;

    public static IReadOnlyList<AlertRule> Rules(Duration pendingPeriod) =>
    [
        AlertRules.Down(LakehouseServices.Trino, "Trino", "No queries run.", pendingPeriod),
        new AlertRule
        {
            Name = "TrinoQueriesSlow",
            // In milliseconds, decayed over five minutes.
            Expression = $$"""{{TrinoMetrics.ExecutionTime}}{quantile="0.95"} > {{SlowSeconds * 1000}}""",
            For = Duration.Minutes(5),
            Severity = AlertSeverity.Warning,
            Component = LakehouseServices.Trino,
            Summary = "Trino's queries are slow",
            Description = "One query in twenty takes longer than {{ printf \"%.0f\" $value }} ms.",
        },
    ];
}
