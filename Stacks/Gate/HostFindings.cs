using Infra.Configs;
using Infra.Stacks.Settings;

namespace Infra.Stacks.Gate;

/// <summary>Places of the machine that a service is given, and that are more than what it is given them for.</summary>
/// <remarks>The machine may be another one, so its links cannot be followed; what Docker says of itself is asked for where it can be.</remarks>
internal static class HostFindings
{
    // Each with all below it: none of it is anybody's data.
    private static readonly string[] SystemFolders =
        ["/proc", "/sys", "/dev", "/etc", "/boot", "/bin", "/sbin", "/lib", "/lib64", "/usr", "/host", "/rootfs"];

    // Folders of which something below may be Docker's, and never they themselves.
    private static readonly string[] SharedFolders =
        ["/", "/var", "/var/lib", "/var/snap", "/run", "/root", "/home", "/srv", "/opt", "/mnt", "/media", "/data", "/tmp", "/var/tmp", "/var/log", "/var/backups"];

    public static IEnumerable<GateFinding> Of(StackSettings settings, MachineFacts machine)
    {
        if (!settings.Services.Contains(ServiceNames.Cadvisor) && !settings.Services.Contains(ServiceNames.SocketProxy))
            yield break;

        foreach (var finding in Seen(settings, machine))
            yield return finding;

        var logs = settings.Logs;
        // Docker's own socket is the proxy's alone, unless cAdvisor finds it in a folder that it is given.
        if (logs.ContainerdSocket is { } socket)
            yield return new(GateRule.RawDockerSocket, "containerdSocket", socket, "none: cAdvisor would be root on the machine");
        if (Place(logs.DockerSocket).StartsWith($"{Place(logs.DockerRoot).TrimEnd('/')}/", StringComparison.Ordinal))
            yield return new(GateRule.RawDockerSocket, "dockerRoot", logs.DockerRoot, $"a folder without Docker's socket ({logs.DockerSocket}) in it");
        else if (machine.DockerRoot is { } root && Place(root) != Place(logs.DockerRoot))
            yield return new(GateRule.HostAccess, "dockerRoot", logs.DockerRoot, $"{root}: that is the folder that Docker says it has");
        else if (IsDisguised(logs.DockerRoot) || IsSystem(Place(logs.DockerRoot)) || SharedFolders.Contains(Place(logs.DockerRoot)))
            yield return new(GateRule.HostAccess, "dockerRoot", logs.DockerRoot, "the folder that is Docker's alone, such as /var/lib/docker (docker info -f '{{.DockerRootDir}}')");

        if (IsDisguised(logs.DockerSocket) || IsSystem(Place(logs.DockerSocket)) || !IsSocketOfDocker(logs.DockerSocket))
            yield return new(GateRule.HostAccess, "dockerSocket", logs.DockerSocket, "the socket of a Docker engine, such as /var/run/docker.sock");
    }

    // What the exporters see. Of a container that is not hardened the rule for that says enough.
    private static IEnumerable<GateFinding> Seen(StackSettings settings, MachineFacts machine)
    {
        if (!settings.Containers.Hardened)
            yield break;

        var seen = settings.Machine;
        if (seen.FileSystems is null)
            yield return new(GateRule.WholeMachine, MachineSettings.FileSystemsKey, MachineSettings.All, $"the file systems to measure, such as /,{settings.Logs.DockerRoot},/data");
        if (!settings.Services.Contains(ServiceNames.Cadvisor) || settings.Logs.ContainerdSocket is not null)
            yield break;

        if (seen.StorageDriver is null)
            yield return new(GateRule.RootContainer, MachineSettings.StorageDriverKey, SettingReader.None, "Docker's storage driver, such as overlay2: cAdvisor would be root and see all of Docker's folder");
        else if (machine.StorageDriver is { } driver && driver != seen.StorageDriver)
            yield return new(GateRule.HostAccess, MachineSettings.StorageDriverKey, seen.StorageDriver, $"{driver}, as Docker says: cAdvisor's container could not be made");
    }

    // Another way to write a path hides where it leads from whoever reads it.
    private static bool IsDisguised(string path) => path.Split('/') is var parts && (parts.Contains(".") || parts.Contains(".."));

    private static bool IsSystem(string place) => SystemFolders.Any(folder => place == folder || place.StartsWith($"{folder}/", StringComparison.Ordinal));

    private static bool IsSocketOfDocker(string path) => Path.GetFileName(path) is var name && name.EndsWith(".sock", StringComparison.Ordinal) && (name.Contains("docker", StringComparison.Ordinal) || name.Contains("podman", StringComparison.Ordinal));

    // There is one link that every Linux has.
    private static string Place(string path)
    {
        var full = Path.GetFullPath(path.Replace("//", "/", StringComparison.Ordinal)).TrimEnd('/');
        if (full.Length == 0)
            return "/";
        return $"{full}/".StartsWith("/var/run/", StringComparison.Ordinal) ? full["/var".Length..] : full;
    }
}
