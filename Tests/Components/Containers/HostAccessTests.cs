using Infra.Components.Containers;
using Pulumi;

namespace Infra.Tests.Components.Containers;

public sealed class HostAccessTests
{
    [Theory]
    [InlineData("CAP_DAC_READ_SEARCH")]
    [InlineData("CAP_SYS_PTRACE")]
    [InlineData("SYS_ADMIN")]
    [InlineData("cap_setuid")]
    public void Is_refused_where_it_leads_around_permissions(string capability)
    {
        var refusal = Assert.Throws<RunException>(() => HostAccess.Refuse(Policies.Hardened("socket-proxy"), "cadvisor", Args(capability)));

        Assert.Contains($"cadvisor asks for the capability {capability}", refusal.Message);
    }

    [Fact]
    public void Is_given_for_what_leads_nowhere() => HostAccess.Refuse(Policies.Hardened("socket-proxy"), "cadvisor", Args("CAP_NET_BIND_SERVICE"));

    [Fact]
    public void Is_nobody_s_business_where_nothing_is_said_of_it() =>
        HostAccess.Refuse(Policies.Hardened() with { DockerSocketHolders = null }, "cadvisor", Args("CAP_SYS_ADMIN"));

    private static ContainerServiceArgs Args(string capability) => new()
    {
        Profile = new ContainerProfile { Policy = Policies.Hardened(), Image = "image", MemoryMegabytes = null, Processors = null, PublishedPort = 0 },
        Port = 1,
        HealthCheck = [],
        User = "64996:64996",
        Networks = [],
        Capabilities = [capability],
    };
}
