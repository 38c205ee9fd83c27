using Infra.Components.Containers;

namespace Infra.Tests.Components.Containers;

internal static class Policies
{
    /// <summary>A policy as in prod, in which these services may hold Docker's socket.</summary>
    public static ContainerPolicy Hardened(params string[] holders) => new()
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
        ToolImage = "prometheus",
        DockerSocketHolders = holders.ToHashSet(),
        KeepData = false,
    };
}
