using System.Globalization;
using Infra.Tests.Support;

namespace Infra.Tests.EndToEnd.Attack;

/// <summary>One container of each service as a stack in prod has it, on the real Docker engine.</summary>
public sealed class ContainersOfProd : IAsyncLifetime
{
    internal IReadOnlyList<PlannedContainer> All { get; private set; } = [];

    internal PlannedContainer Of(string service) => All.Single(container => container.Service == service);

    public async ValueTask InitializeAsync()
    {
        if (!Support.DockerEngine.Available)
            return;

        var planned = await MockedStack.DeployAsync("prod");
        var services = planned.Containers.Where(container => container["start"] is null && (bool?)container["attach"] != true);
        var containers = new List<PlannedContainer>();
        All = containers;
        foreach (var service in services)
            containers.Add(await PlannedContainer.StartAsync(service));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var container in All)
            await container.DisposeAsync();
    }
}

/// <summary>What somebody who has broken into a container of prod's gets of the others and of the machine.</summary>
[Collection(EndToEndGroup.Name)]
[Trait(AttackTrait.Name, AttackTrait.Value)]
public sealed class BrokenIntoContainerTests(ContainersOfProd prod) : IClassFixture<ContainersOfProd>
{
    [Fact]
    public async Task Reads_no_other_container_s_files_through_its_processes()
    {
        Support.DockerEngine.SkipUnlessAvailable();
        var seeing = 0;
        foreach (var attacker in prod.All)
        {
            foreach (var victim in prod.All.Where(victim => victim != attacker))
            {
                foreach (var processes in (string[])["/rootfs/proc", "/host/proc", "/proc"])
                {
                    var process = $"{processes}/{victim.ProcessId.ToString(CultureInfo.InvariantCulture)}";
                    // Only its name says that this is the victim and not some process of the attacker's own.
                    if ((await attacker.SayAsync($"cat {process}/cgroup")).Contains(victim.Id, StringComparison.Ordinal))
                    {
                        seeing++;
                        Assert.DoesNotContain("bin", await attacker.SayAsync($"ls {process}/root/"));
                        Assert.DoesNotContain("PATH", await attacker.SayAsync($"cat {process}/environ"));
                    }
                }
            }
        }

        // cAdvisor does see that they are there.
        Assert.Equal(prod.All.Count - 1, seeing);
    }

    [Fact]
    public async Task Has_the_socket_in_the_proxies_containers_and_in_no_other()
    {
        Support.DockerEngine.SkipUnlessAvailable();
        foreach (var container in prod.All)
        {
            var found = await container.SayAsync("for place in /var/run /run /host/run /host/var/run /rootfs/run /rootfs/var/run; do ls $place/docker.sock; done");

            Assert.Equal(container.Service is "socket-proxy" or "discovery-proxy", found.Split('\n').Any(line => line.EndsWith("/docker.sock", StringComparison.Ordinal) && !line.Contains(':')));
        }
    }

    [Fact]
    public async Task Has_no_capability_and_is_nobody_else()
    {
        Support.DockerEngine.SkipUnlessAvailable();
        var users = new List<string>();
        foreach (var container in prod.All)
        {
            var status = await container.SayAsync("cat /proc/self/status");
            Assert.Contains("CapEff:\t0000000000000000", status);
            Assert.Contains("CapPrm:\t0000000000000000", status);
            Assert.Contains("NoNewPrivs:\t1", status);
            users.Add(status.Split('\n').Single(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1]);
        }

        // Nobody has said which group may use Docker's socket: its proxies are root, and each has nothing but that.
        Assert.Equal(["discovery-proxy", "socket-proxy"], prod.All.Where((_, index) => users[index] == "0").Select(container => container.Service).Order());
        users.RemoveAll(user => user == "0");
        Assert.Equal(users.Count, users.Distinct().Count());
    }

    [Fact]
    public async Task Writes_nowhere_below_what_it_sees_of_the_machine()
    {
        Support.DockerEngine.SkipUnlessAvailable();
        // Each mount below one of the machine's, and each folder of the first two levels of it that everybody may write to.
        const string attempt =
            """
            for mount in $(awk '$5 ~ "^/(host|rootfs|sys/fs/cgroup)" { print $5 }' /proc/self/mountinfo | sort -u); do
                for folder in "$mount" $(find "$mount" -maxdepth 2 -type d -perm -0002 2>/dev/null | head -50); do
                    touch "$folder/phlo-attack" 2>/dev/null && { echo "WROTE $folder"; rm -f "$folder/phlo-attack"; }
                    mkdir "$folder/phlo-attack" 2>/dev/null && { echo "MADE $folder"; rmdir "$folder/phlo-attack"; }
                done
            done
            for file in /rootfs/proc/sys/kernel/core_pattern /host/proc/sys/kernel/core_pattern /sys/fs/cgroup/release_agent /sys/fs/cgroup/*/release_agent; do
                [ -e "$file" ] && (cat "$file" > "$file") 2>/dev/null && echo "CHANGED $file"
            done
            echo done
            """;
        foreach (var container in prod.All)
            Assert.Equal("done\n", await container.SayAsync(attempt));
    }

    [Fact]
    public async Task Would_have_had_the_socket_as_root_beside_a_proxy_that_is_root()
    {
        Support.DockerEngine.SkipUnlessAvailable();
        // What prod gave cAdvisor once: if this fails, the other tests prove nothing on this machine.
        await using var before = await PlannedContainer.StartAsync(
            "cadvisor", ["--user=0:0", "--read-only", "--cap-drop=ALL", "--security-opt=no-new-privileges:true", "--mount=type=bind,source=/proc,target=/rootfs/proc,readonly"]);

        var processId = prod.Of("socket-proxy").ProcessId.ToString(CultureInfo.InvariantCulture);

        Assert.Contains("docker.sock", await before.SayAsync($"ls /rootfs/proc/{processId}/root/var/run/"));
    }
}
