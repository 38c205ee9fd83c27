using System.Formats.Tar;
using System.Text;
using Docker.DotNet.Models;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Docker;

/// <summary>
/// Copies files into a container that exists and has not been started: one archive, unpacked by the engine with the
/// volumes mounted, so that a carrier container that is never started can fill a volume.
/// </summary>
internal static class ContainerUploads
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public static async Task CopyAsync(DockerConnection docker, string id, PropertyMap inputs, CancellationToken cancellation)
    {
        var uploads = inputs.Objects("uploads");
        foreach (var group in uploads.GroupBy(upload => Destination(inputs, upload.Text("file")!)))
        {
            using var archive = await PackAsync(group, group.Key, cancellation);
            await docker.CallAsync(
                "copying files into the container",
                (client, token) => client.Containers.ExtractArchiveToContainerAsync(
                    id, new CopyToContainerParameters { Path = group.Key }, archive, token),
                cancellation,
                Limit);
        }
    }

    /// <summary>
    /// Docker refuses to unpack at the root of a container whose root file system is read-only, but not inside a volume
    /// mounted into it.
    /// </summary>
    private static string Destination(PropertyMap inputs, string file)
    {
        if (!inputs.Flag("readOnly"))
            return "/";
        var targets = inputs.Objects("mounts").Where(mount => mount.Text("type") != "tmpfs").Select(mount => mount.Text("target"))
            .Concat(inputs.Objects("volumes").Select(volume => volume.Text("containerPath")));
        return targets.OfType<string>()
            .Select(target => target.TrimEnd('/'))
            .Where(target => file.StartsWith(target + "/", StringComparison.Ordinal))
            .MaxBy(target => target.Length) is { Length: > 0 } inside
            ? inside
            : "/";
    }

    private static async Task<MemoryStream> PackAsync(IEnumerable<PropertyMap> uploads, string destination, CancellationToken cancellation)
    {
        var archive = new MemoryStream();
        await using (var tar = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var upload in uploads)
            {
                var file = upload.Text("file")!;
                var name = (destination == "/" ? file : file[destination.Length..]).TrimStart('/');
                var entry = new PaxTarEntry(TarEntryType.RegularFile, name)
                {
                    Mode = Mode(upload),
                    DataStream = new MemoryStream(await ContentAsync(upload, cancellation), writable: false),
                };
                await tar.WriteEntryAsync(entry, cancellation);
            }
        }
        archive.Position = 0;
        return archive;
    }

    private static UnixFileMode Mode(PropertyMap upload) => (UnixFileMode)(upload.Text("permissions") is { } octal
        ? Convert.ToInt32(octal, 8)
        : Convert.ToInt32(upload.Flag("executable") ? "744" : "644", 8));

    private static async Task<byte[]> ContentAsync(PropertyMap upload, CancellationToken cancellation)
    {
        if (upload.Text("content") is { } content)
            return Encoding.UTF8.GetBytes(content);
        if (upload.Text("contentBase64") is { } encoded)
            return Convert.FromBase64String(encoded);
        var source = upload.Text("source")
            ?? throw new ProviderException(
                $"The upload of {upload.Text("file")} has no content: expected one of content, contentBase64 and source, not empty.");
        try
        {
            return await File.ReadAllBytesAsync(source, cancellation);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ProviderException($"The upload of {upload.Text("file")} takes its content from {source}, which cannot be read: {failure.Message}", failure);
        }
    }
}
