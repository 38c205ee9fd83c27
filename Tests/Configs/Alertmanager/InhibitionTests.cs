using Infra.Configs;
using Infra.Configs.Alertmanager;
using Infra.Configs.Alerts;
using Infra.Configs.Lakehouse;

namespace Infra.Tests.Configs.Alertmanager;

/// <summary>What a real Alertmanager tells a webhook, and what it holds back.</summary>
public sealed class InhibitionTests
{
    private const string Hook = "/alerts";

    private static readonly AlertRouting Routing = SampleRouting.Bare with
    {
        Contacts = [SampleRouting.Webhook],
        GroupWait = Duration.Seconds(1),
        GroupInterval = Duration.Seconds(1),
    };

    private static readonly PostedAlert[] OfEveryService =
    [
        new("MinioRequestsSpike", "info", LakehouseServices.Minio),
        new("PostgresConnectionsNearlyExhausted", "warning", LakehouseServices.Postgres),
        new("NessieErrors", "warning", LakehouseServices.Nessie),
        new("TrinoQueriesSlow", "warning", LakehouseServices.Trino),
        new("DagsterRunsFailing", "critical", LakehouseServices.Dagster),
        new("DaemonLogsErrors", "info", "dagster-daemon"),
        new("LokiDown", "critical", "loki"),
        new("SomebodysOwn", "warning", null),
    ];

    [Theory]
    [InlineData(LakehouseServices.Postgres, "PostgresConnectionsNearlyExhausted", "NessieErrors", "TrinoQueriesSlow", "DagsterRunsFailing", "DaemonLogsErrors")]
    [InlineData(LakehouseServices.Minio, "MinioRequestsSpike", "NessieErrors", "TrinoQueriesSlow", "DagsterRunsFailing", "DaemonLogsErrors")]
    [InlineData(LakehouseServices.Nessie, "NessieErrors", "TrinoQueriesSlow", "DagsterRunsFailing", "DaemonLogsErrors")]
    [InlineData(LakehouseServices.Trino, "TrinoQueriesSlow", "DagsterRunsFailing", "DaemonLogsErrors")]
    // Its own lesser alerts alone; the run that fails is as bad as the outage.
    [InlineData(LakehouseServices.Dagster)]
    public async Task The_outage_of_a_service_holds_back_its_own_lesser_alerts_and_all_of_those_that_depend_on_it(string service, params string[] held)
    {
        using var receiver = new NotificationReceiver();
        await using var alertmanager = await StartAsync(receiver);
        var outage = new PostedAlert(AlertRules.DownName(service), "critical", service);

        await alertmanager.PostAsync(outage);
        await receiver.WaitForAlertAsync(Hook, outage.Name);
        await alertmanager.PostAsync(OfEveryService.Select(alert => alert with { Since = DateTime.UtcNow }));
        var told = OfEveryService.Select(alert => alert.Name).Except(held).Append(outage.Name).ToHashSet();
        foreach (var alert in told)
            await receiver.WaitForAlertAsync(Hook, alert);

        // One more that comes after them: by then, whatever is told has been told.
        await alertmanager.PostAsync(new PostedAlert("Marker", "critical", "marker"));
        await receiver.WaitForAlertAsync(Hook, "Marker");
        Assert.Equal(told.Append("Marker").Order(), receiver.Alerts(Hook, "firing").Order());
        Assert.Equal(held.Order(), (await alertmanager.InhibitedAsync()).Order());

        // What was held back is told when the outage is over.
        await alertmanager.PostAsync(outage with { Over = true });
        foreach (var alert in held)
            await receiver.WaitForAlertAsync(Hook, alert);
    }

    [Fact]
    public async Task An_alert_holds_back_nothing_of_another_component_or_stack_and_nothing_by_what_both_lack()
    {
        using var receiver = new NotificationReceiver();
        await using var alertmanager = await StartAsync(receiver);
        PostedAlert[] alerts =
        [
            new("PostgresDown", "critical", LakehouseServices.Postgres),
            new("NessieErrors", "warning", LakehouseServices.Nessie, Stack: "other"),
            new("OwnCritical", "critical", null),
            new("OwnWarning", "warning", null),
            new("LokiDown", "critical", "loki"),
            new("AlloyRetriesLogs", "warning", "alloy"),
        ];

        await alertmanager.PostAsync(alerts);

        foreach (var alert in alerts)
            await receiver.WaitForAlertAsync(Hook, alert.Name);
        Assert.Empty(await alertmanager.InhibitedAsync());
    }

    [Fact]
    public async Task A_maintenance_window_mutes_the_severities_and_components_that_it_names()
    {
        using var receiver = new NotificationReceiver();
        await using var alertmanager = await StartAsync(receiver, Routing with
        {
            Maintenance =
            [
                new MaintenanceWindow
                {
                    Name = "always",
                    Times = new WeeklyTimes { Hours = [("00:00", "24:00")], Timezone = "Europe/Berlin" },
                    Severities = new HashSet<AlertSeverity> { AlertSeverity.Warning },
                    Components = [LakehouseServices.Trino],
                },
            ],
        });

        await alertmanager.PostAsync(new PostedAlert("TrinoQueriesSlow", "warning", LakehouseServices.Trino), new PostedAlert("NessieErrors", "warning", LakehouseServices.Nessie));
        await receiver.WaitForAlertAsync(Hook, "NessieErrors");
        await alertmanager.PostAsync(new PostedAlert("TrinoDown", "critical", LakehouseServices.Trino));
        await receiver.WaitForAlertAsync(Hook, "TrinoDown");

        Assert.DoesNotContain("TrinoQueriesSlow", receiver.Alerts(Hook, "firing"));
    }

    private static Task<RunningAlertmanager> StartAsync(NotificationReceiver receiver, AlertRouting? routing = null) => RunningAlertmanager.StartAsync(
        routing ?? Routing, new Dictionary<string, string> { [AlertmanagerSecrets.WebhookUrl] = receiver.Url + Hook });
}
