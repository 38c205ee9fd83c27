extern alias backup;

using System.Formats.Tar;
using Docker.DotNet.Models;
using backup::Infra.Backup;
using Infra.Tests.Support;

namespace Infra.Tests.Eng.Backup;

/// <summary>
/// Grafana's side, with a real database file in the volume of a container that is hardened as in prod. Grafana itself cannot
/// be had here; what stands for it only runs.
/// </summary>
public sealed class StackBackupTests : IAsyncLifetime
{
    private const string DataPath = "/var/lib/grafana";
    private const int GrafanaUser = 472;

    private readonly string _stack = DockerEngine.UniqueName("backup");
    private readonly TemporaryDirectory _folder = new();
    private string _container = "";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Image => $"{_stack}:local";

    private string Volume => $"{_stack}-grafana-data";

    private static ContainerSwitch Containers => new(DockerEngine.Client, TimeSpan.FromMinutes(1));

    public async ValueTask InitializeAsync()
    {
        if (!DockerEngine.Available)
            return;
        await TestImage.CreateAsync(Image);
        _container = (await DockerEngine.Client.Containers.CreateContainerAsync(new CreateContainerParameters
        {
            Name = $"{_stack}-grafana",
            Image = Image,
            Entrypoint = ["/bin/sleep", "600"],
            User = "472:472",
            Labels = new Dictionary<string, string> { ["phlo.stack"] = _stack, ["phlo.component"] = "grafana" },
            StopTimeout = TimeSpan.FromSeconds(1),
            HostConfig = new HostConfig
            {
                NetworkMode = "none",
                ReadonlyRootfs = true,
                CapDrop = ["ALL"],
                Mounts = [new Mount { Type = "volume", Source = Volume, Target = DataPath }],
            },
        })).ID;
        await DockerEngine.Client.Containers.StartContainerAsync(_container, new ContainerStartParameters());
    }

    public async ValueTask DisposeAsync()
    {
        _folder.Dispose();
        if (!DockerEngine.Available)
            return;
        await DockerEngine.Client.Containers.RemoveContainerAsync(_container, new ContainerRemoveParameters { Force = true });
        await DockerEngine.Client.Volumes.RemoveAsync(Volume, force: true);
        await TestImage.RemoveAsync(Image);
    }

    [Fact]
    public async Task Grafanas_database_is_what_it_was_with_owners_and_without_what_came_later()
    {
        DockerEngine.SkipUnlessAvailable();
        ToolProcess.SkipUnlessInstalled("sqlite3");
        await PutAsync(("grafana.db", await DatabaseAsync("first")), ("png/a picture.png", "x"u8.ToArray()), (".hidden", "y"u8.ToArray()));

        var path = await new StackBackup(DockerEngine.Client, Containers, TextWriter.Null).RunAsync(_stack, _folder.Path, Cancellation);
        await PutAsync(("grafana.db", await DatabaseAsync("second")), ("later", "z"u8.ToArray()), (".restore-me-not", "z"u8.ToArray()));
        Assert.Equal("second", await TitleAsync());
        await RestoreAsync(path);

        Assert.Equal("first", await TitleAsync());
        var files = await FilesAsync();
        Assert.Equal([".hidden", "grafana.db", "png/a picture.png"], files.Keys.Order(StringComparer.Ordinal));
        Assert.All(files.Values, entry => Assert.Equal(GrafanaUser, entry.Uid));
        var inspected = await DockerEngine.Client.Containers.InspectContainerAsync(_container, Cancellation);
        Assert.True(inspected.State!.Running);
        var all = await DockerEngine.Client.Containers.ListContainersAsync(new ContainersListParameters { All = true }, Cancellation);
        Assert.DoesNotContain(all, container => container.Names.Contains($"/{_stack}-grafana-restore"));
    }

    [Theory]
    [InlineData("damaged")]
    [InlineData("damaged at its end")]
    [InlineData("truncated")]
    [InlineData("not a backup")]
    public async Task What_is_damaged_or_no_backup_is_refused_before_anything_is_touched(string how)
    {
        DockerEngine.SkipUnlessAvailable();
        await PutAsync(("grafana.db", new byte[100_000]));
        var path = await new StackBackup(DockerEngine.Client, Containers, TextWriter.Null).RunAsync(_stack, _folder.Path, Cancellation);
        var bytes = await File.ReadAllBytesAsync(path, Cancellation);
        await File.WriteAllBytesAsync(path, how switch
        {
            "damaged" => [.. bytes[..(bytes.Length / 2)], (byte)~bytes[bytes.Length / 2], .. bytes[(bytes.Length / 2 + 1)..]],
            "damaged at its end" => [.. bytes[..^8], (byte)~bytes[^8], .. bytes[^7..]],
            "truncated" => bytes[..(bytes.Length / 2)],
            _ => "hello"u8.ToArray(),
        }, Cancellation);

        var failure = await Assert.ThrowsAsync<BackupException>(() => BackupArchive.VerifyAsync(path, Cancellation));

        Assert.Equal(5, failure.ExitCode);
        Assert.StartsWith($"{path} is damaged or no backup: ", failure.Message);
        Assert.EndsWith(". Nothing was changed.", failure.Message);
    }

