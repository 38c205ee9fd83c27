using System.Text.RegularExpressions;
using Docker.DotNet.Models;
using Infra.Tests.Support;

namespace Infra.Tests.EndToEnd;

/// <summary>The promise of the first day, on a real Docker engine: up, nothing to do, change, drift. Each test leaves the stack up.</summary>
[Collection(EndToEndGroup.Name)]
public sealed partial class LifecycleTests(DeployedSandbox sandbox) : IClassFixture<DeployedSandbox>
{
    private static readonly string[] Jobs = ["alertmanager", "blackbox-exporter", "blackbox-exporter", "node", "postgres", "prometheus"];

    private SandboxProject Project => sandbox.Project;

    [Fact]
    public async Task All_targets_are_up_within_a_minute()
    {
        Begin();
        var deadline = DateTime.UtcNow + TimeSpan.FromMinutes(1);
        var targets = await sandbox.TargetsAsync();
        while ((targets.Count < Jobs.Length || targets.Any(target => target.Health != "up")) && DateTime.UtcNow < deadline)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(250), TestContext.Current.CancellationToken);
            targets = await sandbox.TargetsAsync();
        }

        Assert.Equal(Jobs.Select(job => (job, "up")), targets.Order());
    }

    [Fact]
    public async Task Deep_health_finds_each_metric_rule_and_panel_in_order()
    {
        Begin();

        // What has just been deployed has not been scraped often enough for a rate. The machine runs out of memory for other tests.
        await Eventually.SucceedsAsync(async () => Assert.DoesNotContain(
            (await ToolAsync("--deep")).Output.Split('\n'), line => line.Contains('✗') && !line.Contains("Alert ContainerOutOfMemory", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_the_boards_show_is_written_as_one_page()
    {
        Begin();
        using var folder = new TemporaryDirectory();

        await Eventually.SucceedsAsync(async () =>
        {
            (await ToolAsync("dashboards", "snapshot", "--to", folder.File("page.html"), "--last", "5m")).ShouldSucceed("dashboards snapshot");
            var page = await File.ReadAllTextAsync(folder.File("page.html"), TestContext.Current.CancellationToken);
            Assert.Contains("<h2>Phlo Overview</h2>", page);
            Assert.Empty(Empty().Matches(page).Select(panel => panel.Groups[1].Value));
        });
    }

    [Fact]
    public async Task A_second_up_changes_nothing()
    {
        Begin();
        var before = await sandbox.ContainerIdsAsync();

        var again = await Project.UpAsync("--expect-no-changes");

        again.ShouldSucceed();
        Assert.Equal(before, await sandbox.ContainerIdsAsync());
    }

    [Fact]
    public async Task Another_order_of_keys_in_the_stack_file_changes_nothing()
    {
        Begin();
        var before = await File.ReadAllTextAsync(Project.StackFile, TestContext.Current.CancellationToken);
        Project.ReverseStackFile();
        Assert.NotEqual(before, await File.ReadAllTextAsync(Project.StackFile, TestContext.Current.CancellationToken));

        var preview = await Project.RunAsync("preview", "--expect-no-changes");

        preview.ShouldSucceed();
    }

    [Fact]
    public async Task Stopped_Postgres_reaches_the_webhook_as_firing_and_started_again_as_resolved()
    {
        Begin();
        using var docker = Project.Docker();
        var postgres = Project.Container("postgres");

        await docker.Containers.StopContainerAsync(postgres, new ContainerStopParameters(), TestContext.Current.CancellationToken);
        await sandbox.Webhook.WaitForAsync("PostgresDown", "firing", TimeSpan.FromMinutes(3));
        await docker.Containers.StartContainerAsync(postgres, new ContainerStartParameters(), TestContext.Current.CancellationToken);
        await sandbox.Webhook.WaitForAsync("PostgresDown", "resolved", TimeSpan.FromMinutes(3));
    }

    [Fact]
    public async Task A_changed_retention_replaces_only_Prometheus_and_its_configuration_and_loses_no_sample()
    {
        Begin();
        var before = await sandbox.ContainerIdsAsync();
        var then = await FirstSampleAsync();
        Project.Set("prometheusRetention", "5h");

        var preview = (await Project.RunAsync("preview", "--diff")).ShouldSucceed();
        (await Project.UpAsync()).ShouldSucceed();

        var after = await sandbox.ContainerIdsAsync();
        var replaced = before.Keys.Where(name => before[name] != after[name]);
        Assert.All(replaced, name => Assert.StartsWith(Project.Container("prometheus"), name));
        Assert.NotEqual(before[Project.Container("prometheus")], after[Project.Container("prometheus")]);
        Assert.Contains("5h", preview.Output);
        var sample = Assert.Single((await sandbox.QueryAsync("""up{job="prometheus"}""", then)).EnumerateArray());
        Assert.Equal("1", sample.GetProperty("value")[1].GetString());
    }

    [Fact]
    public async Task A_container_removed_by_hand_comes_back_by_refresh_and_up()
    {
        Begin();
        using var docker = Project.Docker();
        await docker.Containers.RemoveContainerAsync(
            Project.Container("alertmanager"), new ContainerRemoveParameters { Force = true, RemoveVolumes = true }, TestContext.Current.CancellationToken);

        var refresh = (await Project.RunAsync("refresh", "--yes", "--skip-preview")).ShouldSucceed();
        (await Project.UpAsync()).ShouldSucceed();

        Assert.Contains("alertmanager", refresh.Output);
        var container = await docker.Containers.InspectContainerAsync(Project.Container("alertmanager"), TestContext.Current.CancellationToken);
        Assert.True(container.State?.Running);
        (await Project.UpAsync("--expect-no-changes")).ShouldSucceed();
    }

    [Fact]
    public async Task No_secret_is_in_state_environment_labels_commands_or_output()
    {
        Begin();
        var shown = (await Project.RunAsync("output", "postgresPassword", "--show-secrets")).ShouldSucceed();
        var password = shown.Output.Trim();
        Assert.True(password.Length >= 16);

        using var docker = Project.Docker();
        foreach (var name in (await Project.FindAsync()).Containers)
        {
            var container = await docker.Containers.InspectContainerAsync(name, TestContext.Current.CancellationToken);
            Assert.All(container.Config?.Env ?? [], value => Assert.DoesNotContain(password, value));
            Assert.All(container.Config?.Labels ?? new Dictionary<string, string>(), label => Assert.DoesNotContain(password, label.Value));
            Assert.All(container.Config?.Cmd ?? [], part => Assert.DoesNotContain(password, part));
        }

        var state = Directory.EnumerateFiles(Path.Combine(Project.Directory, "state"), "*", SearchOption.AllDirectories);
        Assert.All(state, file => Assert.DoesNotContain(password, File.ReadAllText(file)));
        var masked = (await Project.RunAsync("output")).ShouldSucceed();
        var preview = (await Project.RunAsync("preview", "--diff")).ShouldSucceed();
        Assert.All([sandbox.FirstUp, masked, preview], result => Assert.DoesNotContain(password, result.All));
        Assert.Contains("[secret]", masked.Output);
    }

    private void Begin()
    {
        DockerEngine.SkipUnlessAvailable();
        sandbox.FirstUp.ShouldSucceed();
    }

    private async Task<DateTimeOffset> FirstSampleAsync()
    {
        var deadline = DateTime.UtcNow + TimeSpan.FromMinutes(1);
        while (DateTime.UtcNow < deadline)
        {
            var now = DateTimeOffset.UtcNow;
            if ((await sandbox.QueryAsync("""up{job="prometheus"}""", now)).GetArrayLength() > 0)
            {
                return now;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(250), TestContext.Current.CancellationToken);
        }

        throw new TimeoutException("Prometheus took no sample of itself within a minute");
    }

    [GeneratedRegex("""class="panel no-data".*?<h4[^>]*>(.*?)</h4>""")]
    private static partial Regex Empty();

    // What ./infra calls for health and dashboards.
    private Task<ToolResult> ToolAsync(params string[] arguments) => ToolProcess.RunAsync("dotnet", [SourceTree.Health, .. arguments, "-s", Project.Stack]);
}
