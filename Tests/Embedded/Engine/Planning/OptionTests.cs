using Embedded.Engine.Planning;
using Embedded.Engine.State;
using Embedded.Engine.Values;
using static Infra.Tests.Embedded.Engine.Planning.StepTests;

namespace Infra.Tests.Embedded.Engine.Planning;

public class OptionTests
{
    private readonly TestStack _stack = new();

    [Fact]
    public async Task A_protected_resource_is_not_deleted_and_nothing_else_is_either()
    {
        await _stack.UpAsync(async program =>
        {
            await program.ThingAsync("a", null, goal => goal with { Protect = true });
            await program.ThingAsync("b");
        });

        var update = (await _stack.UpAsync(_ => Task.CompletedTask)).Failed();
        var destroy = (await _stack.DestroyAsync()).Failed();

        Assert.Contains("a would be deleted, but it is protected", Assert.Single(update.Errors), StringComparison.Ordinal);
        Assert.Single(destroy.Errors);
        Assert.Equal(["a", "b"], _stack.Cloud.Names);
    }

    [Fact]
    public async Task A_protected_resource_is_not_replaced_unless_the_same_update_unprotects_it()
    {
        Func<TestProgram, Task> Program(string image, bool protect) =>
            program => program.ThingAsync("a", Props(("image", image)), goal => goal with { Protect = protect });
        await _stack.UpAsync(Program("1", true));

        var refused = (await _stack.UpAsync(Program("2", true))).Failed();
        var preview = (await _stack.PreviewAsync(Program("2", true))).Failed();
        var done = (await _stack.UpAsync(Program("2", false))).Succeeded();

        Assert.Contains("a would have to be replaced, but it is protected", Assert.Single(refused.Errors), StringComparison.Ordinal);
        Assert.Contains("Replace a", preview.Steps);
        Assert.Contains("Replace a", done.Steps);
    }

    [Fact]
    public async Task A_protected_dependent_stops_a_replacement_before_anything_is_deleted()
    {
        static Func<TestProgram, Task> Program(string image) => async program =>
        {
            var a = await program.ThingAsync("a", Props(("image", image)), goal => goal with { DeleteBeforeReplace = true });
            await program.LinkedAsync("b", a, null, goal => goal with { Protect = true });
        };
        await _stack.UpAsync(Program("1"));
        _stack.Cloud.Done.Clear();

        var update = (await _stack.UpAsync(Program("2"))).Failed();

        Assert.Contains("b would have to be replaced together with a, but it is protected", update.Errors.First(), StringComparison.Ordinal);
        Assert.Empty(_stack.Cloud.Done);
    }

    [Fact]
    public async Task What_is_retained_leaves_the_state_and_stays_in_the_world()
    {
        await _stack.UpAsync(program => program.ThingAsync("a", null, goal => goal with { RetainOnDelete = true }));

        var update = (await _stack.UpAsync(_ => Task.CompletedTask)).Succeeded();

        Assert.Equal(["Discard a"], update.Steps);
        Assert.Equal(["a"], _stack.Cloud.Names);
        Assert.DoesNotContain(_stack.State.Resources, resource => resource.Name == "a");
    }

    [Fact]
    public async Task Options_left_open_come_from_the_parent()
    {
        await _stack.UpAsync(async program =>
        {
            var component = await program.ComponentAsync("comp", goal => goal with { Protect = true, RetainOnDelete = true });
            await program.ThingAsync("a", null, goal => goal with { Parent = component.Urn });
            await program.ThingAsync("b", null, goal => goal with { Parent = component.Urn, Protect = false });
        });

        Assert.Equal((true, true), (_stack["a"].Protect, _stack["a"].RetainOnDelete));
        Assert.Equal((false, true), (_stack["b"].Protect, _stack["b"].RetainOnDelete));
    }

    [Fact]
    public async Task What_is_deleted_with_another_is_not_deleted_by_itself()
    {
        await _stack.UpAsync(async program =>
        {
            var a = await program.ThingAsync("a");
            await program.ThingAsync("b", null, goal => goal with { DeletedWith = a.Urn });
        });
        _stack.Cloud.Done.Clear();

        var update = (await _stack.DestroyAsync()).Succeeded();

        Assert.Equal(["Delete b", "Delete a"], update.Steps);
        Assert.Equal(["delete a"], _stack.Cloud.Done);
    }

    [Fact]
    public async Task A_resource_is_replaced_with_another_that_it_names()
    {
        static Func<TestProgram, Task> Program(string image) => async program =>
        {
            var a = await program.ThingAsync("a", Props(("image", image)));
            await program.ThingAsync("b", null, goal => goal with { ReplaceWith = [a.Urn] });
        };
        await _stack.UpAsync(Program("1"));

        var update = (await _stack.UpAsync(Program("2"))).Succeeded();

        Assert.Equal(["replaceWith"], update.Events.OfType<StepSucceeded>()
            .Single(done => done.Step is { Name: "b", Operation: StepOperation.Replace }).Step.ReplaceReasons);
        Assert.Equal(["a", "b"], _stack.Cloud.Names);
    }

