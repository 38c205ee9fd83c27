using Infra.Configs;
using Infra.Configs.Alertmanager;
using Infra.Tests.Support;

namespace Infra.Tests.Configs.Alertmanager;

public sealed class AlertmanagerFilesTests
{
    private static readonly AlertRouting Routing = new()
    {
        GroupWait = Duration.Seconds(30),
        GroupInterval = Duration.Minutes(5),
        RepeatInterval = Duration.Hours(4),
    };

    private static readonly AlertRouting WithWebhooks = Routing with
    {
        Notifications = Webhook.At("http://hooks.example.com/alerts"),
        Heartbeat = Webhook.At("http://hooks.example.com/heartbeat"),
    };

    [Fact]
    public void Have_receivers_without_webhooks_where_none_is_given() => Golden.Matches(Render(Routing), "alertmanager.golden.yml");

    [Fact]
    public void Read_webhooks_from_files_where_they_are_secrets() => Golden.Matches(
        Render(Routing with { Notifications = Webhook.FromFile("/run/secrets/webhook-url"), Heartbeat = Webhook.FromFile("/run/secrets/heartbeat-url") }),
        "alertmanager-files.golden.yml");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Are_accepted_by_amtool(bool webhooks)
    {
        using var folder = Folder(webhooks ? WithWebhooks : Routing);

        var output = await ToolProcess.AcceptsInAsync(folder.Path, "amtool", "check-config", AlertmanagerFiles.ConfigFile);

        Assert.Contains("1 inhibit rules", output);
        Assert.Contains("4 receivers", output);
    }

    [Theory]
    [InlineData(AlertRouting.CriticalReceiver, "alertname=PostgresDown", "severity=critical", "service=postgres")]
    [InlineData(AlertRouting.WarningReceiver, "alertname=TargetDown", "severity=warning", "service=node")]
    [InlineData(AlertRouting.WatchdogReceiver, "alertname=Watchdog", "severity=none")]
    [InlineData(AlertRouting.DefaultReceiver, "alertname=SomebodysOwn")]
    [InlineData(AlertRouting.DefaultReceiver, "alertname=SomebodysOwn", "severity=none")]
    public async Task Route_by_severity_and_the_Watchdog_by_name(string receiver, params string[] labels)
    {
        using var folder = Folder(WithWebhooks);

        await ToolProcess.AcceptsInAsync(
            folder.Path, "amtool", ["config", "routes", "test", $"--config.file={AlertmanagerFiles.ConfigFile}", $"--verify.receivers={receiver}", .. labels]);
    }

    [Fact]
    public void Tell_when_an_alert_is_over() =>
        Assert.Equal(4, Render(WithWebhooks).Split("send_resolved: true").Length - 1);

    private static string Render(AlertRouting routing) => AlertmanagerFiles.RenderConfig(routing.ToConfig());

    private static TemporaryDirectory Folder(AlertRouting routing) =>
        new TemporaryDirectory().Write([new(AlertmanagerFiles.ConfigFile, Render(routing))]);
}
