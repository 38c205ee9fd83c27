using Infra.Components.Containers;
using Pulumi;

namespace Infra.Tests.Components.Containers;

public sealed class ContainerUsersTests
{
    private readonly ContainerUsers _users = new(new HashSet<string> { "socket-proxy", "discovery-proxy" });

    [Fact]
    public void Are_one_s_own()
    {
        _users.Claim("loki", "10001:10001");

        var refusal = Assert.Throws<RunException>(() => _users.Claim("tempo", "10001:0"));
        Assert.Contains("tempo runs as user 10001, as loki does", refusal.Message);
        _users.Claim("loki", "10001:10001");
        _users.Claim("tempo", "10002:10002");
    }

    [Fact]
    public void Are_not_root_but_for_those_who_may()
    {
        _users.Claim("socket-proxy", "0:0");
        _users.Claim("discovery-proxy", "0:0");

        var refusal = Assert.Throws<RunException>(() => _users.Claim("cadvisor", "0:64996"));
        Assert.Contains("cadvisor runs as root", refusal.Message);
    }
}
