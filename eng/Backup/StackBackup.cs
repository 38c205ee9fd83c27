using System.Globalization;
using System.Security.Cryptography;
using Docker.DotNet;
using Docker.DotNet.Models;
using Infra.Shared;

namespace Infra.Backup;

/// <summary>Copies the data volumes of a stack into an archive.</summary>
/// <remarks>
/// Each service is stopped while its volume is copied: a database that is written to has no state that could be copied from
/// outside, and the ways to ask for one from inside (Prometheus' snapshot API, SQLite's own backup) are closed in a hardened
/// stack or not in the image. It takes seconds; exporters and Alloy bridge them.
/// </remarks>
internal sealed class StackBackup(DockerClient docker, ContainerSwitch containers, TextWriter output)
{
    /// <returns>The archive's path.</returns>
    public async Task<string> RunAsync(string stack, string folder, CancellationToken cancellation)
    {
        var stores = await DataStore.FindAsync(docker, stack, cancellation);
        if (stores.Count == 0)
            throw new BackupException(ExitCode.Failed,
                $"Stack '{stack}' has no containers with data on this Docker engine ({string.Join(", ", DataStore.Services)}). Bring it up with: ./infra up -s {stack}");
        Directory.CreateDirectory(folder);
        var time = DateTimeOffset.UtcNow;
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{stack}-{time:yyyyMMdd'T'HHmmss'Z'}.tar.gz"));
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            var contents = new List<BackupContent>();
            foreach (var store in stores)
            {
                var file = $"{store.Service}.tar";
                files[file] = Path.Combine(folder, $".{Path.GetFileName(path)}.{Environment.ProcessId}.{file}");
                await output.WriteLineAsync(SafeText.Visible($"{store.Service}: copying volume {store.Volume} …"));
                contents.Add(await containers.WhileStoppedAsync(store, () => CopyAsync(store, file, files[file], cancellation), cancellation));
            }
            await BackupArchive.WriteAsync(path, new BackupManifest(BackupManifest.CurrentFormat, stack, time, contents), files, cancellation);
        }
        catch (IOException failure)
        {
            throw new BackupException(ExitCode.Failed, $"The backup cannot be written to {folder}: {failure.Message} No backup was made.", failure);
        }
        finally
        {
            foreach (var file in files.Values)
                File.Delete(file);
        }
        return path;
    }

    private async Task<BackupContent> CopyAsync(DataStore store, string name, string path, CancellationToken cancellation)
    {
        var archive = await docker.Containers.GetArchiveFromContainerAsync(
            store.Id, new ContainerPathStatParameters { Path = store.Path.TrimEnd('/') + "/." }, statOnly: false, cancellation);
        await using var source = archive.Stream!;
        await using var file = BackupArchive.CreatePrivate(path);
        await source.CopyToAsync(file, cancellation);
        file.Position = 0;
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation));
        return new BackupContent(store.Service, name, store.Image, file.Length, hash);
    }
}
