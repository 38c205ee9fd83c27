using System.Globalization;

namespace Embedded.Engine.State;

/// <summary>Another update of the same stack is under way. The message names its owner.</summary>
internal sealed class StackLockedException(string message) : Exception(message);

/// <summary>
/// The right to change a stack: a file in the CLI's lock folder, held until disposed. What a killed process left is
/// taken over. Two that start at once queue up at a guard file that the system locks, so exactly one of them gets in.
/// </summary>
internal sealed class StackLock : IDisposable
{
    private static readonly TimeSpan GuardTimeout = TimeSpan.FromSeconds(10);

    private readonly string _file;

    private StackLock(string file) => _file = file;

    /// <param name="notice">Told when a dead process's lock is taken over.</param>
    /// <exception cref="StackLockedException"/>
    public static StackLock Acquire(FileBackend backend, StackReference stack, string command, Action<string> notice)
    {
        backend.EnsureLayout();
        var directory = backend.LockDirectory(stack);
        backend.CreateDirectory(directory);
        using var guard = EnterGuard(directory + ".guard", stack);

        foreach (var (file, owner) in Held(backend, stack))
        {
            if (owner is null || !owner.IsGone())
                throw Locked(stack, file, owner);
            File.Delete(file);
            notice($"The lock on stack '{stack}' that {owner} left at {Local(owner.Since)} is taken over: that process no longer runs.");
        }

        var own = Path.Combine(directory, $"{Guid.NewGuid()}.json");
        // Written beside the folder and moved in, as the CLI reads whatever is in it.
        var temporary = $"{directory}.{Environment.ProcessId}.tmp";
        using (var stream = OwnerOnly.OpenFile(temporary, FileMode.Create))
            stream.Write(LockOwner.Current(command).ToJson());
        File.Move(temporary, own);

        // The CLI knows nothing of the guard: it may have come in between.
        foreach (var (file, owner) in Held(backend, stack))
        {
            if (file != own)
            {
                File.Delete(own);
                throw Locked(stack, file, owner);
            }
        }
        return new StackLock(own);
    }

    /// <summary>The locks on a stack; the owner is null where its text cannot be read.</summary>
    public static IReadOnlyList<(string File, LockOwner? Owner)> Held(FileBackend backend, StackReference stack)
    {
        var directory = backend.LockDirectory(stack);
        if (!Directory.Exists(directory))
            return [];
        return [.. Directory.EnumerateFiles(directory, "*.json").Order(StringComparer.Ordinal).Select(file => (file, Read(file)))];
    }

    public void Dispose() => File.Delete(_file);

    private static FileStream EnterGuard(string file, StackReference stack)
    {
        var deadline = DateTime.UtcNow + GuardTimeout;
        while (true)
        {
            try
            {
                return OwnerOnly.OpenFile(file, FileMode.OpenOrCreate);
            }
            catch (IOException) when (DateTime.UtcNow < deadline)
            {
                Thread.Sleep(20);
            }
            catch (IOException exception)
            {
                throw new StackLockedException(
                    $"The lock of stack '{stack}' cannot be taken: {file} stays in use ({exception.Message}). Try again.");
            }
        }
    }

    private static LockOwner? Read(string file)
    {
        try
        {
            return LockOwner.Parse(File.ReadAllBytes(file));
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static StackLockedException Locked(StackReference stack, string file, LockOwner? owner) => new(
        owner is null
            ? $"Stack '{stack}' is locked by {file}, which does not say by whom. " +
              $"If no update of it runs anywhere, remove the lock with 'cancel -s {stack}'."
            : $"Stack '{stack}' is locked by {owner} since {Local(owner.Since)}. Wait until that update ends; " +
              $"if it runs no more, remove its lock with 'cancel -s {stack}'.");

    private static string Local(DateTimeOffset time) =>
        time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
