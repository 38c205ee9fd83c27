using Docker.DotNet;
using Docker.DotNet.Models;
using Embedded.Engine.Providers;
using Embedded.Engine.Values;
using Infra.Tests.Support;
using static Infra.Tests.Embedded.Engine.Providers.Docker.DockerHarness;
using static Infra.Tests.Embedded.Engine.Values.BriefValues;

namespace Infra.Tests.Embedded.Engine.Providers.Docker;

[Collection(DockerTests.Name)]
public class DockerContainersTests(BusyboxImage image)
{
    private PropertyMap Sleeping(params (string Name, object Value)[] more) => image.Sleeping(more);

    private PropertyMap Running(string script, params (string Name, object Value)[] more) => image.Running(script, more);

    [Fact]
    public async Task Gives_the_outputs_that_the_official_provider_gives()
    {
        await using var docker = new DockerHarness();

        var made = await docker.CreateAsync(ContainerType, Sleeping());

        var inspected = await InspectAsync(made);
        Assert.Equal(inspected.ID, made.Id);
        Assert.True(inspected.State!.Running);
        var outputs = made.Outputs;
        Assert.Equal(Value(""), outputs["bridge"]);
        Assert.Equal(Value(made.Id[..12]), outputs["hostname"]);
        Assert.Equal(Value(List("/bin/sleep", "300")), outputs["command"]);
        Assert.Equal(Value(List()), outputs["envs"]);
        Assert.Equal(Value(List()), outputs["labels"]);
        Assert.Equal(Value("json-file"), outputs["logDriver"]);
        Assert.Equal(Value("runc"), outputs["runtime"]);
        Assert.Equal(Value(64), outputs["shmSize"]);
        Assert.Equal(Value("bridge"), outputs["networkMode"]);
        var network = Assert.IsType<MapValue>(Assert.Single(Assert.IsType<ListValue>(outputs["networkDatas"]).Items)).Properties;
        Assert.Equal(Value(image.Network), network["networkName"]);
        Assert.Equal(Value(inspected.NetworkSettings!.Networks![image.Network].IPAddress!), network["ipAddress"]);
        Assert.False(outputs.ContainsKey("exitCode"));
        Assert.False(outputs.ContainsKey("containerLogs"));
    }

