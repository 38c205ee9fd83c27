using Embedded.Engine.Planning;
using Embedded.Engine.Providers;
using Embedded.Engine.State;
using Embedded.Engine.Values;
using static Infra.Tests.Embedded.Engine.Planning.StepTests;

namespace Infra.Tests.Embedded.Engine.Planning;

public class ExecutionTests
{
    private readonly TestStack _stack = new();

    [Fact]
    public async Task Independent_resources_are_made_at_the_same_time()
    {
        var all = new CountdownEvent(3);
        _stack.Cloud.Before = async (_, _) =>
        {
            all.Signal();
            await Task.Run(() => all.Wait(TimeSpan.FromSeconds(20)));
        };

        (await _stack.UpAsync(program => Task.WhenAll(program.ThingAsync("a"), program.ThingAsync("b"), program.ThingAsync("c")))).Succeeded();

        Assert.True(all.IsSet);
    }

    [Fact]
    public async Task No_more_operations_run_at_once_than_allowed()
    {
        var (running, most) = (0, 0);
        _stack.Cloud.Before = async (_, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Yield();
            Interlocked.Decrement(ref running);
        };

        await _stack.UpAsync(
            program => Task.WhenAll(Enumerable.Range(0, 10).Select(i => program.ThingAsync($"t{i}"))), options => options with { Parallel = 1 });

        Assert.Equal(1, most);
        Assert.Equal(10, _stack.Cloud.Things.Count);
    }

    [Fact]
    public async Task What_depends_on_a_failure_is_skipped_and_the_rest_goes_on_and_nothing_is_deleted()
    {
        await _stack.UpAsync(program => program.ThingAsync("gone"));
        _stack.Cloud.Before = (_, name) => name == "a" ? throw new ProviderException("no room for a") : Task.CompletedTask;
        RegistrationOutcome? dependent = null, second = null;

        var update = (await _stack.UpAsync(async program =>
        {
            var a = await program.ThingAsync("a");
            var b = await program.LinkedAsync("b", a);
            dependent = b.Outcome;
            second = (await program.LinkedAsync("c", b)).Outcome;
            await program.ThingAsync("d");
        })).Failed();

        Assert.Equal(["no room for a"], update.Errors);
        Assert.Equal((RegistrationOutcome.Skipped, RegistrationOutcome.Skipped), (dependent, second));
        Assert.Equal(["skipped, because a, which it depends on, failed", "skipped, because b, which it depends on, was skipped"], update.Warnings);
        Assert.Equal(["d", "gone"], _stack.Cloud.Names);
        Assert.Empty(_stack.State.PendingOperations);
    }

    [Fact]
    public async Task A_failed_program_deletes_nothing()
    {
        await _stack.UpAsync(program => program.ThingAsync("a"));

        var update = (await _stack.UpAsync(_ => throw new ProgramFailedException("The program failed with exit code 3."))).Failed();

        Assert.Equal(["The program failed with exit code 3."], update.Errors);
        Assert.Equal(["a"], _stack.Cloud.Names);
    }

    [Fact]
    public async Task A_failed_update_loses_no_output_and_takes_the_new_ones()
    {
        await _stack.UpAsync(program =>
        {
            program.Outputs = PropertyMap.Of(("kept", PropertyValue.Of("old")), ("changed", PropertyValue.Of("old")));
            return Task.CompletedTask;
        });
        _stack.Cloud.Before = (_, _) => throw new ProviderException("no room");

        (await _stack.UpAsync(program =>
        {
            program.Outputs = PropertyMap.Of(("changed", PropertyValue.Of("new")));
            return program.ThingAsync("a");
        })).Failed();

        Assert.Equal(
            PropertyMap.Of(("kept", PropertyValue.Of("old")), ("changed", PropertyValue.Of("new"))), _stack["proj-dev"].Outputs);
    }

    [Fact]
    public async Task A_failed_update_keeps_the_old_state()
    {
        await _stack.UpAsync(program => program.ThingAsync("a", Props(("size", "1"))));
        _stack.Cloud.Before = (_, _) => throw new ProviderException("not now");

        (await _stack.UpAsync(program => program.ThingAsync("a", Props(("size", "2"))))).Failed();
        _stack.Cloud.Before = (_, _) => Task.CompletedTask;
        var retried = (await _stack.UpAsync(program => program.ThingAsync("a", Props(("size", "2"))))).Succeeded();

        Assert.Equal(["Update a"], retried.Steps);
    }

