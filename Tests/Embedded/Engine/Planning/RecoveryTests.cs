using System.Globalization;
using Embedded.Engine.Planning;
using Embedded.Engine.Providers;
using Embedded.Engine.State;
using Embedded.Engine.Values;
using static Infra.Tests.Embedded.Engine.Planning.StepTests;

namespace Infra.Tests.Embedded.Engine.Planning;

public class RecoveryTests
{
    private static readonly Func<TestProgram, Task> Before = Program("1");
    private static readonly Func<TestProgram, Task> After = Program("2");

    /// <summary>Of each kind one: a delete-before-create with a dependent, a create-before-delete, an update, a new one, a vanished one.</summary>
    private static Func<TestProgram, Task> Program(string value) => async program =>
    {
        var first = await program.ThingAsync("dbr", Props(("image", value)), goal => goal with { DeleteBeforeReplace = true });
        await program.LinkedAsync("dependent", first);
        var second = await program.ThingAsync("cbd", Props(("image", value)));
        await program.ThingAsync("updated", Props(("size", value)), null, second);
        if (value == "1")
            await program.ThingAsync("vanishing");
        else
            await program.LinkedAsync("new", second);
    };

    public static TheoryData<string, string, bool> Points()
    {
        var points = new TheoryData<string, string, bool>();
        foreach (var (operation, name) in new[]
                 {
                     ("delete", "dependent"), ("delete", "dbr"), ("create", "dbr"), ("create", "dependent"), ("create", "cbd"),
                     ("update", "updated"), ("create", "new"), ("delete", "cbd"), ("delete", "vanishing"),
                 })
        {
            points.Add(operation, name, false);
            points.Add(operation, name, true);
        }
        return points;
    }

    /// <summary>A stack whose update from <see cref="Before"/> to <see cref="After"/> was killed at this operation.</summary>
    private static async Task<TestStack> KilledAsync(string operation, string name, bool afterIt)
    {
        var stack = new TestStack();
        await stack.UpAsync(Before);
        var killed = new TaskCompletionSource();
        Task Kill(string other, string thing)
        {
            if ((other, thing) != (operation, name))
                return Task.CompletedTask;
            stack.Kill();
            killed.TrySetResult();
            return Life.NeverAsync();
        }
        if (afterIt)
            stack.Cloud.After = Kill;
        else
            stack.Cloud.Before = Kill;
        _ = stack.UpAsync(After);
        await killed.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        stack.Cloud.Before = stack.Cloud.After = (_, _) => Task.CompletedTask;
        return stack;
    }

    [Theory]
    [MemberData(nameof(Points))]
    public async Task Killed_at_any_operation_the_next_update_converges_without_orphan_or_duplicate(string operation, string name, bool afterIt)
    {
        var stack = await KilledAsync(operation, name, afterIt);

        (await stack.UpAsync(After)).Succeeded();

        Assert.Equal(["cbd", "dbr", "dependent", "new", "updated"], stack.Cloud.Names);
        Assert.Equal(
            stack.Cloud.Things.Keys.Order(),
            stack.State.Resources.Where(resource => resource.Type == CloudProvider.ThingType).Select(resource => resource.Id).Order());
        Assert.Empty(stack.State.PendingOperations);
        Assert.False((await stack.UpAsync(After)).Succeeded().Result.HasChanges);
    }

    [Fact]
    public async Task From_every_state_that_was_ever_on_the_disk_the_next_update_converges()
    {
        var reference = new TestStack();
        await reference.UpAsync(Before);
        reference.Saves.Clear();
        await reference.UpAsync(After);
        Assert.True(reference.Saves.Count >= 8);

        for (var cut = 0; cut < reference.Saves.Count; cut++)
        {
            var stack = new TestStack();
            await stack.UpAsync(Before);
            stack.Saves.Clear();
            var dead = new TaskCompletionSource();
            stack.BeforeSave = _ =>
            {
                if (stack.Saves.Count <= cut)
                    return Task.CompletedTask;
                stack.Kill();
                dead.TrySetResult();
                return Life.NeverAsync();
            };
            // The killed run goes on living in this process: what it begins after its death must not happen.
            var run = new AsyncLocal<int> { Value = 1 };
            stack.Cloud.Before = (_, _) => run.Value == 1 && dead.Task.IsCompleted ? new TaskCompletionSource().Task : Task.CompletedTask;
            var killed = stack.UpAsync(After);
            run.Value = 2;
            await Task.WhenAny(killed, dead.Task);
            stack.BeforeSave = _ => Task.CompletedTask;

            (await stack.UpAsync(After)).Succeeded();

            Assert.Equal(["cbd", "dbr", "dependent", "new", "updated"], stack.Cloud.Names);
        }
    }

