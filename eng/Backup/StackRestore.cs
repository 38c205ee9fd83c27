using System.Formats.Tar;
using Docker.DotNet;
using Docker.DotNet.Models;
using Infra.Shared;

namespace Infra.Backup;

/// <summary>Puts an archive's data back into the volumes of a stack.</summary>
/// <remarks>
/// A helper container of the service's own image (nothing else need be there) takes the data into a folder of the volume by
/// Docker's API; only when all of it is there does the helper, started, put it in the place of what was there. No folder
/// of this machine is mounted anywhere, so the Docker engine may be another machine's.
/// </remarks>
internal sealed class StackRestore(DockerClient docker, ContainerSwitch containers, TextWriter output)
{
    private const string Mounted = "/restored";
    private const string Arriving = ".restore";

    // In a volume that was given to its service's user (DataOwner): what comes back may be of a time when that was another.
    private const string Given = ".owner";

    // First away with the old, then in with the new; a file of any name.
    private const string Exchange =
        $"""
        set -e
        cd {Mounted}
        given=
        if [ -e {Given} ]; then given=1; fi
        for file in ..?* .[!.]* *; do
            if [ "$file" != {Arriving} ] && [ -e "$file" -o -L "$file" ]; then rm -rf -- "$file"; fi
        done
        cd {Arriving}
        for file in ..?* .[!.]* *; do
            if [ -e "$file" -o -L "$file" ]; then mv -- "$file" ..; fi
        done
        cd ..
        rmdir {Arriving}
        if [ -n "$given" ]; then touch {Given} && chown -R "$1" .; fi
        """;

    /// <summary>The stores that the archive has data of, each with it.</summary>
    public async Task<IReadOnlyList<(DataStore Store, BackupContent Content)>> MatchAsync(
        BackupManifest manifest, string? stack, CancellationToken cancellation)
    {
        if (stack is not null && stack != manifest.Stack)
            throw new BackupException(ExitCode.Usage, $"This is a backup of stack '{manifest.Stack}', not of '{stack}'. Nothing was changed.");
        var stores = await DataStore.FindAsync(docker, manifest.Stack, cancellation);
        var missing = manifest.Contents.Where(content => stores.All(store => store.Service != content.Service)).Select(content => content.Service).ToList();
        if (missing.Count > 0)
            throw new BackupException(ExitCode.Failed,
                $"The backup has data of {string.Join(", ", missing)}, and stack '{manifest.Stack}' has no such container. Nothing was changed. Bring it up first: ./infra up -s {manifest.Stack}");
        return [.. manifest.Contents.Select(content => (stores.First(store => store.Service == content.Service), content))];
    }

    public async Task RunAsync(string path, IReadOnlyList<(DataStore Store, BackupContent Content)> matched, CancellationToken cancellation)
    {
        foreach (var (store, content) in matched)
        {
            if (store.Image != content.Image)
                await output.WriteLineAsync(SafeText.Visible($"{store.Service}: the backup is of {content.Image}, the service runs {store.Image}."));
            await output.WriteLineAsync(SafeText.Visible($"{store.Service}: restoring volume {store.Volume} …"));
            await containers.WhileStoppedAsync(
                store,
                async () =>
                {
                    await RestoreAsync(path, store, content, cancellation);
                    return true;
                },
                cancellation);
        }
    }

    private async Task RestoreAsync(string path, DataStore store, BackupContent content, CancellationToken cancellation)
    {
        var helper = (await docker.Containers.CreateContainerAsync(
            new CreateContainerParameters
            {
                Name = $"{store.Name}-restore",
                Image = store.ImageId,
                Entrypoint = ["/bin/sh", "-c", Exchange, "restore"],
                Cmd = [store.User],
                User = "0:0",
                Healthcheck = new HealthcheckConfig { Test = ["NONE"] },
                Labels = new Dictionary<string, string> { ["phlo.helper"] = "restore" },
                HostConfig = new HostConfig
                {
                    NetworkMode = "none",
                    ReadonlyRootfs = true,
                    SecurityOpt = ["no-new-privileges:true"],
                    CapDrop = ["ALL"],
                    CapAdd = ["CHOWN", "DAC_OVERRIDE", "FOWNER"],
                    Mounts = [new Mount { Type = "volume", Source = store.Volume, Target = Mounted }],
                },
            },
            cancellation)).ID;
        try
        {
            await docker.Containers.ExtractArchiveToContainerAsync(
                helper, new CopyToContainerParameters { Path = Mounted }, await EmptyFolderAsync(cancellation), cancellation);
            await BackupArchive.ReadAsync(
                path, content.File,
                data => docker.Containers.ExtractArchiveToContainerAsync(
                    helper, new CopyToContainerParameters { Path = $"{Mounted}/{Arriving}" }, data, cancellation),
                cancellation);
            await docker.Containers.StartContainerAsync(helper, new ContainerStartParameters(), cancellation);
            var ended = await docker.Containers.WaitContainerAsync(helper, cancellation);
            if (ended.StatusCode != 0)
                throw new BackupException(ExitCode.Failed,
                    $"{store.Service}: the data could not be put in its place (exit code {ended.StatusCode}). What arrived is in the folder {Arriving} of volume {store.Volume}; restore again.");
        }
        finally
        {
            await docker.Containers.RemoveContainerAsync(helper, new ContainerRemoveParameters { Force = true, RemoveVolumes = true }, CancellationToken.None);
        }
    }

    private static async Task<Stream> EmptyFolderAsync(CancellationToken cancellation)
    {
        var archive = new MemoryStream();
        await using (var tar = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true))
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.Directory, Arriving) { Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute }, cancellation);
        archive.Position = 0;
        return archive;
    }
}
