using System.Globalization;
using Infra.Configs.Alerts;
using Infra.Configs.Dashboards;

namespace Infra.Configs.Slos;

/// <summary>
/// Alerts about error budgets that are spent too fast (multi-window, multi-burn-rate: The Site Reliability Workbook, chapter 5). The long
/// window says that it matters, the short one that it still goes on: the alert ends soon after its cause.
/// </summary>
internal static class SloAlerts
{
    /// <summary>Fewer bad events than these are no trend, whatever their share.</summary>
    public const int LeastBadEvents = 5;

    /// <summary>Pairs of windows that page.</summary>
    public static IReadOnlyList<BurnWindows> Fast { get; } = [new("1h", 1, "5m", 0.02m), new("6h", 6, "30m", 0.05m)];

    /// <summary>Pairs of windows that open a ticket.</summary>
    public static IReadOnlyList<BurnWindows> Slow { get; } = [new("1d", 24, "2h", 0.1m), new("3d", 72, "6h", 0.1m)];

    public static IReadOnlyList<AlertRule> Rules { get; } =
    [
        new AlertRule
        {
            Name = "SloErrorBudgetBurnsFast",
            Expression = AnyOf(Fast),
            // Two evaluations, so that a single sample wakes nobody.
            For = Duration.Minutes(2),
            Severity = AlertSeverity.Critical,
            Summary = "The error budget of {{ $labels.slo }} is spent {{ $value | humanize }} times too fast",
            Description = "At this rate {{ $labels.service }} breaks the objective {{ $labels.slo }} within days. "
                + "2 % of the budget were spent within an hour, or 5 % within six.",
            Dashboard = BoardUids.Slos,
        },
        new AlertRule
        {
            Name = "SloErrorBudgetBurnsSlowly",
            Expression = AnyOf(Slow),
            For = Duration.Minutes(15),
            Severity = AlertSeverity.Warning,
            Summary = "The error budget of {{ $labels.slo }} does not last",
            Description = "{{ $labels.service }} spends it {{ $value | humanize }} times as fast as it may. "
                + "10 % of it were spent within one day or within three.",
            Dashboard = BoardUids.Slos,
        },
    ];

    private static string AnyOf(IReadOnlyList<BurnWindows> windows) => string.Join(" or ", windows.Select(window => $"({window.Expression})"));
}

/// <summary>A pair of windows.</summary>
/// <param name="Long">The window by its name.</param>
/// <param name="Hours">Its length.</param>
/// <param name="Short">A twelfth of it.</param>
/// <param name="Share">The share of the error budget that is spent within the long window when the alert fires.</param>
internal sealed record BurnWindows(string Long, int Hours, string Short, decimal Share)
{
    /// <summary>How many times as fast as it may the budget is then spent: for 30 days and 2 % in an hour, 14.4 times.</summary>
    public decimal Factor(Duration window) => Share * (decimal)window.Value.TotalHours / Hours;

    public string Expression
    {
        get
        {
            var factor = string.Create(CultureInfo.InvariantCulture, $"{Share} * {SloRules.Window} / {Hours * 3600}");
            return $"{SloRules.BurnRate(Long)} > {factor}"
                + $" and {SloRules.BurnRate(Short)} > {factor}"
                + $" and {SloRules.BadCount(Long, Hours >= 24)} >= {SloAlerts.LeastBadEvents}";
        }
    }
}