    [Fact]
    public async Task A_changed_trigger_replaces_and_a_first_one_does_not()
    {
        Task Program(TestProgram program, string? trigger) =>
            program.ThingAsync("a", null, goal => goal with { ReplacementTrigger = trigger is null ? null : PropertyValue.Of(trigger) });
        await _stack.UpAsync(program => Program(program, null));

        var first = await _stack.UpAsync(program => Program(program, "1"));
        var changed = await _stack.UpAsync(program => Program(program, "2"));

        Assert.Empty(first.Succeeded().Steps);
        Assert.Equal(["CreateReplacement a", "Replace a", "DeleteReplaced a"], changed.Succeeded().Steps);
    }

    [Fact]
    public async Task An_ignored_property_keeps_its_old_value()
    {
        await _stack.UpAsync(program => program.ThingAsync("a", Props(("size", "1"), ("image", "1"))));

        var update = (await _stack.UpAsync(program => program.ThingAsync(
            "a", Props(("size", "2"), ("image", "2")), goal => goal with { IgnoreChanges = ["image"] }))).Succeeded();

        Assert.Equal(["Update a"], update.Steps);
        Assert.Equal(PropertyValue.Of("1"), _stack["a"].Inputs["image"]);
        Assert.Equal(PropertyValue.Of("2"), _stack["a"].Inputs["size"]);
    }

    [Fact]
    public async Task A_property_named_in_replaceOnChanges_replaces()
    {
        await _stack.UpAsync(program => program.ThingAsync("a", Props(("size", "1"))));

        var update = (await _stack.UpAsync(program => program.ThingAsync(
            "a", Props(("size", "2")), goal => goal with { ReplaceOnChanges = ["size"] }))).Succeeded();

        Assert.Equal(["CreateReplacement a", "Replace a", "DeleteReplaced a"], update.Steps);
    }

    [Fact]
    public async Task A_half_made_resource_is_kept_and_the_next_update_goes_on_with_it()
    {
        var first = (await _stack.UpAsync(program => program.ThingAsync("a", Props(("unhealthy", "yes"))))).Failed();
        var after = _stack["a"];

        var second = (await _stack.UpAsync(program => program.ThingAsync("a", Props(("unhealthy", "yes"))))).Succeeded();

        Assert.Equal(["a is unhealthy"], first.Errors);
        Assert.Equal(("id-1", "a is unhealthy"), (after.Id, Assert.Single(after.InitErrors)));
        Assert.Equal(["Update a"], second.Steps);
        Assert.Empty(_stack["a"].InitErrors);
        Assert.Equal(["create a", "update a"], _stack.Cloud.Done);
    }