    [Fact]
    public async Task Finds_no_difference_after_a_refresh_of_a_container_with_nearly_every_property()
    {
        await using var docker = new DockerHarness();
        var network = await docker.CreateAsync(NetworkType, Map(("name", DockerEngine.UniqueName("net")), ("ipamConfigs", List(Map(("subnet", "10.213.77.0/24"), ("gateway", "10.213.77.1"))))));
        var other = await docker.CreateAsync(NetworkType, Map(("name", DockerEngine.UniqueName("net"))));
        var volume = await docker.CreateAsync(VolumeType, Map(("name", DockerEngine.UniqueName("vol"))));
        var declared = Sleeping(
            ("hostname", "box"), ("domainname", "example.test"), ("user", "0:0"), ("workingDir", "/tmp"),
            ("envs", List("B=2", "A=1")), ("labels", List(Map(("label", "team"), ("value", "obs")))),
            ("command", List("/bin/sleep", "299")), ("entrypoints", List()),
            ("ports", List(
                Map(("internal", 9090), ("ip", "127.0.0.1")), Map(("internal", 53), ("protocol", "udp")), Map(("internal", 8080), ("external", FreePort.Find())))),
            ("capabilities", Map(("adds", List("NET_ADMIN", "CAP_CHOWN")), ("drops", List("ALL")))),
            ("securityOpts", List("no-new-privileges:true")),
            ("mounts", List(
                Map(("type", "volume"), ("target", "/data"), ("source", volume.Name), ("volumeOptions", Map(("noCopy", true), ("labels", List(Map(("label", "x"), ("value", "y"))))))),
                Map(("type", "bind"), ("target", "/host"), ("source", "/tmp"), ("readOnly", true), ("bindOptions", Map(("propagation", "rprivate")))),
                Map(("type", "tmpfs"), ("target", "/scratch"), ("tmpfsOptions", Map(("sizeBytes", 1048576), ("mode", 448)))))),
            ("volumes", List(Map(("volumeName", volume.Name), ("containerPath", "/more"), ("readOnly", true)))),
            ("tmpfs", Map(("/run", "rw,size=1m"))),
            ("networksAdvanced", List(
                Map(("name", network.Id), ("aliases", List("two", "one")), ("ipv4Address", "10.213.77.9")), Map(("name", other.Name)))),
            ("hosts", List(Map(("host", "db"), ("ip", "10.0.0.1")))), ("dns", List("10.0.0.2")), ("dnsSearches", List("example.test")),
            ("ulimits", List(Map(("name", "nofile"), ("soft", 1024), ("hard", 2048)))), ("sysctls", Map(("net.ipv4.ip_forward", "0"))),
            ("memory", 64), ("cpus", "0.50"), ("cpuShares", 512), ("memoryReservation", 32), ("shmSize", 16),
            ("restart", "on-failure"), ("maxRetryCount", 3), ("logDriver", "json-file"), ("logOpts", Map(("max-size", "1m"), ("max-file", "2"))),
            ("healthcheck", Map(("tests", List("CMD", "/bin/true")), ("interval", "90s"), ("timeout", "1500ms"), ("startPeriod", "0s"), ("retries", 2))),
            ("uploads", List(Map(("file", "/etc/app/a.txt"), ("content", "hello")))),
            ("stopSignal", "SIGINT"), ("stopTimeout", 7), ("destroyGraceSeconds", 1), ("ipcMode", "private"), ("groupAdds", List("100")), ("init", true),
            ("devices", List(Map(("hostPath", "/dev/null"), ("containerPath", "/dev/nothing")))));

        var made = await docker.CreateAsync(ContainerType, declared);
        var read = await docker.ReadAsync(made);

        Assert.NotNull(read);
        Assert.Empty(docker.Diff(made, made.Inputs, declared).Detailed);
        Assert.Empty(docker.Diff(made, read.Inputs, declared).Detailed);
        Assert.Equal(made.Inputs, read.Inputs);
        var inspected = await InspectAsync(made);
        Assert.Equal(["team"], inspected.Config!.Labels!.Keys.Where(label => label != "phlo.embedded.operation"));
        Assert.DoesNotContain("phlo.embedded.operation", System.Text.Json.JsonSerializer.Serialize(Names(made.Outputs)), StringComparison.Ordinal);
        Assert.Equal(((string[])[network.Name, other.Name]).Order(), inspected.NetworkSettings!.Networks!.Keys.Order());
        Assert.Equal("10.213.77.9", inspected.NetworkSettings.Networks[network.Name].IPAddress);
        Assert.Contains("one", inspected.NetworkSettings.Networks[network.Name].Aliases!);
        Assert.Equal(500_000_000, inspected.HostConfig!.NanoCPUs);
        var first = Assert.IsType<MapValue>(Assert.IsType<ListValue>(made.Outputs["ports"]).Items[0]).Properties;
        Assert.True(Assert.IsType<NumberValue>(first["external"]).Value > 0, "a port that Docker chose is told in the outputs");
    }

    [Fact]
    public async Task A_carrier_that_is_never_started_fills_a_volume()
    {
        await using var docker = new DockerHarness();
        var volume = await docker.CreateAsync(VolumeType, Map(("name", DockerEngine.UniqueName("config"))));
        var carrier = await docker.CreateAsync(ContainerType, Sleeping(
            ("start", false), ("mustRun", false),
            ("mounts", List(Map(("type", "volume"), ("target", "/carried"), ("source", volume.Name)))),
            ("uploads", List(
                Map(("file", "/carried/rules/alerts.yml"), ("content", "groups: []\n")),
                Map(("file", "/carried/run.sh"), ("contentBase64", "IyEvYmluL3NoCg=="), ("executable", true)),
                Map(("file", "/carried/secret"), ("content", "s"), ("permissions", "0640"))))));

        var reader = await docker.CreateAsync(ContainerType, Running(
            "cat /config/rules/alerts.yml; stat -c '%a %u:%g' /config/rules/alerts.yml /config/run.sh /config/secret",
            ("readOnly", true), ("user", "65534:65534"), ("capabilities", Map(("drops", List("ALL")))),
            ("mustRun", false), ("attach", true), ("logs", true),
            ("mounts", List(Map(("type", "volume"), ("target", "/config"), ("source", volume.Name), ("readOnly", true))))));

        Assert.Equal("created", (await InspectAsync(carrier)).State!.Status);
        Assert.Equal(Value(0), reader.Outputs["exitCode"]);
        Assert.Equal(Value("groups: []\n644 0:0\n744 0:0\n640 0:0\n"), reader.Outputs["containerLogs"]);
        Assert.Empty(docker.Diff(carrier, (await docker.ReadAsync(carrier))!.Inputs, carrier.Inputs).Detailed);
    }

