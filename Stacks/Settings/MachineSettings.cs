using System.Text.RegularExpressions;

namespace Infra.Stacks.Settings;

/// <summary>What the exporters see of the machine.</summary>
internal sealed partial record MachineSettings
{
    public const string FileSystemsKey = "machineFileSystems";
    public const string StorageDriverKey = "dockerStorageDriver";

    /// <summary>All of them, which takes seeing every file of the machine.</summary>
    public const string All = "all";

    // A container has mounts of its own there, which are none of the machine's.
    private static readonly string[] OwnFolders = ["dev", "etc", "proc", "run", "sys", "tmp"];

    /// <summary>Where the file systems that the node exporter measures are mounted; null for all.</summary>
    public required IReadOnlyList<string>? FileSystems { get; init; }

    /// <summary>Docker's storage driver, so that cAdvisor can find containers without being root; null if it is root and sees all of Docker's folder.</summary>
    public required string? StorageDriver { get; init; }

    /// <param name="hardened">Whether containers are hardened: what they see of the machine is then no more than their metrics take.</param>
    public static MachineSettings Read(SettingReader reader, bool hardened, LogSettings logs) => new()
    {
        FileSystems = ReadFileSystems(reader, hardened, logs.DockerRoot),
        StorageDriver = ReadStorageDriver(reader, hardened && logs.ContainerdSocket is null),
    };

    private static IReadOnlyList<string>? ReadFileSystems(SettingReader reader, bool hardened, string dockerRoot)
    {
        if (reader.Given(FileSystemsKey) is not { } text)
            return hardened ? ["/", dockerRoot] : null;
        if (text == All)
            return null;

        return reader.List(
            FileSystemsKey, ["/"], path => IsMountPoint(path) && !path.StartsWith($"{dockerRoot}/", StringComparison.Ordinal) && path != "/var/run",
            $"mount points of file systems, separated by commas, such as /,{dockerRoot},/data (none below {dockerRoot}, where others' secrets are, nor below /{string.Join(", /", OwnFolders)}), or {All}");
    }

    private static string? ReadStorageDriver(SettingReader reader, bool narrow)
    {
        var driver = reader.Text(
            StorageDriverKey, narrow ? "overlay2" : SettingReader.None, text => text == SettingReader.None || DriverName().IsMatch(text),
            "the storage driver of Docker (docker info -f '{{.Driver}}'), such as overlay2, or containerd, or none");
        return driver == SettingReader.None ? null : driver;
    }

    private static bool IsMountPoint(string path) =>
        path == "/" || (Path().IsMatch(path) && !OwnFolders.Contains(path.Split('/')[1]) && !path.Split('/').Any(part => part is "." or ".."));

    [GeneratedRegex(@"^(/[A-Za-z0-9._-]+)+\z")]
    private static partial Regex Path();

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,31}\z")]
    private static partial Regex DriverName();
}