    [Fact]
    public async Task A_half_made_resource_is_replaced_where_the_program_says_so()
    {
        Task Program(TestProgram program) =>
            program.ThingAsync("a", Props(("size", "1")), goal => goal with { ReplaceOnChanges = ["#initerror"], DeleteBeforeReplace = true });
        await _stack.UpAsync(Program);
        _stack.State = _stack.State with
        {
            Resources = [.. _stack.State.Resources.Select(resource => resource.Name == "a" ? resource with { InitErrors = ["unhealthy"] } : resource)],
        };

        var update = (await _stack.UpAsync(Program)).Succeeded();

        Assert.Equal(["DeleteReplaced a", "Replace a", "CreateReplacement a"], update.Steps);
        Assert.Equal(["a"], _stack.Cloud.Names);
        Assert.Empty(_stack["a"].InitErrors);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_alias_takes_a_resource_over_with_all_that_refers_to_it(bool whole)
    {
        await _stack.UpAsync(async program =>
        {
            var old = await program.ThingAsync("old");
            await program.LinkedAsync("b", old);
        });

        var update = (await _stack.UpAsync(async program =>
        {
            var renamed = await program.ThingAsync("new", null, goal => goal with
            {
                Aliases = [whole ? new ResourceAlias(TestStack.Urn("old")) : new ResourceAlias(Name: "old")],
            });
            await program.LinkedAsync("b", renamed);
        })).Succeeded();

        Assert.Empty(update.Steps);
        Assert.Equal([TestStack.Urn("new")], _stack["b"].Dependencies);
        Assert.Equal([TestStack.Urn("old")], _stack["new"].Aliases);
        Assert.DoesNotContain(_stack.State.Resources, resource => resource.Name == "old");
        Assert.Equal(["create old", "create b"], _stack.Cloud.Done);
    }

    [Fact]
    public async Task A_component_that_is_renamed_takes_its_children_along()
    {
        static Func<TestProgram, Task> Program(string name, params ResourceAlias[] aliases) => async program =>
        {
            var component = await program.ComponentAsync(name, goal => goal with { Aliases = [.. aliases] });
            await program.ThingAsync(name + "-a", null, goal => goal with { Parent = component.Urn });
        };
        await _stack.UpAsync(Program("old"));

        var update = (await _stack.UpAsync(Program("new", new ResourceAlias(Name: "old")))).Succeeded();

        Assert.Empty(update.Steps);
        Assert.Equal(_stack["new"].Urn, _stack["new-a"].Parent);
    }

    [Fact]
    public async Task An_import_takes_what_exists_and_changes_what_differs()
    {
        var id = _stack.Cloud.Add(CloudProvider.ThingType, "a", Props(("name", "a"), ("size", "1")), "");

        var update = (await _stack.UpAsync(program => program.ThingAsync(
            "a", Props(("name", "a"), ("size", "2")), goal => goal with { ImportId = id }))).Succeeded();
        var again = (await _stack.UpAsync(program => program.ThingAsync(
            "a", Props(("name", "a"), ("size", "2")), goal => goal with { ImportId = id }))).Succeeded();

        Assert.Equal(["Import a", "Update a"], update.Steps);
        Assert.Empty(again.Steps);
        Assert.Equal((id, id), (_stack["a"].Id, _stack["a"].ImportId));
    }

    [Fact]
    public async Task An_import_of_what_would_be_replaced_is_refused_and_leaves_it_out_of_the_state()
    {
        var id = _stack.Cloud.Add(CloudProvider.ThingType, "a", Props(("name", "other")), "");

        var update = (await _stack.UpAsync(program => program.ThingAsync(
            "a", Props(("name", "a")), goal => goal with { ImportId = id }))).Failed();

        Assert.Contains($"a, imported from {id}, would have to be replaced because of name.", Assert.Single(update.Errors), StringComparison.Ordinal);
        Assert.DoesNotContain(_stack.State.Resources, resource => resource.Name == "a");
        Assert.Empty(_stack.State.PendingOperations);
        Assert.Single(_stack.Cloud.Names);
    }

    [Fact]
    public async Task An_import_of_what_does_not_exist_says_so()
    {
        var update = (await _stack.UpAsync(program => program.ThingAsync("a", null, goal => goal with { ImportId = "nothing" }))).Failed();

        Assert.Equal(["there is no test:index:Thing with the id \"nothing\"; correct the id in the program"], update.Errors);
    }

    [Fact]
    public async Task A_stack_reference_is_refused_by_that_name()
    {
        var update = (await _stack.UpAsync(program => program.Monitor.ReadAsync(
            new ReadGoal("pulumi:pulumi:StackReference", "other", "organization/x/y") { Parent = TestStack.Root }))).Failed();

        Assert.Contains("a stack reference to organization/x/y", Assert.Single(update.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_only_looked_up_is_never_deleted()
    {
        var id = _stack.Cloud.Add(CloudProvider.ThingType, "a", Props(("name", "a")), "");
        Registration? read = null;

        await _stack.UpAsync(async program => read = await program.Monitor.ReadAsync(new ReadGoal(CloudProvider.ThingType, "a", id) { Parent = TestStack.Root }));
        var state = _stack["a"];
        var update = (await _stack.UpAsync(_ => Task.CompletedTask)).Succeeded();

        Assert.Equal(PropertyValue.Of("a"), read!.Outputs["name"]);
        Assert.True(state.External);
        Assert.Equal(["Discard a"], update.Steps);
        Assert.Equal(["a"], _stack.Cloud.Names);
    }

    [Fact]
    public async Task An_explicit_provider_is_a_resource_and_what_uses_it_says_so()
    {
        static Func<TestProgram, Task> Program(string region) => async program =>
        {
            var provider = await program.ThingAsync("prov", Props(("region", region)), goal => goal with { Type = "pulumi:providers:test", Version = "1.2.3" });
            var component = await program.ComponentAsync("comp", goal => goal with
            {
                Providers = goal.Providers.Add("test", $"{provider.Urn}::{provider.Id}"),
            });
            await program.ThingAsync("a", null, goal => goal with { Parent = component.Urn });
        };
        (await _stack.UpAsync(Program("1"))).Succeeded();
        var before = _stack["prov"].Id;

        var update = (await _stack.UpAsync(Program("2"))).Succeeded();

        Assert.Equal(["Update prov"], update.Steps);
        Assert.Equal(before, _stack["prov"].Id);
        Assert.Equal($"{_stack["prov"].Urn}::{before}", _stack["a"].Provider);
        Assert.DoesNotContain(_stack.State.Resources, resource => resource.Name.StartsWith("default", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Timeouts_are_kept_in_the_state()
    {
        var timeouts = new CustomTimeouts(TimeSpan.FromMinutes(1), null, TimeSpan.FromMinutes(2));

        await _stack.UpAsync(program => program.ThingAsync("a", null, goal => goal with { CustomTimeouts = timeouts }));

        Assert.Equal(timeouts, _stack["a"].CustomTimeouts);
    }
}
