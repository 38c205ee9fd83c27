using System.Net;
using System.Net.Sockets;
using Docker.DotNet.Models;
using Infra.Tests.Support;

namespace Infra.Tests.EndToEnd;

/// <summary>What goes wrong at an operator's: each with its message, its exit code, and nothing lost.</summary>
[Collection(FaultGroup.Name)]
public sealed class FaultTests : IAsyncDisposable
{
    private readonly SandboxProject _project = new();

    public FaultTests() => DockerEngine.SkipUnlessAvailable();

    public ValueTask DisposeAsync() => _project.DisposeAsync();

    [Fact]
    public async Task Of_two_updates_at_once_one_refuses_and_names_the_owner()
    {
        using var first = _project.Start("up", "--yes", "--skip-preview");
        await first.WaitForAsync("creating", TimeSpan.FromMinutes(1));

        var second = await _project.UpAsync();

        second.ShouldFail(ExitCodes.Locked, "locked", $"{Environment.UserName}@{Environment.MachineName}");
        (await first.ResultAsync()).ShouldSucceed();
        (await _project.UpAsync("--expect-no-changes")).ShouldSucceed();
    }

    [Fact]
    public async Task A_missing_image_is_named_and_everything_else_can_be_completed_later()
    {
        _project.SetImage("prometheus", "phlo-sandbox/does-not-exist:1");

        (await _project.UpAsync()).ShouldFail(ExitCodes.UpdateFailed, "phlo-sandbox/does-not-exist:1");

        _project.ResetImages();
        (await _project.UpAsync()).ShouldSucceed();
        (await _project.UpAsync("--expect-no-changes")).ShouldSucceed();
    }

    [Fact]
    public async Task A_taken_port_is_named_and_the_next_up_succeeds_once_it_is_free()
    {
        using (var taken = new TcpListener(IPAddress.Loopback, _project.AlertmanagerPort))
        {
            taken.Start();
            (await _project.UpAsync()).ShouldFail(ExitCodes.UpdateFailed, _project.AlertmanagerPort.ToString(), "alertmanager");
        }

        (await _project.UpAsync()).ShouldSucceed();
        (await _project.UpAsync("--expect-no-changes")).ShouldSucceed();
    }

    [Fact]
    public async Task A_container_that_exits_fails_at_once_with_its_last_log_lines()
    {
        // The Alertmanager image as Prometheus: it does not know Prometheus' flags, says so and exits.
        _project.SetImage("prometheus", "phlo-sandbox/alertmanager:local");
        var started = DateTime.UtcNow;

        var result = await _project.UpAsync();

        result.ShouldFail(ExitCodes.UpdateFailed, _project.Container("prometheus"), "exit");
        Assert.True(DateTime.UtcNow - started < TimeSpan.FromSeconds(60), "the failure was not noticed at once");
        _project.ResetImages();
        (await _project.UpAsync()).ShouldSucceed();
    }

    [Fact]
    public async Task A_missing_image_leaves_the_service_as_it_is_even_if_its_configuration_changes()
    {
        _project.Set("evaluationInterval", "5s");
        (await _project.UpAsync()).ShouldSucceed();
        _project.Set("evaluationInterval", "7s");
        _project.SetImage("prometheus", "phlo-sandbox/does-not-exist:1");

        (await _project.UpAsync()).ShouldFail(ExitCodes.UpdateFailed, "phlo-sandbox/does-not-exist:1");

        using var docker = _project.Docker();
        Assert.True((await docker.Containers.InspectContainerAsync(_project.Container("prometheus"), TestContext.Current.CancellationToken)).State!.Running);
    }

    // The configuration of before is then still there, about to be deleted once everything has moved to the new one.
    [Fact]
    public async Task After_an_update_that_failed_one_can_go_back_to_the_configuration_of_before()
    {
        _project.Set("evaluationInterval", "5s");
        (await _project.UpAsync()).ShouldSucceed();
        _project.Set("evaluationInterval", "7s");
        _project.SetImage("prometheus", "phlo-sandbox/alertmanager:local");
        (await _project.UpAsync()).ShouldFail(ExitCodes.UpdateFailed, _project.Container("prometheus"));

        _project.Set("evaluationInterval", "5s");
        _project.ResetImages();

        (await _project.UpAsync()).ShouldSucceed();
        (await _project.UpAsync("--expect-no-changes")).ShouldSucceed();
    }