    [Fact]
    public async Task Uploads_into_a_volume_of_a_container_whose_root_is_read_only()
    {
        await using var docker = new DockerHarness();
        var volume = await docker.CreateAsync(VolumeType, Map(("name", DockerEngine.UniqueName("config"))));

        var made = await docker.CreateAsync(ContainerType, Running(
            "cat /etc/app/conf.d/x",
            ("readOnly", true), ("mustRun", false), ("attach", true), ("logs", true),
            ("mounts", List(Map(("type", "volume"), ("target", "/etc/app"), ("source", volume.Name)))),
            ("uploads", List(Map(("file", "/etc/app/conf.d/x"), ("content", "inside"))))));

        Assert.Equal(Value("inside"), made.Outputs["containerLogs"]);
    }

    [Fact]
    public async Task An_upload_onto_a_read_only_root_says_what_to_do_and_leaves_nothing()
    {
        await using var docker = new DockerHarness();

        var inputs = Sleeping(("readOnly", true), ("uploads", List(Map(("file", "/etc/x"), ("content", "y")))));

        var failure = await Assert.ThrowsAsync<ProviderException>(() => docker.CreateAsync(ContainerType, inputs));

        Assert.EndsWith("uploads do not go onto a read-only root file system. Upload into a mounted volume, or leave readOnly off.", failure.Message);
        await Assert.ThrowsAsync<DockerContainerNotFoundException>(() =>
            Api.Containers.InspectContainerAsync(((StringValue)inputs["name"]).Value, Cancellation));
    }

    [Fact]
    public async Task Changes_limits_and_the_restart_policy_in_place()
    {
        await using var docker = new DockerHarness();
        var inputs = Sleeping(("memory", 64), ("restart", "no"), ("cpuShares", 512));
        var made = await docker.CreateAsync(ContainerType, inputs);
        var changed = Map([.. inputs.Select(pair => (pair.Key, (object)pair.Value))])
            .Set("memory", Value(256)).Set("restart", Value("on-failure")).Set("maxRetryCount", Value(2)).Set("cpuShares", Value(700)).Set("cpuSet", Value("0"));

        var diff = docker.Diff(made, made.Inputs, changed);
        var updated = await docker.UpdateAsync(made, changed);

        Assert.Equal(["cpuSet", "cpuShares", "maxRetryCount", "memory", "restart"], diff.Detailed.Keys);
        Assert.False(diff.RequiresReplacement);
        var inspected = await InspectAsync(made);
        Assert.Equal(made.Id, updated.Id);
        Assert.True(inspected.State!.Running);
        Assert.Equal(256L * 1024 * 1024, inspected.HostConfig!.Memory);
        Assert.Equal(700, inspected.HostConfig.CPUShares);
        Assert.Equal("0", inspected.HostConfig.CpusetCpus);
        Assert.Equal(RestartPolicyKind.OnFailure, inspected.HostConfig.RestartPolicy!.Name);
        Assert.Equal(2, inspected.HostConfig.RestartPolicy.MaximumRetryCount);
        Assert.Equal(Value(256), updated.Outputs["memory"]);
        Assert.Empty(docker.Diff(updated, (await docker.ReadAsync(updated))!.Inputs, changed).Detailed);
    }

    [Fact]
    public async Task A_container_stopped_by_hand_is_seen_and_started_again()
    {
        await using var docker = new DockerHarness();
        var inputs = Sleeping();
        var made = await docker.CreateAsync(ContainerType, inputs);
        await Api.Containers.KillContainerAsync(made.Id, new ContainerKillParameters { Signal = "SIGKILL" }, Cancellation);
        await Api.Containers.WaitContainerAsync(made.Id, Cancellation);

        var read = (await docker.ReadAsync(made))!;
        var diff = docker.Diff(made, read.Inputs, inputs);
        var updated = await docker.UpdateAsync(made with { Inputs = read.Inputs }, inputs);

        Assert.Equal(PropertyValue.False, read.Inputs["mustRun"]);
        Assert.Equal(Value(137), read.Outputs["exitCode"]);
        Assert.Equal(KeyValuePair.Create("mustRun", DiffKind.Update), Assert.Single(diff.Detailed));
        Assert.True((await InspectAsync(made)).State!.Running);
        Assert.Equal(PropertyValue.True, updated.Outputs["mustRun"]);
    }

