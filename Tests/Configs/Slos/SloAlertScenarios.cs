using Infra.Configs.Slos;
using Infra.Tests.Configs.Alerts;

namespace Infra.Tests.Configs.Slos;

/// <summary>Error budgets of 1 % over 30 days: which burn rates wake people, and which do not.</summary>
internal static class SloAlertScenarios
{
    private const string Fast = "SloErrorBudgetBurnsFast";
    private const string Slow = "SloErrorBudgetBurnsSlowly";
    private const string Slo = "slo=\"trino-query-success\"";

    public static IReadOnlyList<AlertScenario> All { get; } =
    [
        // 14.4 times too fast over an hour and still; within an hour only; and so slowly that it lasts.
        new(Fast, "trino", Burning(("1h", 0.15), ("5m", 0.15)), Burning(("1h", 0.15), ("5m", 0.1))),
        new(Fast, "trino", Burning(("6h", 0.07), ("30m", 0.07)), Burning(("1h", 0.14), ("5m", 0.14), ("6h", 0.05), ("30m", 0.05))),
        // All of too few: four bad events within the hour.
        new(Fast, "trino", Burning(("1h", 1), ("5m", 1)), Burning(0.0011, ("1h", 1), ("5m", 1))),
        // Without any traffic there is no share of it.
        new(Fast, "trino", Burning(("1h", 1), ("5m", 1)), Burning()),
        // A window of a week has a budget that is spent four times as fast: 3.36 times over an hour is 2 % of it.
        new(Fast, "trino", [.. Burning(("1h", 0.04), ("5m", 0.04)).Select(Weekly)], [.. Burning(("1h", 0.03), ("5m", 0.03)).Select(Weekly)]),
        new(Slow, "trino", Burning(("1d", 0.031), ("2h", 0.031)), Burning(("1d", 0.031), ("2h", 0.02))),
        new(Slow, "trino", Burning(("3d", 0.011), ("6h", 0.011)), Burning(("3d", 0.009), ("6h", 0.009), ("1d", 0.02), ("2h", 0.02))),
        new(Slow, "trino", Burning(("3d", 1), ("6h", 1)), Burning(0.0001, ("3d", 1), ("6h", 1))),
        new(Slow, "trino", Burning(("3d", 1), ("6h", 1)), Burning()),
    ];

    private static string[] Burning(params (string Window, double Errors)[] errors) => Burning(1, errors);

    /// <param name="bad">Bad events a second.</param>
    private static string[] Burning(double bad, params (string Window, double Errors)[] errors) =>
    [
        AlertSeries.Of("trino", SloRules.ErrorBudget, "0.01x90", Slo),
        AlertSeries.Of("trino", SloRules.Window, "2592000x90", Slo),
        AlertSeries.Of("trino", SloRules.BadEvents, FormattableString.Invariant($"{bad}x90"), Slo),
        AlertSeries.Of("trino", SloRules.HourlyBadEvents, FormattableString.Invariant($"{bad}x90"), Slo),
        .. errors.Select(error => AlertSeries.Of("trino", SloRules.Errors(error.Window), FormattableString.Invariant($"{error.Errors}x90"), Slo)),
    ];

    private static string Weekly(string series) => series.Replace("2592000x", "604800x", StringComparison.Ordinal);
}