    [Fact]
    public async Task A_container_that_turns_unhealthy_fails_without_waiting_out_the_limit_and_the_next_up_replaces_it()
    {
        var image = DockerEngine.UniqueName("unhealthy") + ":1";
        await TestImage.CreateAsync(image, """ENTRYPOINT ["/bin/sh","-c","echo no port is served here; exec sleep 600"]""");
        try
        {
            _project.Set("containerWaitTimeout", "10m");
            _project.SetImage("alertmanager", image);

            (await _project.UpAsync()).ShouldFail(ExitCodes.UpdateFailed, _project.Container("alertmanager"), "unhealthy", "no port is served here");

            _project.ResetImages();
            (await _project.UpAsync()).ShouldSucceed();
            (await _project.UpAsync("--expect-no-changes")).ShouldSucceed();
        }
        finally
        {
            await TestImage.RemoveAsync(image);
        }
    }

    [Fact]
    public async Task A_wrong_passphrase_is_refused_before_anything_is_touched()
    {
        (await _project.UpAsync()).ShouldSucceed();
        var state = await File.ReadAllTextAsync(_project.StateFile, TestContext.Current.CancellationToken);

        using var command = _project.Start(
            new Dictionary<string, string> { ["PULUMI_CONFIG_PASSPHRASE"] = "wrong" }, "up", "--yes", "--skip-preview");
        (await command.ResultAsync()).ShouldFail(ExitCodes.Configuration, "PULUMI_CONFIG_PASSPHRASE");

        Assert.Equal(state, await File.ReadAllTextAsync(_project.StateFile, TestContext.Current.CancellationToken));
        (await _project.UpAsync("--expect-no-changes")).ShouldSucceed();
    }

    [Fact]
    public async Task A_truncated_state_file_is_refused_and_its_backup_is_offered()
    {
        (await _project.UpAsync()).ShouldSucceed();
        var text = await File.ReadAllTextAsync(_project.StateFile, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_project.StateFile, text[..(text.Length / 2)], TestContext.Current.CancellationToken);

        (await _project.UpAsync()).ShouldFail(ExitCodes.State, _project.StateFile, _project.StateFile + ".bak");

        File.Copy(_project.StateFile + ".bak", _project.StateFile, overwrite: true);
        (await _project.UpAsync()).ShouldSucceed();
        (await _project.UpAsync("--expect-no-changes")).ShouldSucceed();
    }

    [Fact]
    public async Task Unreadable_configuration_is_refused_with_file_and_line()
    {
        await File.WriteAllTextAsync(_project.StackFile, "config:\n  phlo-observability:environment: \"sandbox\n", TestContext.Current.CancellationToken);

        (await _project.UpAsync()).ShouldFail(ExitCodes.Configuration, $"{Path.GetFileName(_project.StackFile)}:2");

        Assert.Equal(0, (await _project.FindAsync()).Count);
    }

    [Fact]
    public async Task All_wrong_settings_are_named_together_before_anything_is_touched()
    {
        _project.Set("prometheusRetention", "soon");
        _project.Set("prometheusPort", "99999");
        _project.Set("scrapeIntervall", "1s");

        var result = await _project.UpAsync();

        Assert.NotEqual(0, result.ExitCode);
        result.ShouldFail(result.ExitCode, "prometheusRetention", "soon", "prometheusPort", "99999", "scrapeIntervall");
        Assert.Equal(0, (await _project.FindAsync()).Count);
    }

    [Fact]
    public async Task An_object_of_somebody_else_with_the_same_name_is_named_and_left_alone()
    {
        using var docker = _project.Docker();
        var theirs = await docker.Containers.CreateContainerAsync(
            new CreateContainerParameters { Name = _project.Container("prometheus"), Image = "phlo-sandbox/prometheus:local" },
            TestContext.Current.CancellationToken);

        (await _project.UpAsync()).ShouldFail(ExitCodes.UpdateFailed, _project.Container("prometheus"));

        var still = await docker.Containers.InspectContainerAsync(theirs.ID, TestContext.Current.CancellationToken);
        Assert.Equal(theirs.ID, still.ID);
    }
}

/// <summary>As <c>docs/exit-codes.md</c> has them.</summary>
internal static class ExitCodes
{
    public const int UpdateFailed = 1;
    public const int Usage = 2;
    public const int Configuration = 3;
    public const int Locked = 4;
    public const int State = 5;
    public const int Unreachable = 6;
}
