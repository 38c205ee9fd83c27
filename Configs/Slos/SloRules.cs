using System.Globalization;
using Infra.Configs.Rules;

namespace Infra.Configs.Slos;

/// <summary>
/// What is computed of SLOs. Each has series of its own for its events; from there on one rule serves all of them, with a series
/// for each <c>slo</c>. Long windows are sums of what is recorded of short ones, so that nobody reads a month of raw samples.
/// </summary>
internal static class SloRules
{
    public const string Group = "slos";

    /// <summary>Events a second over five minutes, and the bad ones among them.</summary>
    public const string Events = "slo:events:rate5m";
    public const string BadEvents = "slo:bad_events:rate5m";

    /// <summary>The same over an hour, from which days are made.</summary>
    public const string HourlyEvents = "slo:events:rate1h";
    public const string HourlyBadEvents = "slo:bad_events:rate1h";

    /// <summary>The share of events that may be bad, and how long events count.</summary>
    public const string ErrorBudget = "slo:error_budget:ratio";
    public const string Window = "slo:window:seconds";

    /// <summary>The share of events that were bad over the SLO's own window.</summary>
    public const string ErrorsInWindow = "slo:error:ratio_window";

    /// <summary>How much of the error budget is left: 1 for all, 0 for nothing, less where it is overdrawn.</summary>
    public const string BudgetLeft = "slo:error_budget_remaining:ratio";

    private static readonly string[] ShortWindows = ["30m", "1h", "2h", "6h"];
    private static readonly string[] LongWindows = ["1d", "3d"];

    // Sums depend on it: each sample stands for so much time.
    private static readonly Duration Interval = Duration.Minutes(1);

    // Below the five minutes in which Prometheus looks back for a sample.
    private static readonly Duration LongInterval = Duration.Minutes(2);

    /// <summary>The share of events that were bad within a window: 5m, 30m, 1h, 2h, 6h, 1d or 3d.</summary>
    public static string Errors(string window) => $"slo:error:ratio_{window}";

    /// <summary>How many times as fast as it may be the error budget is spent.</summary>
    public static string BurnRate(string window) => $"{Errors(window)} / {ErrorBudget}";

    /// <summary>How many events were bad within a window of hours, or, with <paramref name="hourly"/>, of days.</summary>
    public static string BadCount(string window, bool hourly) => hourly
        ? $"sum_over_time({HourlyBadEvents}[{window}]) * {LongInterval.TotalSeconds}"
        : $"sum_over_time({BadEvents}[{window}]) * {Interval.TotalSeconds}";

    public static IReadOnlyList<RecordingGroup> Groups(IReadOnlyList<Slo> slos) => slos.Count == 0
        ? []
        :
        [
            new(Group, Interval,
            [
                .. slos.SelectMany(OfEvents),
                new RecordingRule(Errors("5m"), $"{BadEvents} / ({Events} > 0)"),
                .. ShortWindows.Select(window => new RecordingRule(Errors(window), Share(BadEvents, Events, window))),
            ]),
            new($"{Group}-long", LongInterval,
            [
                new RecordingRule(HourlyEvents, Hourly(Events)),
                new RecordingRule(HourlyBadEvents, Hourly(BadEvents)),
                .. LongWindows.Select(window => new RecordingRule(Errors(window), Share(HourlyBadEvents, HourlyEvents, window))),
                .. slos.Select(slo => new RecordingRule(ErrorsInWindow, Share(Only(HourlyBadEvents, slo), Only(HourlyEvents, slo), slo.Window.ToString()))),
                new RecordingRule(BudgetLeft, $"1 - {ErrorsInWindow} / {ErrorBudget}"),
            ]),
        ];

    private static IEnumerable<RecordingRule> OfEvents(Slo slo)
    {
        var name = new Dictionary<string, string> { ["slo"] = slo.Name };
        var all = new Dictionary<string, string> { ["job"] = slo.Service, ["service"] = slo.Service, ["slo"] = slo.Name };
        return
        [
            new RecordingRule(Events, slo.Sli.Events) { Labels = name },
            new RecordingRule(BadEvents, slo.Sli.BadEvents) { Labels = name },
            new RecordingRule(ErrorBudget, Constant(slo.ErrorBudget)) { Labels = all },
            new RecordingRule(Window, Constant((decimal)slo.Window.Value.TotalSeconds)) { Labels = all },
        ];
    }

    // Without any event there is no share, and so no alert.
    private static string Share(string bad, string all, string window) => $"sum_over_time({bad}[{window}]) / (sum_over_time({all}[{window}]) > 0)";

    private static string Hourly(string series) => $"sum_over_time({series}[1h]) / {3600 / Interval.TotalSeconds}";

    private static string Only(string series, Slo slo) => $$"""{{series}}{slo="{{slo.Name}}"}""";

    private static string Constant(decimal value) => string.Create(CultureInfo.InvariantCulture, $"vector({value.ToString("0.########", CultureInfo.InvariantCulture)})");
}
