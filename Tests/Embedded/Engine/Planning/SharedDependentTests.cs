using Embedded.Engine.Providers;
using static Infra.Tests.Embedded.Engine.Planning.StepTests;

namespace Infra.Tests.Embedded.Engine.Planning;

/// <summary>Two that are deleted before they are replaced, and one that has to be gone before either can be.</summary>
public class SharedDependentTests
{
    private readonly TestStack _stack = new();

    private static Func<TestProgram, Task> Program(string image, string dependent = "1") => async program =>
    {
        var both = await Task.WhenAll(new[] { "a", "b" }.Select(name =>
            program.ThingAsync(name, Props(("image", image)), goal => goal with { DeleteBeforeReplace = true })));
        await program.LinkedAsync(
            "shared",
            both[0],
            Props(("image", dependent)).Set("name", both[1].Outputs.Get("serial")!),
            goal => goal with { PropertyDependencies = goal.PropertyDependencies.Add("name", [both[1].Urn]), Dependencies = [.. both.Select(one => one.Urn)] });
    };

    [Fact]
    public async Task Neither_is_deleted_while_what_they_share_is_still_being_deleted()
    {
        await _stack.UpAsync(Program("1"));
        _stack.Cloud.Done.Clear();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var early = new List<string>();
        _stack.Cloud.Before = async (operation, name) =>
        {
            if (operation != "delete")
                return;
            // Whoever does not wait comes at once; of one who does there is nothing to be seen.
            if (name == "shared")
                await Task.WhenAny(gate.Task, Task.Delay(TimeSpan.FromMilliseconds(250)));
            else if (_stack.Cloud.Names.Contains("shared"))
            {
                lock (early)
                    early.Add(name);
                gate.TrySetResult();
            }
        };

        (await _stack.UpAsync(Program("2"))).Succeeded();

        Assert.Empty(early);
        Assert.Equal("delete shared", _stack.Cloud.Done.First());
        Assert.Equal(["a", "b", "shared"], _stack.Cloud.Names);
        Assert.False((await _stack.UpAsync(Program("2"))).Succeeded().Result.HasChanges);
    }

    [Fact]
    public async Task What_an_earlier_update_left_over_is_deleted_once()
    {
        await _stack.UpAsync(Program("1"));
        _stack.Cloud.Before = (operation, name) => (operation, name) == ("delete", "shared")
            ? throw new ProviderException("it does not want to go")
            : Task.CompletedTask;
        (await _stack.UpAsync(Program("1", dependent: "2"))).Failed();
        Assert.Equal(["a", "b", "shared", "shared"], _stack.Cloud.Names);
        _stack.Cloud.Before = (_, _) => Task.CompletedTask;
        _stack.Cloud.Done.Clear();

        (await _stack.UpAsync(Program("2", dependent: "2"))).Succeeded();

        Assert.Equal(["delete a", "delete b", "delete shared", "delete shared"], _stack.Cloud.Done.Where(done => done.StartsWith("delete", StringComparison.Ordinal)).Order());
        Assert.Equal(["a", "b", "shared"], _stack.Cloud.Names);
    }
}
