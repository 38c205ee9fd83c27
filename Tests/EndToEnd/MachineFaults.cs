using System.Globalization;
using Infra.Tests.Support;

namespace Infra.Tests.EndToEnd;

/// <summary>What goes wrong on the machine and with its containers.</summary>
internal static class MachineFaults
{
    private const string Image = "phlo-sandbox/node-exporter:local";

    // At this rate the disk is full within a minute and a half; a scaled day has 144 seconds.
    private const double FillPerStep = 0.001;
    private static readonly TimeSpan FillPause = TimeSpan.FromMilliseconds(250);

    public static async Task<Undo> FillAsync(FaultySandbox sandbox, double free)
    {
        var disk = Disk(sandbox);
        await disk.FillAsync(free);
        return Emptying(disk);
    }

    /// <summary>Goes on filling slowly, and stops before it is almost full.</summary>
    public static async Task<Undo> FillSlowlyAsync(FaultySandbox sandbox)
    {
        var disk = Disk(sandbox);
        var ended = new CancellationTokenSource();
        await disk.FillAsync(0.38);
        var filling = Task.Run(async () =>
        {
            for (var free = 0.38; free > 0.22 && !ended.IsCancellationRequested; free -= FillPerStep)
            {
                await disk.FillAsync(free);
                await Task.WhenAny(Task.Delay(FillPause, ended.Token));
            }
        });
        return new Undo(async () =>
        {
            await ended.CancelAsync();
            await filling;
            disk.Empty();
        });
    }

    /// <summary>A process takes more memory than its container may have, and the kernel ends it.</summary>
    public static async Task<Undo> RunOutOfMemoryAsync(FaultySandbox sandbox)
    {
        var ended = new CancellationTokenSource();
        await KilledAsync();
        // Again and again: a machine that is busy may look only now and then.
        var killing = Task.Run(async () =>
        {
            while (!ended.IsCancellationRequested)
            {
                await KilledAsync();
                await Task.WhenAny(Task.Delay(1000, ended.Token));
            }
        });
        return new Undo(async () =>
        {
            await ended.CancelAsync();
            await killing;
        });

        async Task KilledAsync() => Assert.Equal(137, (await ToolProcess.RunAsync(
            "docker", ["run", "--rm", "--name", sandbox.Project.Container("hungry"), "--memory", "16m", "--memory-swap", "16m", "--entrypoint", "tail", Image, "/dev/zero"])).ExitCode);
    }

    /// <summary>A container whose program ends at once, which Docker starts again and again; the double says what cAdvisor would.</summary>
    public static async Task<Undo> RestartAsync(FaultySandbox sandbox)
    {
        var container = sandbox.Project.Container("restarting");
        await FaultySandbox.DockerAsync("run", "--detach", "--restart", "always", "--name", container, Image, "--no-such-flag");
        var ended = new CancellationTokenSource();
        var watching = Task.Run(async () =>
        {
            while (!ended.IsCancellationRequested)
            {
                var started = DateTimeOffset.Parse(await FaultySandbox.DockerAsync("inspect", "--format", "{{.State.StartedAt}}", container), CultureInfo.InvariantCulture);
                sandbox.Cadvisor.Answers("/metrics", 200, Metric(container, started));
                await Task.WhenAny(Task.Delay(100, ended.Token));
            }
        });
        return new Undo(async () =>
        {
            await ended.CancelAsync();
            await watching;
            sandbox.Cadvisor.Answers("/metrics", 200);
            await FaultySandbox.DockerAsync("rm", "--force", container);
        });
    }

    // With the labels of the recorded cAdvisor that matter.
    private static string Metric(string container, DateTimeOffset started) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        # TYPE container_start_time_seconds gauge
        container_start_time_seconds{container_label_phlo_component="restarting",id="/docker/{{container}}",image="{{Image}}",name="{{container}}"} {{started.ToUnixTimeMilliseconds() / 1000.0}}

        """);

    private static Undo Emptying(SmallDisk disk) => new(() =>
    {
        disk.Empty();
        return Task.CompletedTask;
    });

    private static SmallDisk Disk(FaultySandbox sandbox)
    {
        Assert.SkipWhen(sandbox.Disk is null, "a disk can be mounted by root alone");
        return sandbox.Disk!;
    }
}
