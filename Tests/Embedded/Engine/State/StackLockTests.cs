using System.Diagnostics;
using Embedded.Engine.State;
using Infra.Tests.Support;

namespace Infra.Tests.Embedded.Engine.Storage;

public sealed class StackLockTests : IDisposable
{
    private static readonly StackReference Dev = new("obs", "dev");

    private readonly TemporaryDirectory _directory = new();
    private readonly FileBackend _backend;

    public StackLockTests() => _backend = new FileBackend(_directory.Path);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_lock_file_is_where_the_cli_looks_for_it_and_says_whose_it_is()
    {
        using var held = Acquire();
        var file = Assert.Single(Directory.GetFiles(_directory.File(".pulumi/locks/organization/obs/dev")));
        var owner = LockOwner.Parse(File.ReadAllBytes(file))!;
        Assert.Equal(Environment.ProcessId, owner.Pid);
        Assert.Equal(Environment.UserName, owner.User);
        Assert.Equal("up -s dev", owner.Command);
        Assert.False(owner.IsGone());
    }

    [Fact]
    public void A_second_update_is_refused_with_the_first_ones_name()
    {
        using var held = Acquire();
        var owner = StackLock.Held(_backend, Dev)[0].Owner!;
        var exception = Assert.Throws<StackLockedException>(() => Acquire());
        Assert.Equal(
            $"Stack 'dev' is locked by {owner.User}@{owner.Host} (process {Environment.ProcessId}, 'up -s dev') since " +
            $"{owner.Since.LocalDateTime:yyyy-MM-dd HH:mm:ss}. Wait until that update ends; if it runs no more, remove its lock with 'cancel -s dev'.",
            exception.Message);
    }

    [Fact]
    public void A_released_lock_leaves_nothing_and_can_be_taken_again()
    {
        Acquire().Dispose();
        Assert.Empty(StackLock.Held(_backend, Dev));
        Acquire().Dispose();
    }

    [Fact]
    public void Other_stacks_are_not_held_up()
    {
        using var held = Acquire();
        StackLock.Acquire(_backend, new StackReference("obs", "prod"), "up", _ => { }).Dispose();
    }

    [Fact]
    public void Of_many_that_start_at_once_one_gets_in()
    {
        using var start = new Barrier(8);
        var held = new System.Collections.Concurrent.ConcurrentBag<StackLock>();
        var threads = Enumerable.Range(0, 8).Select(_ => new Thread(() =>
        {
            start.SignalAndWait();
            try
            {
                held.Add(Acquire());
            }
            catch (StackLockedException)
            {
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Assert.Single(held);
    }

    [Fact]
    public void The_lock_of_a_dead_process_is_taken_over_with_a_notice()
    {
        int pid;
        using (var process = Process.Start("true"))
        {
            pid = process.Id;
            process.WaitForExit();
        }
        WriteLock(LockOwner.Current("up -s dev") with { Pid = pid });
        var notices = new List<string>();
        using var held = StackLock.Acquire(_backend, Dev, "up -s dev", notices.Add);
        Assert.Contains($"(process {pid}, 'up -s dev')", Assert.Single(notices), StringComparison.Ordinal);
        Assert.Equal(Environment.ProcessId, Assert.Single(StackLock.Held(_backend, Dev)).Owner!.Pid);
    }

    [Fact]
    public void A_process_id_that_another_process_has_now_does_not_hold_the_lock()
    {
        WriteLock(LockOwner.Current("up -s dev") with { Started = "another boot:1" });
        Acquire().Dispose();
    }

    [Fact]
    public void A_lock_of_the_cli_is_honoured_while_its_process_lives_and_not_longer()
    {
        WriteLock(LockOwner.Current("") with { Command = null, Started = null });
        Assert.Throws<StackLockedException>(() => Acquire());
        WriteLock(LockOwner.Current("") with { Command = null, Started = null, Since = DateTimeOffset.UnixEpoch });
        Acquire().Dispose();
    }

    [Fact]
    public void A_lock_of_another_host_is_never_taken_over()
    {
        WriteLock(new LockOwner(1, "ann", "elsewhere", DateTimeOffset.UnixEpoch, "up -s dev", null));
        var exception = Assert.Throws<StackLockedException>(() => Acquire());
        Assert.StartsWith("Stack 'dev' is locked by ann@elsewhere (process 1, 'up -s dev') since ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lock_that_cannot_be_read_is_honoured()
    {
        _directory.Write(".pulumi/locks/organization/obs/dev/x.json", "");
        var exception = Assert.Throws<StackLockedException>(() => Acquire());
        Assert.Contains("x.json, which does not say by whom", exception.Message, StringComparison.Ordinal);
    }

    private StackLock Acquire() => StackLock.Acquire(_backend, Dev, "up -s dev", _ => { });

    private void WriteLock(LockOwner owner)
    {
        var file = _directory.File(".pulumi/locks/organization/obs/dev/other.json");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, owner.ToJson());
    }
}
