using System.Globalization;
using Infra.Tests.Support;

namespace Infra.Tests.EndToEnd;

/// <summary>
/// A file system of a few megabytes on this machine, in a file. It has to be there before the node exporter's container: where
/// the machine's mounts are private, a container sees those alone that were there at its start.
/// </summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private const int Size = 64 << 20;
    private const int Step = 16 << 10;

    /// <summary>What its mount point ends in.</summary>
    public const string Suffix = "/small-disk";

    private readonly TemporaryDirectory _folder;

    private SmallDisk(TemporaryDirectory folder) => _folder = folder;

    /// <summary>Where it is mounted, as the node exporter names it.</summary>
    public string MountPoint => _folder.Path + Suffix;

    private string Ballast => Path.Combine(MountPoint, "ballast");

    private double Free => (double)new DriveInfo(MountPoint).AvailableFreeSpace / new DriveInfo(MountPoint).TotalSize;

    public static async Task<SmallDisk> MountAsync()
    {
        var folder = new TemporaryDirectory();
        var disk = new SmallDisk(folder);
        // The node exporter is nobody.
        await ToolProcess.AcceptsAsync("chmod", "755", folder.Path);
        Directory.CreateDirectory(disk.MountPoint);
        var image = folder.File("image");
        await ToolProcess.AcceptsAsync("truncate", "-s", Size.ToString(CultureInfo.InvariantCulture), image);
        await ToolProcess.AcceptsAsync("mkfs.ext4", "-q", "-m", "0", image);
        await ToolProcess.AcceptsAsync("mount", "-o", "loop", image, disk.MountPoint);
        return disk;
    }

    /// <summary>Fills it until only that share is free.</summary>
    public async Task FillAsync(double free)
    {
        await using var file = new FileStream(Ballast, FileMode.Append);
        while (Free > free)
        {
            await file.WriteAsync(new byte[Step]);
            await file.FlushAsync();
        }
    }

    /// <summary>Empties it again.</summary>
    public void Empty() => File.Delete(Ballast);

    public async ValueTask DisposeAsync()
    {
        await ToolProcess.RunAsync("umount", [MountPoint]);
        _folder.Dispose();
    }
}
