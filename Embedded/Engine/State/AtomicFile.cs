using System.Runtime.InteropServices;

namespace Embedded.Engine.State;

/// <summary>Writes files so that a crash leaves either the old content or the new, never half of one.</summary>
internal static class AtomicFile
{
    private const int OpenReadOnly = 0;

    /// <param name="backup">Where the content so far is kept; null where it is not.</param>
    /// <param name="ownerOnly">Whether the file is for its owner alone; otherwise an existing one keeps its mode.</param>
    public static void Write(string path, ReadOnlySpan<byte> content, string? backup = null, bool ownerOnly = true)
    {
        path = Path.GetFullPath(path);
        var exists = File.Exists(path);
        if (exists && File.ResolveLinkTarget(path, returnFinalTarget: true) is { } target)
            path = target.FullName;
        var temporary = path + ".tmp";
        if (exists && ownerOnly)
            OwnerOnly.NarrowFile(path);
        using (var stream = ownerOnly ? OwnerOnly.OpenFile(temporary, FileMode.Create) : File.Create(temporary, bufferSize: 0))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }
        if (exists && !ownerOnly && !OperatingSystem.IsWindows())
            File.SetUnixFileMode(temporary, File.GetUnixFileMode(path));
        if (exists && backup is not null)
            Keep(path, backup);
        File.Move(temporary, path, overwrite: true);
        SyncDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>Makes the renames in a directory durable.</summary>
    public static void SyncDirectory(string directory)
    {
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = NativeMethods.Open(directory, OpenReadOnly);
        if (descriptor < 0)
            return;
        _ = NativeMethods.Sync(descriptor);
        _ = NativeMethods.Close(descriptor);
    }

    /// <summary>
    /// The file under a second name. A link suffices, as the first name is about to get a new file; where the file
    /// system has none, a copy.
    /// </summary>
    private static void Keep(string path, string backup)
    {
        var temporary = backup + ".tmp";
        File.Delete(temporary);
        if (OperatingSystem.IsWindows() || NativeMethods.Link(path, temporary) != 0)
            File.Copy(path, temporary, overwrite: true);
        File.Move(temporary, backup, overwrite: true);
    }

    private static class NativeMethods
    {
        [DllImport("libc", EntryPoint = "open")]
        public static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

        [DllImport("libc", EntryPoint = "fsync")]
        public static extern int Sync(int descriptor);

        [DllImport("libc", EntryPoint = "close")]
        public static extern int Close(int descriptor);

        [DllImport("libc", EntryPoint = "link")]
        public static extern int Link(
            [MarshalAs(UnmanagedType.LPUTF8Str)] string existing, [MarshalAs(UnmanagedType.LPUTF8Str)] string name);
    }
}
