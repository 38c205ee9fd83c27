using System.Globalization;
using Infra.Tests.Support;

namespace Infra.Tests.EndToEnd.Attack;

/// <summary>A sandbox that is hardened as prod is, with few processes for each service.</summary>
public sealed class HardenedSandbox : IAsyncLifetime
{
    public const int ProcessLimit = 120;

    public SandboxProject Project { get; } = new();

    public ToolResult FirstUp { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (!Support.DockerEngine.Available)
            return;

        Project.Set("hardenContainers", "true");
        Project.Set("isolatedNetwork", "true");
        Project.Set("processLimit", ProcessLimit);
        FirstUp = await Project.UpAsync();
    }

    public ValueTask DisposeAsync() => Project.DisposeAsync();
}

/// <summary>What somebody who has broken into a real service of a hardened stack does to the others.</summary>
[Collection(EndToEndGroup.Name)]
[Trait(AttackTrait.Name, AttackTrait.Value)]
public sealed class HardenedSandboxTests(HardenedSandbox sandbox) : IClassFixture<HardenedSandbox>
{
    [Fact]
    public async Task Takes_no_other_service_s_processes_away()
    {
        Begin();
        // As many as there may be, and then some; they end with this command.
        var flood = string.Create(CultureInfo.InvariantCulture, $"i=0; while [ $i -lt {HardenedSandbox.ProcessLimit} ]; do sleep 60 & i=$((i+1)); done; wait");
        var attack = ToolProcess.RunAsync("docker", ["exec", sandbox.Project.Container("postgres-exporter"), "/bin/sh", "-c", flood], limit: TimeSpan.FromMinutes(4));
        await Eventually.SucceedsAsync(async () => Assert.InRange(await ProcessesAsync("postgres-exporter"), HardenedSandbox.ProcessLimit * 3 / 4, HardenedSandbox.ProcessLimit));

        foreach (var victim in (string[])["prometheus", "alertmanager", "node-exporter", "blackbox-exporter"])
            (await ToolProcess.RunAsync("docker", ["exec", sandbox.Project.Container(victim), "/bin/sh", "-c", "for i in 1 2 3 4 5; do true | cat; done"])).ShouldSucceed(victim);

        Assert.True(await ProcessesAsync("postgres-exporter") <= HardenedSandbox.ProcessLimit);
        await ToolProcess.RunAsync("docker", ["exec", sandbox.Project.Container("postgres-exporter"), "killall", "sleep"]);
        await attack;
    }

    [Fact]
    public async Task Finds_no_more_of_the_machine_than_the_disks_that_are_measured()
    {
        Begin();
        var node = sandbox.Project.Container("node-exporter");

        var mounts = (await ToolProcess.RunAsync("docker", ["exec", node, "awk", "$5 ~ \"^/host\" { print $5, substr($6, 1, 2) }", "/proc/self/mountinfo"])).ShouldSucceed().Output;

        Assert.Equal(["/host/rootfs ro", "/host/var/lib/docker ro"], mounts.Trim().Split('\n').Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Is_measured_all_the_same()
    {
        Begin();

        await Eventually.SucceedsAsync(async () =>
        {
            var answer = await sandbox.Project.PrometheusAsync("/api/v1/query?query=" + Uri.EscapeDataString("""count by (mountpoint) (node_filesystem_avail_bytes{job="node"} > 0)"""));
            var points = answer.GetProperty("data").GetProperty("result").EnumerateArray().Select(series => series.GetProperty("metric").GetProperty("mountpoint").GetString()!);
            Assert.Equal(["/", "/var/lib/docker"], points.Order(StringComparer.Ordinal));
        });
        var memory = await sandbox.Project.PrometheusAsync("/api/v1/query?query=node_memory_MemTotal_bytes");
        Assert.Equal(1, memory.GetProperty("data").GetProperty("result").GetArrayLength());
    }

    private void Begin()
    {
        Support.DockerEngine.SkipUnlessAvailable();
        sandbox.FirstUp.ShouldSucceed();
    }

    private async Task<int> ProcessesAsync(string service)
    {
        var listed = await ToolProcess.RunAsync("docker", ["top", sandbox.Project.Container(service), "-o", "pid"]);
        return listed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length - 1;
    }
}