    [Theory]
    [MemberData(nameof(Points))]
    public async Task Killed_at_any_operation_going_back_to_the_program_before_converges_too(string operation, string name, bool afterIt)
    {
        var stack = await KilledAsync(operation, name, afterIt);

        (await stack.UpAsync(Before)).Succeeded();

        Assert.Equal(["cbd", "dbr", "dependent", "updated", "vanishing"], stack.Cloud.Names);
        Assert.Equal(PropertyValue.Of("1"), Assert.Single(stack.Cloud.Things.Values, thing => thing.Name == "updated").Inputs.Get("size"));
        Assert.Equal(
            stack.Cloud.Things.Keys.Order(),
            stack.State.Resources.Where(resource => resource.Type == CloudProvider.ThingType).Select(resource => resource.Id).Order());
        Assert.False((await stack.UpAsync(Before)).Succeeded().Result.HasChanges);
    }

    [Theory]
    [InlineData(nameof(OperationType.Updating))]
    [InlineData(nameof(OperationType.Deleting))]
    public async Task What_cannot_be_looked_at_stops_no_update_that_may_bring_it_back_and_is_looked_at_by_the_next(string type)
    {
        var stack = new TestStack();
        await stack.UpAsync(program => program.ThingAsync("a"));
        stack.State = stack.State with { PendingOperations = [new PendingOperation(stack["a"], Enum.Parse<OperationType>(type))] };
        stack.Cloud.Before = (operation, _) => operation == "read" ? throw new ProviderUnreachableException("it does not run yet") : Task.CompletedTask;

        var update = (await stack.UpAsync(program => program.ThingAsync("a", Props(("size", "2"))))).Succeeded();

        Assert.EndsWith("and how far that went cannot be seen: it does not run yet", Assert.Single(update.Warnings));
        Assert.Single(stack.State.PendingOperations);
        stack.Cloud.Before = (_, _) => Task.CompletedTask;
        Assert.False((await stack.UpAsync(program => program.ThingAsync("a", Props(("size", "2"))))).Succeeded().Result.HasChanges);
        Assert.Empty(stack.State.PendingOperations);
    }

    [Theory]
    [InlineData("create")]
    [InlineData("update")]
    [InlineData("delete")]
    public async Task A_provider_that_went_away_after_it_did_what_was_asked_leaves_no_orphan_and_no_ghost(string operation)
    {
        var stack = new TestStack();
        await stack.UpAsync(Before);
        stack.Cloud.After = (done, _) => done == operation ? throw new ProviderUnreachableException("the cloud went away") : Task.CompletedTask;
        (await stack.UpAsync(After)).Failed();
        stack.Cloud.After = (_, _) => Task.CompletedTask;

        (await stack.UpAsync(Before)).Succeeded();

        Assert.Equal(
            stack.Cloud.Things.Keys.Order(),
            stack.State.Resources.Where(resource => resource.Type == CloudProvider.ThingType).Select(resource => resource.Id).Order());
        Assert.False((await stack.UpAsync(Before)).Succeeded().Result.HasChanges);
        Assert.Empty(stack.State.PendingOperations);
    }

    [Fact]
    public async Task A_preview_only_tells_of_what_was_cut_off()
    {
        var stack = new TestStack();
        await stack.UpAsync(program => program.ThingAsync("a"));
        stack.State = stack.State with { PendingOperations = [new PendingOperation(stack["a"], OperationType.Updating)] };

        var preview = (await stack.PreviewAsync(program => program.ThingAsync("a"))).Succeeded();

        Assert.Equal(["a was being updated when the last update was cut off; the next one cleans up after it"], preview.Warnings);
        Assert.Single(stack.State.PendingOperations);
    }

    [Fact]
    public async Task Destroy_cleans_up_after_a_cut_off_creation_too()
    {
        var stack = new TestStack();
        var killed = new TaskCompletionSource();
        stack.Cloud.After = (_, _) =>
        {
            stack.Kill();
            killed.SetResult();
            return Life.NeverAsync();
        };
        _ = stack.UpAsync(program => program.ThingAsync("a"));
        await killed.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        stack.Cloud.After = (_, _) => Task.CompletedTask;

        (await stack.DestroyAsync()).Succeeded();

        Assert.Empty(stack.Cloud.Things);
        Assert.Empty(stack.State.Resources);
    }

    [Fact]
    public void A_creation_is_known_again_by_what_the_state_file_keeps_of_it()
    {
        var pending = new ResourceState { Urn = TestStack.Urn("a"), Type = CloudProvider.ThingType, Created = DateTimeOffset.UtcNow };
        var kept = pending with { Created = DateTimeOffset.Parse(ResourceJson.Format(pending.Created!.Value), CultureInfo.InvariantCulture) };

        Assert.Equal(UpdateContext.OperationId(pending), UpdateContext.OperationId(kept));
        Assert.NotEqual(UpdateContext.OperationId(pending), UpdateContext.OperationId(pending with { Urn = TestStack.Urn("b") }));
        Assert.NotEqual(UpdateContext.OperationId(pending), UpdateContext.OperationId(pending with { Created = pending.Created.Value.AddTicks(1) }));
    }
}
