using Infra.Configs;
using Infra.Configs.Alertmanager;
using Infra.Configs.Alerts;
using Infra.Configs.Grafana.Alerting;
using Infra.Configs.Lakehouse;
using Infra.Tests.Configs.Alertmanager;
using Infra.Tests.Configs.Alerts;

namespace Infra.Tests.Configs.Grafana.Alerting;

/// <summary>
/// What Grafana hands to the real Alertmanager: alerts with the labels of the rendered rules, as its contact point posts them.
/// Grafana itself cannot be had here.
/// </summary>
public sealed class AlertHandoverTests
{
    private const string Hook = "/alerts";

    private static readonly AlertRouting Routing = SampleRouting.Bare with
    {
        Contacts = [SampleRouting.Webhook],
        GroupWait = Duration.Seconds(1),
        GroupInterval = Duration.Seconds(1),
    };

    // An alert that is repeated too late is resolved in between, and notified anew.
    [Fact]
    public async Task Repeats_well_before_Alertmanager_takes_an_alert_for_over()
    {
        using var receiver = new NotificationReceiver();
        await using var alertmanager = await StartAsync(receiver, Routing);
        var before = DateTimeOffset.UtcNow;
        await alertmanager.PostAsync(new PostedAlert("WithoutEnd", "warning", "trino") { HasEnd = false });

        var validity = await alertmanager.EndOfAsync("WithoutEnd") - before;

        // It writes whole milliseconds, and takes its time to answer on a busy machine.
        Assert.InRange(validity, AlertHandover.ResolveTimeout.Value - TimeSpan.FromSeconds(1), AlertHandover.ResolveTimeout.Value + TimeSpan.FromMinutes(2));
        Assert.InRange(AlertHandover.LongestSilence.Value * 2, TimeSpan.Zero, AlertHandover.ResolveTimeout.Value);
        Assert.InRange(AlertHandover.LongestSilence.Value * 2, TimeSpan.Zero, GrafanaRules.Validity.Value);
        // With the two alike every other time would be left out.
        Assert.True(AlertHandover.RepeatInterval.Value.Ticks % AlertHandover.GroupInterval.Value.Ticks != 0);
    }

    [Fact]
    public async Task Is_held_back_by_the_outage_that_it_follows_from()
    {
        using var receiver = new NotificationReceiver();
        await using var alertmanager = await StartAsync(receiver, Routing);
        var outage = new PostedAlert(AlertRules.DownName(LakehouseServices.Postgres), "critical", LakehouseServices.Postgres);
        PostedAlert[] held = [Of("LogErrorBurst", "nessie"), Of("LogFatalLines", "postgres"), Of("LogsMissing", "dagster-daemon"), Of("DagsterRunFailed"), Of("DagsterRunStuck")];
        PostedAlert[] told = [Of("LogErrorBurst", "loki"), Of("LogFatalLines", "somebodys-app")];

        await alertmanager.PostAsync(outage);
        await receiver.WaitForAlertAsync(Hook, outage.Name);
        await alertmanager.PostAsync([.. held, .. told]);
        await receiver.WaitForAlertAsync(Hook, "LogErrorBurst");
        await receiver.WaitForAlertAsync(Hook, "LogFatalLines");

        Assert.Equal(Components(told), Components(receiver));
        Assert.Equal(held.Select(alert => (alert.Name, alert.Component)).Order(), (await alertmanager.InhibitedAlertsAsync()).Order());

        await alertmanager.PostAsync(outage with { Over = true });
        foreach (var alert in held)
            await receiver.WaitForAlertAsync(Hook, alert.Name);
    }

    [Theory]
    [InlineData("AlloyDown", "alloy", "nessie")]
    [InlineData("LokiDown", "loki", "dagster-daemon")]
    [InlineData("AlloyRetriesLogs", "alloy", "nessie")]
    [InlineData("DagsterDown", "dagster", "dagster-daemon")]
    [InlineData("NessieDown", "nessie", "nessie")]
    public async Task Says_nothing_of_missing_lines_where_it_is_known_why(string cause, string component, string silent)
    {
        using var receiver = new NotificationReceiver();
        await using var alertmanager = await StartAsync(receiver, Routing);

        await alertmanager.PostAsync(new PostedAlert(cause, "critical", component));
        await receiver.WaitForAlertAsync(Hook, cause);
        await alertmanager.PostAsync(Of("LogsMissing", silent), Of("LogsMissing", "minio") with { Stack = "other" });
        await receiver.WaitForAlertAsync(Hook, "LogsMissing");

        Assert.Equal([("LogsMissing", silent)], await alertmanager.InhibitedAlertsAsync());
    }

    [Fact]
    public async Task Is_muted_in_a_maintenance_window_of_its_component()
    {
        using var receiver = new NotificationReceiver();
        await using var alertmanager = await StartAsync(receiver, Routing with
        {
            Maintenance =
            [
                new MaintenanceWindow
                {
                    Name = "always",
                    Times = new WeeklyTimes { Hours = [("00:00", "24:00")] },
                    Severities = AlertRouting.Severities.ToHashSet(),
                    Components = [LakehouseServices.Dagster],
                },
            ],
        });

        await alertmanager.PostAsync(Of("DagsterRunFailed"), Of("DagsterRunStuck"), Of("LogsMissing", "dagster-daemon"));
        await alertmanager.PostAsync(Of("LogErrorBurst", "nessie"));
        await receiver.WaitForAlertAsync(Hook, "LogErrorBurst");

        Assert.Equal(["LogErrorBurst"], receiver.Alerts(Hook, "firing"));
    }

    private static Task<RunningAlertmanager> StartAsync(NotificationReceiver receiver, AlertRouting routing) =>
        RunningAlertmanager.StartAsync(routing, new Dictionary<string, string> { [AlertmanagerSecrets.WebhookUrl] = receiver.Url + Hook });

    // With its rule's labels, and those that Grafana adds.
    private static PostedAlert Of(string name, string? service = null)
    {
        var (group, rule) = GrafanaRules.Groups(AlertRules.Groups(AlertSamples.Everything), "dev", new AlertLinks("docs/runbooks"))
            .SelectMany(group => group.Rules.Select(rule => (group, rule))).Single(pair => pair.rule.Title == name);
        return new PostedAlert(name, rule.Labels["severity"], service is null ? rule.Labels["component"] : rule.Labels["component"].Replace("{{ $labels.service }}", service, StringComparison.Ordinal), rule.Labels["stack"])
        {
            Further = new Dictionary<string, string> { ["grafana_folder"] = group.Folder.Title, ["__alert_rule_uid__"] = rule.Uid },
        };
    }

    private static IEnumerable<string> Components(IEnumerable<PostedAlert> alerts) => alerts.Select(alert => $"{alert.Name} {alert.Component}").Order(StringComparer.Ordinal);

    private static IEnumerable<string> Components(NotificationReceiver receiver) => receiver.Received(Hook)
        .SelectMany(body => body.GetProperty("alerts").EnumerateArray())
        .Select(alert => alert.GetProperty("labels"))
        .Where(labels => labels.TryGetProperty("grafana_folder", out _))
        .Select(labels => $"{labels.GetProperty("alertname").GetString()} {labels.GetProperty("component").GetString()}")
        .Distinct().Order(StringComparer.Ordinal);
}
