using Pulumi;

namespace Infra.Components.Containers;

/// <summary>Docker's own socket: whoever can write to it owns the machine, whether or not it is mounted read-only.</summary>
internal static class DockerSocket
{
    private const string FileName = "docker.sock";

    // The folders that it is in, on any machine: not the whole machine, which a service without root's rights may look at.
    private static readonly string[] Folders = ["/run", "/var/run"];

    /// <summary>Ends the deployment where a service is handed the socket that may not hold it.</summary>
    public static void Refuse(ContainerPolicy policy, string service, IEnumerable<HostFolder> folders)
    {
        if (policy.DockerSocketHolders is not { } holders || holders.Contains(service))
            return;

        foreach (var folder in folders.Where(folder => IsSocket(folder.Source)))
        {
            throw new RunException(
                $"{service} mounts {folder.Source}, Docker's socket, which in this stack {string.Join(", ", holders.Order(StringComparer.Ordinal))} alone may hold. " +
                "Let it ask the socket proxy.");
        }
    }

    private static bool IsSocket(string path) =>
        path.EndsWith(FileName, StringComparison.Ordinal) || Folders.Contains(path.TrimEnd('/'));
}
