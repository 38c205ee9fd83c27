using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace Infra.Backup;

/// <summary>The file that a backup is: a compressed archive of a manifest and one archive per volume.</summary>
internal static class BackupArchive
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int LongestManifest = 1024 * 1024;

    /// <summary>A file that its owner alone can read: what is in it was not for everybody either.</summary>
    public static FileStream CreatePrivate(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        return new FileStream(path, options);
    }

    /// <summary>Writes the archive beside its name, and gives it the name when it is whole.</summary>
    /// <param name="files">The file of each content.</param>
    public static async Task WriteAsync(string path, BackupManifest manifest, IReadOnlyDictionary<string, string> files, CancellationToken cancellation)
    {
        var beside = $"{path}.{Environment.ProcessId}.new";
        try
        {
            await using (var file = CreatePrivate(beside))
            {
                await using (var compressed = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true))
                await using (var tar = new TarWriter(compressed, TarEntryFormat.Pax, leaveOpen: true))
                {
                    await AddAsync(tar, BackupManifest.FileName, new MemoryStream(manifest.ToJson()), manifest.Time, cancellation);
                    foreach (var content in manifest.Contents)
                    {
                        await using var source = File.OpenRead(files[content.File]);
                        await AddAsync(tar, content.File, source, manifest.Time, cancellation);
                    }
                }
                file.Flush(flushToDisk: true);
            }
            File.Move(beside, path);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }

    /// <summary>Reads the whole archive and holds it against its manifest.</summary>
    /// <exception cref="BackupException">It is no backup, or not a whole one.</exception>
    public static async Task<BackupManifest> VerifyAsync(string path, CancellationToken cancellation)
    {
        BackupManifest? manifest = null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        await ForEachAsync(path, async (name, content) =>
        {
            if (manifest is null)
            {
                manifest = name == BackupManifest.FileName ? await ReadManifestAsync(content, cancellation) : null;
                if (manifest is null)
                    throw Damaged(path, "it does not begin with a manifest; it is no backup of ./infra backup");
                if (manifest.Format != BackupManifest.CurrentFormat)
                    throw Damaged(path, $"it has format {manifest.Format}, and this version reads format {BackupManifest.CurrentFormat}");
                return;
            }
            if (manifest.Contents.FirstOrDefault(item => item.File == name) is not { } expected)
                throw Damaged(path, $"{name} is in it, and its manifest does not know of that");
            var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellation));
            if (hash != expected.Sha256)
                throw Damaged(path, $"{name} has the checksum {hash}, and its manifest says {expected.Sha256}");
            seen.Add(name);
        }, cancellation);
        if (manifest is null)
            throw Damaged(path, "it is empty");
        if (manifest.Contents.FirstOrDefault(item => !seen.Contains(item.File)) is { } missing)
            throw Damaged(path, $"{missing.File} is missing");
        return manifest;
    }

    /// <summary>Gives the content of one entry to somebody.</summary>
    public static Task ReadAsync(string path, string file, Func<Stream, Task> read, CancellationToken cancellation) =>
        ForEachAsync(path, (name, content) => name == file ? read(content) : Task.CompletedTask, cancellation);

    private static async Task ForEachAsync(string path, Func<string, Stream, Task> visit, CancellationToken cancellation)
    {
        try
        {
            await using var file = File.OpenRead(path);
            await using var compressed = new GZipStream(file, CompressionMode.Decompress);
            await using var tar = new TarReader(compressed);
            while (await tar.GetNextEntryAsync(cancellationToken: cancellation) is { } entry)
                await visit(entry.Name, entry.DataStream ?? Stream.Null);

            // The checksum of everything, the manifest too, comes last, after what the reader of entries reads.
            await compressed.CopyToAsync(Stream.Null, cancellation);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw new BackupException(ExitCode.Damaged, $"{path} cannot be read: {failure.Message}", failure);
        }
        catch (Exception failure) when (failure is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw Damaged(path, failure.Message.TrimEnd('.'), failure);
        }
    }

    private static async Task<BackupManifest?> ReadManifestAsync(Stream content, CancellationToken cancellation)
    {
        if (content.Length > LongestManifest)
            return null;
        using var json = new MemoryStream();
        await content.CopyToAsync(json, cancellation);
        try
        {
            return BackupManifest.Parse(json.ToArray()) is { Contents: not null, Stack: not null } manifest ? manifest : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task AddAsync(TarWriter tar, string name, Stream content, DateTimeOffset time, CancellationToken cancellation) =>
        await tar.WriteEntryAsync(
            new PaxTarEntry(TarEntryType.RegularFile, name) { Mode = OwnerOnly, ModificationTime = time, DataStream = content }, cancellation);

    private static BackupException Damaged(string path, string why, Exception? inner = null) =>
        new(ExitCode.Damaged, $"{path} is damaged or no backup: {why}. Nothing was changed.", inner);
}
