using System.Diagnostics;
using System.Formats.Tar;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Infra.Tests.Support;

/// <summary>An image with a shell and hardly more, made of this machine's own programs: no registry is asked.</summary>
internal static class TinyImage
{
    private static readonly string[] Programs = ["/bin/sh", "/bin/cat", "/bin/sleep"];

    public static async Task ImportAsync(DockerClient docker, string repository, string tag)
    {
        await using var root = new MemoryStream();
        await using (var tar = new TarWriter(root, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var directory in new[] { "etc", "tmp", "proc", "sys", "dev" })
                await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.Directory, directory) { Mode = (UnixFileMode)0b111_101_101 });
            foreach (var file in Programs.Concat(await LibrariesAsync()).Distinct())
                await AddAsync(tar, file);
        }
        root.Position = 0;
        await docker.Images.CreateImageAsync(
            new ImagesCreateParameters { FromSrc = "-", Repo = repository, Tag = tag }, root, null!, new Progress<JSONMessage>());
    }

    private static async Task AddAsync(TarWriter tar, string file)
    {
        await using var content = File.OpenRead(file);
        await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, file.TrimStart('/'))
        {
            DataStream = content,
            Mode = (UnixFileMode)0b111_101_101,
            ModificationTime = DateTimeOffset.UnixEpoch,
        });
    }

    private static async Task<IEnumerable<string>> LibrariesAsync()
    {
        using var process = Process.Start(new ProcessStartInfo("ldd", Programs) { RedirectStandardOutput = true })!;
        var lines = (await process.StandardOutput.ReadToEndAsync()).Split('\n');
        await process.WaitForExitAsync();
        return lines.SelectMany(line => line.Split(' ', '\t')).Where(word => word.StartsWith('/') && !word.EndsWith(':'));
    }
}
