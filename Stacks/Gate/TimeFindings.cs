using System.Globalization;
using Infra.Configs;
using Infra.Configs.Alertmanager;
using Infra.Configs.Alerts;

namespace Infra.Stacks.Gate;

/// <summary>Times with which a stack does what it is there for too late, too rarely, or never.</summary>
internal static class TimeFindings
{
    private const int HoursOfWeek = 7 * 24;
    private const int MostMutedHours = HoursOfWeek / 2;
    private const int LeastNotifiedHours = 20;
    private const int MinutesOfDay = 24 * 60;

    private static readonly Duration ShortestScrape = Duration.Seconds(5);
    private static readonly Duration ShortestRetention = Duration.Days(1);
    private static readonly Duration LongestPending = Duration.Minutes(15);
    private static readonly Duration LongestGroupWait = Duration.Minutes(10);
    private static readonly Duration LongestGroupInterval = Duration.Hours(1);
    private static readonly Duration LongestRepeat = Duration.Hours(48);
    private static readonly Duration LeastRenewal = Duration.Days(7);

    public static IEnumerable<GateFinding> Of(StackSettings settings)
    {
        var (prometheus, routing) = (settings.Prometheus, settings.Alerts.Routing);
        if (prometheus.ScrapeInterval < ShortestScrape)
            yield return Found("scrapeInterval", prometheus.ScrapeInterval, $"at least {ShortestScrape}: who is asked more often does little else");
        if (prometheus.EvaluationInterval < ShortestScrape)
            yield return Found("evaluationInterval", prometheus.EvaluationInterval, $"at least {ShortestScrape}: there is nothing new to evaluate before");

        if (prometheus.Retention is { } retention && retention < ShortestRetention)
            yield return Found("prometheusRetention", retention, $"at least {ShortestRetention}: nobody could see what was before an outage");

        (string Setting, Duration? Value, Duration Most, string Why)[] delays =
        [
            ("alertPendingPeriod", settings.Alerts.PendingPeriod, LongestPending, "nobody would notice an outage for so long"),
            ("alertGroupWait", routing.GroupWait, LongestGroupWait, "nobody would be notified for so long"),
            ("alertGroupInterval", routing.GroupInterval, LongestGroupInterval, "nobody would be notified of what comes to it for so long"),
            ("alertRepeatInterval", routing.RepeatInterval, LongestRepeat, "what is forgotten once stays forgotten for so long"),
            ("alertCriticalRepeatInterval", routing.CriticalRepeatInterval, LongestRepeat, "what is forgotten once stays forgotten for so long"),
        ];
        foreach (var (setting, value, most, why) in delays)
        {
            if (value is { } given && given > most)
                yield return Found(setting, given, $"at most {most}: {why}");
        }

        foreach (var finding in Renewal(settings).Concat(Maintenance(routing.Maintenance)).Concat(Hours(routing.Hours)))
            yield return finding;
    }

    // Nothing renews by itself: an up has to come by in that time.
    private static IEnumerable<GateFinding> Renewal(StackSettings settings)
    {
        var security = settings.Security;
        var least = Math.Min(LeastRenewal.TotalSeconds / 3600, security.ValidityHours / 3);
        if (security.Tls && security.EarlyRenewalHours < least)
            yield return Found("tlsRenewBefore", Duration.Hours(security.EarlyRenewalHours), $"at least {Duration.Hours(least)}: an up within that time renews certificates, and nothing else does");
    }

    private static IEnumerable<GateFinding> Maintenance(IEnumerable<MaintenanceWindow> windows)
    {
        var muting = windows.Where(window => window.Severities.Contains(AlertSeverity.Critical)).ToList();
        var tooLong = muting.Where(window => HoursOf([window.Times]) > MostMutedHours).ToList();
        foreach (var window in tooLong)
            yield return Muted($"maintenanceWindows.{window.Name}", HoursOf([window.Times]));

        var together = HoursOf(muting.Where(window => window.Components.Count == 0).Select(window => window.Times));
        if (tooLong.Count == 0 && together > MostMutedHours)
            yield return Muted("maintenanceWindows", together);
    }

    private static GateFinding Muted(string setting, int hours) =>
        new(GateRule.SenselessTime, setting, $"{hours} of {HoursOfWeek} hours of the week", $"at most {MostMutedHours}: else critical alerts are as good as off");

    private static IEnumerable<GateFinding> Hours(IReadOnlyDictionary<AlertSeverity, WeeklyTimes> severities) =>
        from severity in severities
        let hours = HoursOf([severity.Value])
        where hours < LeastNotifiedHours
        select new GateFinding(
            GateRule.SenselessTime, $"alertHours.{severity.Key.ToString().ToLowerInvariant()}", $"{hours} of {HoursOfWeek} hours of the week",
            $"at least {LeastNotifiedHours}: else nobody is notified when it matters");

    // How much of a week is in one of these times at least. Each may be in a time zone of its own, which shifts hours and makes none.
    private static int HoursOf(IEnumerable<WeeklyTimes> all)
    {
        var covered = new bool[7 * MinutesOfDay];
        foreach (var times in all)
        {
            foreach (var day in times.Weekdays.Count == 0 ? Days.All : times.Weekdays)
            {
                var begin = Days.All.ToList().IndexOf(day) * MinutesOfDay;
                foreach (var (from, until) in times.Hours)
                {
                    var (first, end) = (Minutes(from), Minutes(until));
                    for (var minute = first; minute < (end > first ? end : end + MinutesOfDay); minute++)
                        covered[(begin + minute) % covered.Length] = true;
                }
            }
        }

        return covered.Count(minute => minute) / 60;
    }

    private static int Minutes(string time) =>
        int.Parse(time.AsSpan(0, 2), CultureInfo.InvariantCulture) * 60 + int.Parse(time.AsSpan(3), CultureInfo.InvariantCulture);

    private static GateFinding Found(string setting, Duration value, string expectation) => new(GateRule.SenselessTime, setting, value.ToString(), expectation);
}
