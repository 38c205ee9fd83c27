using System.Collections.Immutable;
using System.Runtime.Versioning;
using Embedded.Engine.Planning;
using Embedded.Engine.State;
using Infra.Tests.Embedded.Engine.Secrets;
using Infra.Tests.Support;

namespace Infra.Tests.Embedded.Engine.Storage;

/// <summary>State, history, backups and locks, in a folder that every user of the machine can enter.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class OwnerOnlyTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode PrivateFolder = Private | UnixFileMode.UserExecute;
    private const UnixFileMode Open = Private | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode OpenFolder = Open | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private static readonly StackReference Dev = new("obs", "dev");

    private readonly TemporaryDirectory _directory = new();
    private readonly FileBackend _backend;

    public OwnerOnlyTests()
    {
        File.SetUnixFileMode(_directory.Path, OpenFolder);
        _backend = new FileBackend(_directory.Path);
    }

    private string Guard => _backend.LockDirectory(Dev) + ".guard";

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task All_that_an_update_leaves_is_for_its_owner_alone()
    {
        await UpdateAsync(AssertLockIsPrivate);

        AssertPrivate();
    }

    [Fact]
    public async Task What_an_earlier_version_left_open_to_others_is_narrowed()
    {
        await UpdateAsync();
        foreach (var entry in Entries())
            File.SetUnixFileMode(entry, Directory.Exists(entry) ? OpenFolder : Open);

        await UpdateAsync();

        foreach (var folder in Directory.GetDirectories(_backend.Bookkeeping, "*", SearchOption.AllDirectories).Append(_backend.Bookkeeping))
            Assert.Equal((folder, PrivateFolder), (folder, File.GetUnixFileMode(folder)));
        foreach (var file in (string[])[Guard, _backend.StackFile(Dev), _backend.StackFile(Dev) + ".bak"])
            Assert.Equal((file, Private), (file, File.GetUnixFileMode(file)));
    }

    [Fact]
    public async Task A_command_that_only_reads_closes_an_open_folder_and_the_state_too()
    {
        await UpdateAsync();
        File.SetUnixFileMode(_backend.Bookkeeping, OpenFolder);
        File.SetUnixFileMode(_backend.StackFile(Dev), Open);

        NewStore().Open();

        Assert.Equal(PrivateFolder, File.GetUnixFileMode(_backend.Bookkeeping));
        Assert.Equal(Private, File.GetUnixFileMode(_backend.StackFile(Dev)));
    }

    /// <summary>A lock of the system's needs no more than a file that can be opened: who holds it blocks every update.</summary>
    [Fact]
    public async Task Another_user_cannot_lock_the_guard()
    {
        OtherUser.Require();
        await UpdateAsync();
        foreach (var folder in Directory.GetDirectories(_backend.Bookkeeping, "*", SearchOption.AllDirectories).Append(_backend.Bookkeeping))
            File.SetUnixFileMode(folder, OpenFolder);

        var closedByFile = await OtherUser.RunAsync(["flock", "--nonblock", Guard, "true"]);
        await UpdateAsync();
        File.SetUnixFileMode(Guard, Open);
        var closedByFolder = await OtherUser.RunAsync(["flock", "--nonblock", Guard, "true"]);

        closedByFile.ShouldFail(66, "Permission denied");
        closedByFolder.ShouldFail(66, "Permission denied");
    }

    /// <summary>Its mode cannot be changed by anybody, not even root, which another user's folder has in common with it for the rest of us.</summary>
    [Fact]
    public void An_open_folder_that_cannot_be_closed_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The folder is one of Linux.");
        Directory.CreateSymbolicLink(_backend.Bookkeeping, "/proc/self/task");

        var exception = Assert.Throws<StateFileException>(() => StackLock.Acquire(_backend, Dev, "up -s dev", _ => { }));

        Assert.Equal(
            $"The folder {_backend.Bookkeeping} is open to other users (mode 555) and its mode cannot be changed. Expected 700, as the state holds " +
            "secrets: run as the folder's owner, or have PULUMI_BACKEND_URL name a folder of your own.",
            exception.Message);
    }

    private async Task UpdateAsync(Action? locked = null)
    {
        using (StackLock.Acquire(_backend, Dev, "up -s dev", _ => { }))
        {
            locked?.Invoke();
            var store = NewStore();
            await store.SaveAsync(Snapshot.Empty, TestContext.Current.CancellationToken);
            var start = DateTimeOffset.UtcNow;
            UpdateHistory.Add(_backend, Dev, new HistoryEntry(
                "update", start, start, "", true, ImmutableSortedDictionary<string, string>.Empty,
                ImmutableSortedDictionary<StepOperation, int>.Empty));
            store.BackUp();
        }
    }

    private void AssertLockIsPrivate() =>
        Assert.All(StackLock.Held(_backend, Dev), held => Assert.Equal(Private, File.GetUnixFileMode(held.File)));

    private void AssertPrivate()
    {
        foreach (var entry in Entries())
            Assert.Equal((entry, Directory.Exists(entry) ? PrivateFolder : Private), (entry, File.GetUnixFileMode(entry)));
    }

    private IEnumerable<string> Entries() =>
        Directory.GetFileSystemEntries(_backend.Bookkeeping, "*", SearchOption.AllDirectories).Append(_backend.Bookkeeping);

    private StackStore NewStore() => new(_backend, Dev, TestSecrets.Stack, null);
}
