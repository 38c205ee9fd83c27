namespace Embedded.Engine.State;

/// <summary>
/// Folders and files that no other user can open: not to read, and not to hold a lock of the system's on them either. What is
/// there already and open to others is closed to them.
/// </summary>
internal static class OwnerOnly
{
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode FolderMode = FileMode | UnixFileMode.UserExecute;

    /// <exception cref="StateFileException">It is open to others, and this user cannot close it.</exception>
    public static void CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }
        Directory.CreateDirectory(path, FolderMode);
        try
        {
            Narrow(path, FolderMode);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StateFileException(
                $"The folder {path} is open to other users (mode {Convert.ToString((int)File.GetUnixFileMode(path), 8)}) and its mode cannot " +
                $"be changed. Expected 700, as the state holds secrets: run as the folder's owner, or have {FileBackend.UrlVariable} name " +
                "a folder of your own.",
                exception);
        }
    }

    /// <summary>Closes a folder and a file to others, where they are there and can be closed: for who only reads.</summary>
    public static void TryNarrow(string folder, string file)
    {
        if (OperatingSystem.IsWindows())
            return;
        try
        {
            if (Directory.Exists(folder))
                Narrow(folder, FolderMode);
            if (File.Exists(file))
                Narrow(file, FileMode);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A reader may have no right to; who writes is told.
        }
    }

    public static void NarrowFile(string path)
    {
        if (!OperatingSystem.IsWindows())
            Narrow(path, FileMode);
    }

    public static FileStream OpenFile(string path, System.IO.FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = FileMode;
        var stream = new FileStream(path, options);
        NarrowFile(path);
        return stream;
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static void Narrow(string path, UnixFileMode mode)
    {
        if ((File.GetUnixFileMode(path) & ~mode) != 0)
            File.SetUnixFileMode(path, mode);
    }
}