    [Fact]
    public async Task A_replaced_resource_that_cannot_be_deleted_is_deleted_by_the_next_update()
    {
        await _stack.UpAsync(program => program.ThingAsync("a", Props(("image", "1"))));
        _stack.Cloud.Before = (operation, _) => operation == "delete" ? throw new ProviderException("in use") : Task.CompletedTask;
        (await _stack.UpAsync(program => program.ThingAsync("a", Props(("image", "2"))))).Failed();
        Assert.Single(_stack.State.Resources, resource => resource is { Name: "a", Delete: true });
        _stack.Cloud.Before = (_, _) => Task.CompletedTask;

        var update = (await _stack.UpAsync(program => program.ThingAsync("a", Props(("image", "2"))))).Succeeded();

        Assert.Equal(["DeleteReplaced a"], update.Steps);
        Assert.Equal(["id-2"], _stack.Cloud.Things.Keys);
    }

    [Fact]
    public async Task What_another_still_needs_is_not_deleted()
    {
        await _stack.UpAsync(async program => await program.LinkedAsync("b", await program.ThingAsync("a")));
        _stack.Cloud.Before = (_, name) => name == "b" ? throw new ProviderException("b is in use") : Task.CompletedTask;

        var update = (await _stack.DestroyAsync()).Failed();

        Assert.Equal(["b is in use"], update.Errors);
        Assert.Contains("not deleted, because b, which depends on it, could not be deleted", update.Warnings);
        Assert.Equal(["a", "b"], _stack.Cloud.Names);
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_is_told_once()
    {
        _stack.Cloud.Unreachable = true;

        var update = (await _stack.UpAsync(async program =>
        {
            foreach (var i in Enumerable.Range(0, 5))
                await program.ThingAsync($"t{i}");
        })).Failed();

        Assert.Equal(UpdateFailure.ProviderUnreachable, update.Result.Failure);
        Assert.Equal(["the cloud does not answer"], update.Errors);
    }

    [Fact]
    public async Task Cancelled_it_finishes_what_runs_records_it_and_begins_nothing_more()
    {
        using var cancellation = new CancellationTokenSource();
        _stack.Cloud.Before = async (_, _) =>
        {
            await cancellation.CancelAsync();
            await Task.Yield();
        };

        var update = await _stack.RunAsync(
            UpdateKind.Up,
            async program => await program.LinkedAsync("b", await program.ThingAsync("a")),
            cancellation: cancellation.Token);

        Assert.Equal(UpdateFailure.Cancelled, update.Failed().Result.Failure);
        Assert.Equal(["a"], _stack.Cloud.Names);
        Assert.Equal("id-1", _stack["a"].Id);
        Assert.Empty(_stack.State.PendingOperations);
    }

    [Fact]
    public async Task A_state_that_cannot_be_saved_stops_operations_before_they_begin()
    {
        _stack.BeforeSave = _ => throw new IOException("disk full");

        await Assert.ThrowsAsync<IOException>(() => _stack.UpAsync(program => program.ThingAsync("a")));

        Assert.Empty(_stack.Cloud.Done);
    }

    [Fact]
    public async Task Saves_that_wait_are_made_one()
    {
        var release = new TaskCompletionSource();
        var first = true;
        _stack.BeforeSave = async _ =>
        {
            if (!first)
                return;
            first = false;
            await release.Task;
        };

        await _stack.UpAsync(async program =>
        {
            var things = Task.WhenAll(Enumerable.Range(0, 50).Select(i => program.ThingAsync($"t{i}")));
            release.SetResult();
            await things;
        }, options => options with { Parallel = 50 });

        Assert.InRange(_stack.Saves.Count, 2, 99);
        Assert.Equal(50, _stack.Cloud.Things.Count);
    }

    [Fact]
    public async Task Before_anything_is_made_its_creation_is_on_the_disk()
    {
        _stack.Cloud.Before = (operation, name) =>
        {
            var pending = Assert.Single(_stack.State.PendingOperations);
            Assert.Equal((OperationType.Creating, name), (pending.Type, pending.Resource.Name));
            return Task.CompletedTask;
        };

        (await _stack.UpAsync(async program => await program.LinkedAsync("b", await program.ThingAsync("a")))).Succeeded();
    }
}
