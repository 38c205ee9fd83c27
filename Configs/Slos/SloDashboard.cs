using Infra.Configs.Dashboards;
using static Infra.Configs.Dashboards.Query;

namespace Infra.Configs.Slos;

/// <summary>What operators look at of the promises: kept or not, and how long the error budget lasts.</summary>
internal static class SloDashboard
{
    /// <summary>Below a quarter of the budget people begin to be careful; below nothing the promise is broken.</summary>
    public static Limits BudgetLimits { get; } = Limits.Under(0.25m, 0);

    private const string Chosen = "slo=~\"$slo\"";

    // The time until nothing is left, at the rate of the last six hours; nothing for a budget that is not spent at all.
    private static readonly string TimeLeft =
        $"({Now(SloRules.BudgetLeft)} > 0) * {Now(SloRules.Window)} / ({Now(SloRules.Errors("6h"))} / {Now(SloRules.ErrorBudget)} > 0)";

    private static readonly PanelLink ToAlerts = PanelLink.To("Alerts", BoardUids.Alerts);

    public static Dashboard Board { get; } = new(BoardUids.Slos, "SLOs")
    {
        Description = "What is promised of the lakehouse, whether it is kept, and how much may still go wrong. docs/slos.md has the arithmetic.",
        TimeRange = "now-7d",
        Variables = [new Variable("slo", "SLO") { Query = $"label_values({SloRules.ErrorBudget}, slo)", Multiple = true }],
        Rows =
        [
            new Row("",
            [
                Panels.Table(
                    "Promises", "Each SLO: the objective, what was kept over its window, how much of the error budget is left, how fast it is spent (1 is as fast as it may), and how long it lasts at the rate of the last six hours.",
                    PromqlTable($"1 - {Now(SloRules.ErrorBudget)}"),
                    PromqlTable($"1 - {Now(SloRules.ErrorsInWindow)}"),
                    PromqlTable(Now(SloRules.BudgetLeft)),
                    PromqlTable($"{Now(SloRules.Errors("1h"))} / {Now(SloRules.ErrorBudget)}"),
                    PromqlTable($"{Now(SloRules.Errors("6h"))} / {Now(SloRules.ErrorBudget)}"),
                    PromqlTable(TimeLeft)) with
                {
                    Width = 24,
                    Columns =
                    [
                        new Column("slo", "SLO"),
                        new Column("service", "Service") { Link = PanelLink.To("Its logs in this time", BoardUids.Logs, "var-service=${__value.raw}") },
                        new Column("Value #A", "Objective") { Unit = Units.Share },
                        new Column("Value #B", "Kept") { Unit = Units.Share },
                        new Column("Value #C", "Budget left") { Unit = Units.Share, Limits = BudgetLimits },
                        new Column("Value #D", "Burn rate, 1 h") { Limits = Limits.Above(1, Page(0)) },
                        new Column("Value #E", "Burn rate, 6 h") { Limits = Limits.Above(1, Page(1)) },
                        new Column("Value #F", "Lasts for") { Unit = Units.Duration },
                    ],
                },
            ]),
            new Row("Error budgets",
            [
                Panels.TimeSeries(
                    "Error budget left", "The share of the error budget that is left over the SLO's window. At 0 the promise is broken; below it is overdrawn.",
                    Promql(By(SloRules.BudgetLeft), "{{slo}}")) with { Width = 12, Unit = Units.Share, Limits = BudgetLimits, Maximum = 1, Links = [ToAlerts] },
                Panels.TimeSeries(
                    "Errors over the window", "The share of events that were bad over the SLO's window. The objective allows the rest of 1.",
                    Promql(By(SloRules.ErrorsInWindow), "{{slo}}")) with { Width = 12, Unit = Units.Share, Links = [ToAlerts] },
            ]),
            new Row("Burn rates",
            [
                Burn("1h", "Pages together with the last 5 minutes, where the window is 30 days.", Page(0)),
                Burn("6h", "Pages together with the last 30 minutes, where the window is 30 days.", Page(1)),
                Burn("3d", "Opens a ticket together with the last 6 hours, where the window is 30 days.", SloAlerts.Slow[1].Factor(Duration.Days(30))),
            ]),
            new Row("Events",
            [
                Panels.TimeSeries(
                    "Bad events", "Bad events a second: failed queries, commits, requests and runs, and minutes in which something was too slow or too old.",
                    Promql(By(SloRules.BadEvents), "{{slo}}")) with { Width = 12, Unit = Units.PerSecond, Links = [ToAlerts] },
                Panels.TimeSeries(
                    "All events", "Events a second that count. Without any, nothing is kept or broken, and no alert fires.",
                    Promql(By(SloRules.Events), "{{slo}}")) with { Width = 12, Unit = Units.PerSecond, Links = [ToAlerts] },
            ]) { Collapsed = true },
        ],
    };

    private static decimal Page(int pair) => SloAlerts.Fast[pair].Factor(Duration.Days(30));

    private static Panel Burn(string window, string meaning, decimal limit) => Panels.TimeSeries(
        $"Burn rate over {window}", $"How many times as fast as it may be the error budget is spent. {meaning}",
        Promql($"{By(SloRules.Errors(window))} / {By(SloRules.ErrorBudget)}", "{{slo}}")) with
    { Limits = Limits.Above(null, limit), Links = [ToAlerts] };

    private static string By(string series) => $"sum by (slo, service) ({series}{{{Chosen}}})";

    // Without the series' name, by which the rows of several queries would not be the same.
    private static string Now(string series) => By(series);
}
