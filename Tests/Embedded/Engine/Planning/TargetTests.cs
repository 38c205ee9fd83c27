using Embedded.Engine.Planning;
using Embedded.Engine.Values;
using static Infra.Tests.Embedded.Engine.Planning.StepTests;

namespace Infra.Tests.Embedded.Engine.Planning;

public class TargetTests
{
    private readonly TestStack _stack = new();

    [Fact]
    public async Task Only_targets_are_changed()
    {
        await _stack.UpAsync(async program =>
        {
            await program.ThingAsync("a", Props(("size", "1")));
            await program.ThingAsync("b", Props(("size", "1")));
            await program.ThingAsync("vanished");
        });

        var update = (await _stack.UpAsync(async program =>
        {
            await program.ThingAsync("a", Props(("size", "2")));
            await program.ThingAsync("b", Props(("size", "2")));
            await program.ThingAsync("new");
        }, Target("b"))).Succeeded();

        Assert.Equal(["Update b"], update.Steps);
        Assert.Equal(PropertyValue.Of("1"), _stack["a"].Inputs["size"]);
        Assert.Equal(["a", "b", "vanished"], _stack.Cloud.Names);
    }

    [Fact]
    public async Task A_new_target_brings_its_component_along()
    {
        var update = (await _stack.UpAsync(async program =>
        {
            var component = await program.ComponentAsync("comp");
            await program.ComponentAsync("other");
            await program.ThingAsync("a", null, goal => goal with { Parent = component.Urn });
        }, options => options with { Targets = ["**::a"] })).Succeeded();

        Assert.Equal(["Create comp", "Create a"], update.Steps);
        Assert.DoesNotContain(_stack.State.Resources, resource => resource.Name == "other");
    }

    [Fact]
    public async Task A_target_that_needs_what_is_neither_there_nor_a_target_is_refused()
    {
        var update = (await _stack.UpAsync(
            async program => await program.ThingAsync("b", null, null, await program.ThingAsync("a")), Target("b"))).Failed();

        Assert.Equal(
            [$"it depends on {TestStack.Urn("a")}, which does not exist yet and is not a target. Add --target {TestStack.Urn("a")}."], update.Errors);
        Assert.Empty(_stack.Cloud.Done);
    }

    [Fact]
    public async Task An_untargeted_resource_keeps_what_it_depends_on_though_the_program_lost_it()
    {
        await _stack.UpAsync(async program => await program.LinkedAsync("b", await program.ThingAsync("a")));

        (await _stack.UpAsync(async program =>
        {
            await program.ThingAsync("b");
            await program.ThingAsync("c");
        }, Target("c"))).Succeeded();

        Assert.Equal([TestStack.Urn("a")], _stack["b"].Dependencies);
        Assert.Equal(["a", "b", "c"], _stack.Cloud.Names);
    }

    [Fact]
    public async Task What_a_targets_replacement_takes_down_comes_back_though_it_is_no_target()
    {
        static Func<TestProgram, Task> Program(string image) => async program =>
        {
            var a = await program.ThingAsync("a", Props(("image", image)), goal => goal with { DeleteBeforeReplace = true });
            await program.LinkedAsync("b", a);
        };
        await _stack.UpAsync(Program("1"));

        (await _stack.UpAsync(Program("2"), Target("a"))).Succeeded();

        Assert.Equal(["a", "b"], _stack.Cloud.Names);
        Assert.Equal(PropertyValue.Of("serial of id-3"), _stack["b"].Inputs["link"]);
    }

    [Fact]
    public async Task Destroying_a_target_that_others_need_is_refused()
    {
        await _stack.UpAsync(async program => await program.LinkedAsync("b", await program.ThingAsync("a")));

        var refused = (await _stack.DestroyAsync(Target("a"))).Failed();
        var done = (await _stack.DestroyAsync(Target("b"))).Succeeded();

        Assert.Equal(
            [$"a cannot be deleted: b, which is not a target, depends on it. Add --target {TestStack.Urn("b")}."], refused.Errors);
        Assert.Equal(["Delete b"], done.Steps);
        Assert.Equal(["a"], _stack.Cloud.Names);
    }

    [Fact]
    public async Task A_target_that_is_not_there_is_named()
    {
        var destroy = (await _stack.DestroyAsync(Target("nobody"))).Failed();
        var up = (await _stack.UpAsync(_ => Task.CompletedTask, Target("nobody"))).Failed();

        var message = $"There is no resource {TestStack.Urn("nobody")}, the target. Look at the output of preview for the names there are.";
        Assert.Equal([message], destroy.Errors);
        Assert.Equal([message], up.Errors);
    }

    private static Func<UpdateOptions, UpdateOptions> Target(string name) => options => options with { Targets = [TestStack.Urn(name)] };
}
