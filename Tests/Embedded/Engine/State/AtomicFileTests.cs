using Embedded.Engine.State;
using Infra.Tests.Support;

namespace Infra.Tests.Embedded.Engine.Storage;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_new_state_file_is_for_its_owner_alone()
    {
        var file = _directory.File("new");
        AtomicFile.Write(file, "text"u8);
        Assert.Equal("text", File.ReadAllText(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public void A_state_file_that_others_can_read_is_closed_to_them()
    {
        var file = _directory.Write("old", "before");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        AtomicFile.Write(file, "after"u8, backup: file + ".bak");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file + ".bak"));
    }

    [Fact]
    public void Another_file_keeps_its_mode()
    {
        var file = _directory.Write("old", "before");
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        File.SetUnixFileMode(file, Mode);
        AtomicFile.Write(file, "after"u8, ownerOnly: false);
        Assert.Equal(Mode, File.GetUnixFileMode(file));
    }

    [Fact]
    public void A_link_stays_a_link_and_its_target_is_written()
    {
        var target = _directory.Write("target", "before");
        var link = _directory.File("link");
        File.CreateSymbolicLink(link, target);
        AtomicFile.Write(link, "after"u8);
        Assert.NotNull(new FileInfo(link).LinkTarget);
        Assert.Equal("after", File.ReadAllText(target));
    }

    [Fact]
    public void What_is_written_later_in_place_leaves_the_backup_alone()
    {
        var file = _directory.Write("state", "one");
        AtomicFile.Write(file, "two"u8, backup: file + ".bak");
        File.WriteAllText(file, "broken");
        Assert.Equal("one", File.ReadAllText(file + ".bak"));
    }

    [Fact]
    public void A_failed_write_leaves_the_file_as_it_was()
    {
        var file = _directory.Write("state", "one");
        // Something that cannot be replaced stands where the backup goes.
        Directory.CreateDirectory(file + ".bak");
        Assert.ThrowsAny<IOException>(() => AtomicFile.Write(file, "two"u8, backup: file + ".bak"));
        Assert.Equal("one", File.ReadAllText(file));
    }
}