    [Fact]
    public async Task A_backup_of_another_stack_is_refused()
    {
        DockerEngine.SkipUnlessAvailable();
        var path = await new StackBackup(DockerEngine.Client, Containers, TextWriter.Null).RunAsync(_stack, _folder.Path, Cancellation);
        var manifest = await BackupArchive.VerifyAsync(path, Cancellation);
        var restore = new StackRestore(DockerEngine.Client, Containers, TextWriter.Null);

        var other = await Assert.ThrowsAsync<BackupException>(() => restore.MatchAsync(manifest, "prod", Cancellation));
        var gone = await Assert.ThrowsAsync<BackupException>(() => restore.MatchAsync(manifest with { Stack = _stack + "-gone" }, null, Cancellation));

        Assert.Equal($"This is a backup of stack '{_stack}', not of 'prod'. Nothing was changed.", other.Message);
        Assert.StartsWith($"The backup has data of grafana, and stack '{_stack}-gone' has no such container. Nothing was changed.", gone.Message);
    }

    [Fact]
    public void Refuses_what_is_not_asked_for_well()
    {
        Assert.Equal("backup needs to know which stack: -s dev, prod or sandbox.", BackupOptions.Parse(["backup"], null).Mistake);
        Assert.Equal("restore needs the file to restore.", BackupOptions.Parse(["restore"], "dev").Mistake);
        Assert.Equal("backup has no flag '--yes'.", BackupOptions.Parse(["backup", "--yes"], "dev").Mistake);
        Assert.Equal("--to needs a value.", BackupOptions.Parse(["backup", "--to"], "dev").Mistake);
        Assert.Equal(new BackupOptions("a.tar.gz", "prod", "", true, true), BackupOptions.Parse(["restore", "a.tar.gz", "--stack=prod", "--yes"], "dev").Options);
        Assert.Equal(new BackupOptions(null, "dev", "/b", false, false), BackupOptions.Parse(["backup", "--to", "/b", "--non-interactive"], "dev").Options);
    }

    private static async Task RestoreAsync(string path)
    {
        var restore = new StackRestore(DockerEngine.Client, Containers, TextWriter.Null);
        await restore.RunAsync(path, await restore.MatchAsync(await BackupArchive.VerifyAsync(path, Cancellation), null, Cancellation), Cancellation);
    }

    private async Task<byte[]> DatabaseAsync(string title)
    {
        var file = _folder.File($"{Guid.NewGuid():N}.db");
        await ToolProcess.AcceptsAsync("sqlite3", file, $"CREATE TABLE dashboard (title TEXT); INSERT INTO dashboard VALUES ('{title}');");
        var content = await File.ReadAllBytesAsync(file, Cancellation);
        File.Delete(file);
        return content;
    }

    private async Task<string> TitleAsync()
    {
        var file = _folder.File($"{Guid.NewGuid():N}.db");
        await using (var content = (await FilesAsync())["grafana.db"].DataStream!)
        await using (var target = File.Create(file))
            await content.CopyToAsync(target, Cancellation);
        var title = await ToolProcess.AcceptsAsync("sqlite3", file, "PRAGMA integrity_check; SELECT title FROM dashboard;");
        File.Delete(file);
        Assert.StartsWith("ok\n", title);
        return title["ok\n".Length..].TrimEnd();
    }

    private async Task PutAsync(params (string Name, byte[] Content)[] files)
    {
        using var archive = new MemoryStream();
        await using (var tar = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var (name, content) in files)
                await tar.WriteEntryAsync(
                    new PaxTarEntry(TarEntryType.RegularFile, name) { Uid = GrafanaUser, Gid = GrafanaUser, DataStream = new MemoryStream(content) }, Cancellation);
        }
        archive.Position = 0;
        await DockerEngine.Client.Containers.ExtractArchiveToContainerAsync(_container, new CopyToContainerParameters { Path = DataPath }, archive, Cancellation);
    }

    private async Task<IReadOnlyDictionary<string, TarEntry>> FilesAsync()
    {
        var archive = await DockerEngine.Client.Containers.GetArchiveFromContainerAsync(
            _container, new ContainerPathStatParameters { Path = DataPath + "/." }, statOnly: false, Cancellation);
        await using var stream = archive.Stream!;
        await using var tar = new TarReader(stream);
        var files = new Dictionary<string, TarEntry>(StringComparer.Ordinal);
        while (await tar.GetNextEntryAsync(copyData: true, Cancellation) is { } entry)
        {
            if (entry.EntryType is not TarEntryType.Directory)
                files[entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name] = entry;
        }
        return files;
    }
}
