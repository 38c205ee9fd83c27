using Infra.Components.Containers;
using Pulumi;

namespace Infra.Tests.Components.Containers;

public sealed class DockerSocketTests
{
    [Theory]
    [InlineData("/var/run/docker.sock")]
    [InlineData("/run/user/1000/docker.sock")]
    [InlineData("/var/run")]
    [InlineData("/run/")]
    public void Is_handed_to_nobody_but_its_holders(string path)
    {
        HostFolder[] folders = [new("/etc/hosts", "/etc/hosts"), new(path, "/socket")];

        var refusal = Assert.Throws<RunException>(() => DockerSocket.Refuse(Policy("socket-proxy"), "alloy", folders));
        Assert.Contains($"alloy mounts {path}", refusal.Message);
        Assert.Contains("socket-proxy alone", refusal.Message);
        DockerSocket.Refuse(Policy("socket-proxy"), "socket-proxy", folders);
    }

    [Fact]
    public void Is_anybody_s_where_nothing_is_said_of_it() =>
        DockerSocket.Refuse(Policy() with { DockerSocketHolders = null }, "alloy", [new("/var/run/docker.sock", "/socket")]);

    [Fact]
    public void Is_not_what_other_folders_are() =>
        DockerSocket.Refuse(Policy("socket-proxy"), "node-exporter", [new("/", "/host"), new("/sys", "/sys"), new("/var/run/secrets", "/s")]);

    private static ContainerPolicy Policy(params string[] holders) => new()
    {
        NamePrefix = "phlo",
        Stack = "test",
        Networks = StackNetworks.Shared("phlo"),
        PublishAddress = "127.0.0.1",
        LogMaxSize = "10m",
        LogMaxFiles = 3,
        ProcessLimit = null,
        WaitTimeoutSeconds = 60,
        StopGraceSeconds = 30,
        HealthCheckInterval = "10s",
        Hardened = true,
        DockerSocketHolders = holders.ToHashSet(),
        KeepData = false,
    };
}
