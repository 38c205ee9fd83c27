using Infra.Configs.Alertmanager;

namespace Infra.Tests.Configs.Alertmanager;

public sealed class AlertRoutingTests
{
    [Fact]
    public void Tells_each_contact_of_its_severities_and_everybody_of_what_has_none()
    {
        var receivers = SampleRouting.Everything.ToConfig().Receivers.ToDictionary(receiver => receiver.Name, receiver => receiver.Integrations);
        var (webhook, slack, pagerDuty, email) =
            (SampleRouting.Webhook.Integration, SampleRouting.Slack.Integration, SampleRouting.PagerDuty.Integration, SampleRouting.Email.Integration);

        Assert.Equal([webhook, slack, pagerDuty, email], receivers[AlertRouting.DefaultReceiver]);
        Assert.Equal([webhook, slack, pagerDuty, email], receivers["critical"]);
        Assert.Equal([webhook, slack, email], receivers["warning"]);
        Assert.Equal([webhook, email], receivers["info"]);
        Assert.Equal([slack, email], receivers["dagster-critical"]);
        Assert.Equal([email], receivers["dagster-info"]);
        Assert.Equal([SampleRouting.Everything.Heartbeat! with { TellsOfEnds = false }], receivers[AlertRouting.WatchdogReceiver]);
    }

    [Fact]
    public void Sends_the_heartbeat_every_minute()
    {
        var watchdog = SampleRouting.Everything.ToConfig().Route.Routes[0];

        // At the first look the repeat interval must not have passed, and at the second it must have, although it counts from a little later.
        Assert.Equal(60, 2 * watchdog.GroupInterval!.Value.TotalSeconds);
        Assert.InRange(watchdog.RepeatInterval!.Value.TotalSeconds, watchdog.GroupInterval.Value.TotalSeconds + 5, 55);
    }

    [Fact]
    public void Says_which_receivers_tell_nobody()
    {
        Assert.Equal(["default", "critical", "warning", "info", "watchdog"], SampleRouting.Bare.ReceiversWithoutDestination());
        Assert.Empty(SampleRouting.Everything.ReceiversWithoutDestination());
        Assert.Equal(
            ["warning", "info", "trino-warning", "trino-info", "watchdog"],
            (SampleRouting.Bare with
            {
                Contacts = [SampleRouting.PagerDuty],
                ComponentContacts = new Dictionary<string, IReadOnlyList<string>> { ["trino"] = [AlertContacts.PagerDuty] },
            }).ReceiversWithoutDestination());
    }

    [Fact]
    public void Mutes_the_severities_and_components_of_a_maintenance_window_and_never_the_Watchdog()
    {
        var config = SampleRouting.Everything.ToConfig();

        Assert.Equal(["Watchdog", "dagster", "trino", "critical", "warning", "info"], config.Route.Routes.Select(Subject));
        var trino = config.Route.Routes[2];
        Assert.Equal([[], ["nightly-load"], ["nightly-load"]], trino.Routes.Select(route => route.MuteTimeIntervals));
        Assert.Equal([[], [], ["hours-info"]], trino.Routes.Select(route => route.ActiveTimeIntervals));
        Assert.All(config.Route.Routes.Where(route => route != trino).SelectMany(route => route.Routes.Append(route)), route => Assert.Empty(route.MuteTimeIntervals));
    }

    [Fact]
    public void Lets_a_window_without_components_hold_for_all_and_parts_share_what_holds_for_the_whole()
    {
        var window = SampleRouting.Everything.Maintenance[0];
        var config = (SampleRouting.Everything with
        {
            Maintenance = [window with { Name = "all", Components = [] }, window with { Name = "daemon", Components = ["dagster-daemon"] }, window with { Name = "dagster", Components = ["dagster"] }],
        }).ToConfig();

        Assert.Equal(["Watchdog", "dagster-daemon", "dagster", "critical", "warning", "info"], config.Route.Routes.Select(Subject));
        var daemon = config.Route.Routes[1].Routes[1];
        Assert.Equal(["all", "daemon", "dagster"], daemon.MuteTimeIntervals);
        Assert.Equal("dagster-daemon-warning", daemon.Receiver);
        Assert.Contains(config.Receivers, receiver => receiver.Name == daemon.Receiver && receiver.Integrations.Count == 2);
        Assert.Equal(["all", "dagster"], config.Route.Routes[2].Routes[1].MuteTimeIntervals);
        Assert.Equal(["all"], config.Route.Routes[4].MuteTimeIntervals);
        Assert.Empty(config.Route.MuteTimeIntervals);
    }

    [Fact]
    public void Ends_a_night_on_the_next_day()
    {
        var times = new WeeklyTimes { Weekdays = ["saturday", "sunday"], Hours = [("22:00", "02:00"), ("08:00", "10:00"), ("23:00", "00:00")], Timezone = "Europe/Berlin" };

        Assert.Equal(
            ["saturday sunday 22:00-24:00", "sunday monday 00:00-02:00", "saturday sunday 08:00-10:00", "saturday sunday 23:00-24:00"],
            times.ToWeeklyTimes().Select(time => $"{string.Join(' ', time.Weekdays)} {time.Start}-{time.End}"));
        Assert.All(times.ToWeeklyTimes(), time => Assert.Equal("Europe/Berlin", time.Location));
    }

    [Fact]
    public void Repeats_what_is_critical_more_often_where_told_to()
    {
        var routes = SampleRouting.Everything.ToConfig().Route.Routes;

        Assert.Equal(["1h", null, null], routes.TakeLast(3).Select(route => route.RepeatInterval?.ToString()));
        Assert.All(SampleRouting.Bare.ToConfig().Route.Routes.Skip(1), route => Assert.Null(route.RepeatInterval));
    }

    // What a route is about: the value in its first matcher.
    private static string Subject(Route route) => route.Matchers[0].Split('"')[1].Split(')')[0].TrimStart('(');
}
