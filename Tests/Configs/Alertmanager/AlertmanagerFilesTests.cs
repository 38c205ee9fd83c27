using Infra.Configs.Alertmanager;
using Infra.Tests.Support;

namespace Infra.Tests.Configs.Alertmanager;

public sealed class AlertmanagerFilesTests
{
    [Fact]
    public void Have_receivers_that_tell_nobody_where_nobody_is_given() =>
        Golden.Matches(AlertmanagerFiles.RenderConfig(SampleRouting.Bare.ToConfig()), "alertmanager.golden.yml");

    [Fact]
    public void Read_all_secrets_from_files() =>
        Golden.Matches(AlertmanagerFiles.RenderConfig(SampleRouting.Everything.ToConfig()), "alertmanager-files.golden.yml");

    [Fact]
    public void Hold_the_addresses_of_webhooks_where_these_cannot_be_read_from_files()
    {
        var text = SampleRouting.Render(SampleRouting.Everything);

        Assert.DoesNotContain("- url_file:", text);
        Assert.Contains("      - url: http://127.0.0.1:1/alerts\n", text);
        Assert.Contains("      - url: http://127.0.0.1:1/heartbeat\n", text);
        Assert.Contains("api_url_file: /run/secrets/slack-url\n", text);
    }

    [Theory]
    [InlineData(false, "5 receivers")]
    [InlineData(true, "8 receivers")]
    public async Task Are_accepted_by_amtool(bool everything, string receivers)
    {
        using var folder = SampleRouting.Folder(everything ? SampleRouting.Everything : SampleRouting.Bare);

        var output = await ToolProcess.AcceptsInAsync(folder.Path, "amtool", "check-config", AlertmanagerFiles.ConfigFile);

        Assert.Contains("12 inhibit rules", output);
        Assert.Contains(receivers, output);
        Assert.Contains("1 templates", output);
    }

    [Theory]
    [InlineData("critical", "alertname=PostgresDown", "severity=critical", "component=postgres")]
    [InlineData("warning", "alertname=TargetDown", "severity=warning", "component=node")]
    [InlineData("info", "alertname=MinioRequestsSpike", "severity=info", "component=minio")]
    [InlineData(AlertRouting.WatchdogReceiver, "alertname=Watchdog", "severity=none", "component=alerting")]
    [InlineData(AlertRouting.DefaultReceiver, "alertname=SomebodysOwn")]
    [InlineData(AlertRouting.DefaultReceiver, "alertname=SomebodysOwn", "severity=page")]
    [InlineData("dagster-critical", "alertname=DagsterDown", "severity=critical", "component=dagster")]
    [InlineData("dagster-warning", "alertname=SomebodysOwn", "severity=warning", "component=dagster-daemon")]
    [InlineData("warning", "alertname=SomebodysOwn", "severity=warning", "component=dagsters")]
    [InlineData("warning", "alertname=TrinoQueriesSlow", "severity=warning", "component=trino")]
    [InlineData(AlertRouting.DefaultReceiver, "alertname=SomebodysOwn", "component=dagster")]
    public async Task Route_by_component_and_severity_and_the_Watchdog_by_name(string receiver, params string[] labels)
    {
        using var folder = SampleRouting.Folder(SampleRouting.Everything);

        await ToolProcess.AcceptsInAsync(
            folder.Path, "amtool", ["config", "routes", "test", $"--config.file={AlertmanagerFiles.ConfigFile}", $"--verify.receivers={receiver}", .. labels]);
    }

    [Fact]
    public void Tell_everybody_but_the_heartbeat_when_an_alert_is_over()
    {
        var text = AlertmanagerFiles.RenderConfig(SampleRouting.Everything.ToConfig());

        Assert.Equal(text.Split("_configs:\n").Length - 1, text.Split("send_resolved: true\n").Length);
        Assert.Contains("heartbeat-url\n        send_resolved: false\n", text);
    }
}
