using Pulumi;

namespace Infra.Components.Containers;

/// <summary>What a container may have of its machine, so that no way leads from it to Docker's socket but the proxy.</summary>
internal static class HostAccess
{
    // What reads around permissions, reads other processes' memory, or changes the machine: none of it is needed to measure one.
    private static readonly string[] RefusedCapabilities =
        ["ALL", "BPF", "CHECKPOINT_RESTORE", "DAC_OVERRIDE", "DAC_READ_SEARCH", "MKNOD", "PERFMON", "SETGID", "SETUID", "SYS_ADMIN", "SYS_CHROOT", "SYS_MODULE", "SYS_PTRACE", "SYS_RAWIO"];

    /// <summary>Ends the deployment where a service would have more than that.</summary>
    public static void Refuse(ContainerPolicy policy, string service, ContainerServiceArgs args)
    {
        DockerSocket.Refuse(policy, service, args.HostFolders);
        if (policy.DockerSocketHolders?.Contains(service) == false && Refused(args.Capabilities) is { } capability)
            throw new RunException($"{service} asks for the capability {capability}, by which it reaches what permissions keep from it. Let it do without.");
    }

    private static string? Refused(IEnumerable<string> capabilities) =>
        capabilities.FirstOrDefault(capability => RefusedCapabilities.Contains(capability.Replace("CAP_", "", StringComparison.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase));
}
