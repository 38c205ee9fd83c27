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

        var refusal = Assert.Throws<RunException>(() => DockerSocket.Refuse(Policies.Hardened("socket-proxy"), "alloy", folders));
        Assert.Contains($"alloy mounts {path}", refusal.Message);
        Assert.Contains("socket-proxy alone", refusal.Message);
        DockerSocket.Refuse(Policies.Hardened("socket-proxy"), "socket-proxy", folders);
    }

    [Fact]
    public void Is_anybody_s_where_nothing_is_said_of_it() =>
        DockerSocket.Refuse(Policies.Hardened() with { DockerSocketHolders = null }, "alloy", [new("/var/run/docker.sock", "/socket")]);

    [Fact]
    public void Is_not_what_other_folders_are() =>
        DockerSocket.Refuse(Policies.Hardened("socket-proxy"), "node-exporter", [new("/", "/host"), new("/sys", "/sys"), new("/var/run/secrets", "/s")]);
}