    [Fact]
    public async Task What_was_changed_by_hand_is_seen()
    {
        await using var docker = new DockerHarness();
        var network = await docker.CreateAsync(NetworkType, Map(("name", DockerEngine.UniqueName("net"))));
        var inputs = Sleeping(("networksAdvanced", List(Map(("name", network.Name)))));
        var made = await docker.CreateAsync(ContainerType, inputs);
        await Api.Containers.UpdateContainerAsync(
            made.Id, new ContainerUpdateParameters { Memory = 128L << 20, MemorySwap = 256L << 20, RestartPolicy = new RestartPolicy { Name = RestartPolicyKind.Always } }, Cancellation);
        await Api.Networks.DisconnectNetworkAsync(network.Id, new NetworkDisconnectParameters { Container = made.Id, Force = true }, Cancellation);

        var diff = docker.Diff(made, (await docker.ReadAsync(made))!.Inputs, inputs);

        Assert.Equal(["memory", "networksAdvanced", "restart"], diff.Detailed.Keys);
        Assert.True(diff.RequiresReplacement);
        Assert.Equal(DiffKind.DeleteReplace, diff.Detailed["memory"]);
    }

    [Fact]
    public async Task A_removed_container_reads_as_nothing_and_is_deleted_without_complaint()
    {
        await using var docker = new DockerHarness();
        var made = await docker.CreateAsync(ContainerType, Sleeping());
        await Api.Containers.RemoveContainerAsync(made.Id, new ContainerRemoveParameters { Force = true }, Cancellation);

        Assert.Null(await docker.ReadAsync(made));
        await docker.DeleteAsync(made);
    }

    [Fact]
    public async Task Stops_with_grace_before_removing()
    {
        await using var docker = new DockerHarness();
        var volume = await docker.CreateAsync(VolumeType, Map(("name", DockerEngine.UniqueName("data"))));
        var made = await docker.CreateAsync(ContainerType, Running(
            "trap 'sleep 1; echo flushed > /data/end; exit 0' TERM; echo ready; while true; do sleep 0.1; done",
            ("destroyGraceSeconds", 20), ("wait", true), ("healthcheck", Map(("tests", List("CMD", "/bin/true")), ("interval", "200ms"))),
            ("mounts", List(Map(("type", "volume"), ("target", "/data"), ("source", volume.Name))))));

        await docker.DeleteAsync(made);

        var reader = await docker.CreateAsync(ContainerType, Running(
            "cat /data/end", ("mustRun", false), ("attach", true), ("logs", true),
            ("mounts", List(Map(("type", "volume"), ("target", "/data"), ("source", volume.Name))))));
        Assert.Equal(Value("flushed\n"), reader.Outputs["containerLogs"]);
        await Assert.ThrowsAsync<DockerContainerNotFoundException>(() => InspectAsync(made));
    }

    [Fact]
    public async Task An_interrupted_creation_is_cleaned_up_by_its_operation_and_nothing_else_is()
    {
        await using var docker = new DockerHarness();
        var operation = Guid.NewGuid().ToString();
        var left = await docker.CreateAsync(ContainerType, Sleeping(), operation);
        var other = await docker.CreateAsync(ContainerType, Sleeping());

        var said = await docker.Provider.RecoverCreateAsync(ContainerType, left.Inputs, operation, Cancellation);
        var again = await docker.Provider.RecoverCreateAsync(ContainerType, left.Inputs, operation, Cancellation);

        Assert.Equal($"removed container {left.Name}, which an interrupted update had left half made", said);
        Assert.Null(again);
        Assert.Null(await docker.ReadAsync(left));
        Assert.NotNull(await docker.ReadAsync(other));
    }

    [Fact]
    public async Task A_container_that_exists_can_be_taken_in()
    {
        await using var docker = new DockerHarness();
        var made = await docker.CreateAsync(ContainerType, Sleeping(("memory", 64), ("restart", "always"), ("ports", List(Map(("internal", 80), ("external", FreePort.Find()))))));

        var read = (await docker.Provider.ReadAsync(ContainerType, made.Id, PropertyMap.Empty, PropertyMap.Empty, Cancellation))!;

        Assert.Empty(docker.Diff(made, read.Inputs, read.Inputs).Detailed);
        Assert.Empty(docker.Diff(made, docker.Checked(ContainerType, read.Inputs), made.Inputs).Detailed.Keys.Except(["memorySwap"]));
    }

    [Fact]
    public async Task A_one_shot_container_that_removes_itself_is_no_failure()
    {
        await using var docker = new DockerHarness();

        var made = await docker.CreateAsync(ContainerType, Running("exit 0", ("rm", true), ("mustRun", false)));

        await docker.DeleteAsync(made);
        Assert.Null(await docker.ReadAsync(made));
    }

    private static List<string> Names(PropertyMap map) =>
        [.. map.SelectMany(pair => Names(pair.Value).Prepend(pair.Key))];

    private static IEnumerable<string> Names(PropertyValue value) => value switch
    {
        MapValue map => Names(map.Properties),
        ListValue list => list.Items.SelectMany(Names),
        StringValue text => [text.Value],
        _ => [],
    };
}
