using Embedded.Engine.Planning;
using Embedded.Engine.Providers;
using Embedded.Engine.Values;

namespace Infra.Tests.Embedded.Engine.Planning;

public class StepTests
{
    private readonly TestStack _stack = new();

    [Fact]
    public async Task A_new_resource_is_created_and_recorded_with_its_default_provider()
    {
        var update = (await _stack.UpAsync(program => program.ThingAsync("a", Props(("size", "1"))))).Succeeded();

        Assert.Equal(["Create a"], update.Steps);
        Assert.True(update.Result.HasChanges);
        var provider = _stack["default_1_2_3"];
        Assert.Equal("urn:pulumi:dev::proj::pulumi:providers:test::default_1_2_3", provider.Urn);
        Assert.True(Guid.TryParse(provider.Id, out _));
        Assert.Equal(PropertyValue.Of("1.2.3"), provider.Inputs["version"]);
        var thing = _stack["a"];
        Assert.Equal($"{provider.Urn}::{provider.Id}", thing.Provider);
        Assert.Equal(PropertyValue.Of("serial of id-1"), thing.Outputs["serial"]);
        Assert.NotNull(thing.Created);
        Assert.Empty(_stack.State.PendingOperations);
    }

    [Fact]
    public async Task An_unchanged_program_changes_nothing_and_writes_nothing()
    {
        await _stack.UpAsync(program => program.ThingAsync("a"));
        _stack.Saves.Clear();

        var update = (await _stack.UpAsync(program => program.ThingAsync("a"))).Succeeded();

        Assert.Empty(update.Steps);
        Assert.False(update.Result.HasChanges);
        Assert.Empty(_stack.Saves);
        Assert.Equal(["create a"], _stack.Cloud.Done);
    }

    [Fact]
    public async Task A_changed_option_is_recorded_without_a_step()
    {
        await _stack.UpAsync(program => program.ThingAsync("a"));

        var update = (await _stack.UpAsync(program => program.ThingAsync("a", null, goal => goal with { Protect = true }))).Succeeded();

        Assert.Empty(update.Steps);
        Assert.True(_stack["a"].Protect);
    }

    [Fact]
    public async Task What_the_state_holds_for_others_stays()
    {
        await _stack.UpAsync(program => program.ThingAsync("a", Props(("size", "1"))));
        _stack.State = _stack.State with
        {
            Resources = [.. _stack.State.Resources.Select(resource => resource with { OtherFields = """{"sourcePosition":"x"}""" })],
        };

        (await _stack.UpAsync(program => program.ThingAsync("a", Props(("size", "2"))))).Succeeded();

        Assert.Equal("""{"sourcePosition":"x"}""", _stack["a"].OtherFields);
    }

    [Fact]
    public async Task A_changed_property_updates_in_place()
    {
        await _stack.UpAsync(program => program.ThingAsync("a", Props(("size", "1"))));
        var id = _stack["a"].Id;

        var update = (await _stack.UpAsync(program => program.ThingAsync("a", Props(("size", "2"))))).Succeeded();

        Assert.Equal(["Update a"], update.Steps);
        Assert.Equal(DiffKind.Update, update.Step("a").Diff["size"]);
        Assert.Equal(id, _stack["a"].Id);
        Assert.Equal(PropertyValue.Of("2"), _stack["a"].Outputs["size"]);
    }

    [Fact]
    public async Task A_replacement_is_created_before_the_old_one_is_deleted()
    {
        await _stack.UpAsync(program => program.ThingAsync("a", Props(("image", "1"))));
        var name = _stack["a"].Inputs["name"];

        var update = (await _stack.UpAsync(program => program.ThingAsync("a", Props(("image", "2"))))).Succeeded();

        Assert.Equal(["CreateReplacement a", "Replace a", "DeleteReplaced a"], update.Steps);
        Assert.Equal(["image"], update.Step("a").Operation == StepOperation.DeleteReplaced
            ? update.Events.OfType<StepSucceeded>().First(done => done.Step.Operation == StepOperation.Replace).Step.ReplaceReasons
            : []);
        Assert.Equal(["create a", "create a", "delete a"], _stack.Cloud.Done);
        Assert.Equal(["a"], _stack.Cloud.Names);
        Assert.Equal("id-2", _stack["a"].Id);
        Assert.NotEqual(name, _stack["a"].Inputs["name"]);
    }

    [Fact]
    public async Task A_provider_can_wish_for_deletion_first_and_the_program_has_the_last_word()
    {
        var inputs = Props(("image", "1"), ("exclusive", "yes"));
        await _stack.UpAsync(program => program.ThingAsync("a", inputs));

        var first = (await _stack.UpAsync(program => program.ThingAsync("a", inputs.Set("image", PropertyValue.Of("2"))))).Succeeded();
        var second = (await _stack.UpAsync(program => program.ThingAsync(
            "a", inputs.Set("image", PropertyValue.Of("3")), goal => goal with { DeleteBeforeReplace = false }))).Succeeded();

        Assert.Equal(["DeleteReplaced a", "Replace a", "CreateReplacement a"], first.Steps);
        Assert.Equal(["CreateReplacement a", "Replace a", "DeleteReplaced a"], second.Steps);
    }

    [Fact]
    public async Task Deletion_first_takes_down_those_that_would_have_to_be_replaced_too_and_only_those()
    {
        static Func<TestProgram, Task> Program(string image) => async program =>
        {
            var a = await program.ThingAsync("a", Props(("image", image)), goal => goal with { DeleteBeforeReplace = true });
            var b = await program.LinkedAsync("b", a);
            await program.LinkedAsync("c", b);
            await program.ThingAsync("d", null, null, a);
        };
        await _stack.UpAsync(Program("1"));
        _stack.Cloud.Done.Clear();

        var update = (await _stack.UpAsync(Program("2"))).Succeeded();

        Assert.Equal(["delete c", "delete b", "delete a", "create a", "create b", "create c"], _stack.Cloud.Done);
        Assert.Equal(
            ["DeleteReplaced c", "DeleteReplaced b", "DeleteReplaced a", "Replace a", "CreateReplacement a", "Replace b", "CreateReplacement b", "Replace c", "CreateReplacement c"],
            update.Steps);
        Assert.Equal(["a", "b", "c", "d"], _stack.Cloud.Names);
    }

    [Fact]
    public async Task What_left_the_program_is_deleted_dependents_first()
    {
        await _stack.UpAsync(async program =>
        {
            var a = await program.ThingAsync("a");
            var b = await program.LinkedAsync("b", a);
            await program.ThingAsync("c", null, null, b);
        });
        _stack.Cloud.Done.Clear();

        var update = (await _stack.UpAsync(_ => Task.CompletedTask)).Succeeded();

        Assert.Equal(["delete c", "delete b", "delete a"], _stack.Cloud.Done);
        Assert.Equal(["Delete c", "Delete b", "Delete a"], update.Steps);
        Assert.Equal(TestStack.Root, Assert.Single(_stack.State.Resources).Urn);
    }

    [Fact]
    public async Task Destroy_removes_all_dependents_first()
    {
        await _stack.UpAsync(async program =>
        {
            var component = await program.ComponentAsync("comp");
            var a = await program.ThingAsync("a", null, goal => goal with { Parent = component.Urn });
            await program.LinkedAsync("b", a);
        });

        var update = (await _stack.DestroyAsync()).Succeeded();

        Assert.Equal(["Delete b", "Delete a", "Delete comp"], update.Steps);
        Assert.Empty(_stack.State.Resources);
        Assert.Empty(_stack.Cloud.Things);
    }

    [Fact]
    public async Task Names_of_what_is_in_a_component_say_so_and_those_on_the_stack_do_not()
    {
        await _stack.UpAsync(async program =>
        {
            var component = await program.ComponentAsync("comp");
            await program.ThingAsync("a", null, goal => goal with { Parent = component.Urn });
        });

        Assert.Equal("urn:pulumi:dev::proj::my:index:Component::comp", _stack["comp"].Urn);
        Assert.Equal("urn:pulumi:dev::proj::my:index:Component$test:index:Thing::a", _stack["a"].Urn);
    }

    [Fact]
    public async Task A_component_keeps_the_outputs_that_it_registers()
    {
        await _stack.UpAsync(async program =>
        {
            var component = await program.ComponentAsync("comp");
            await program.Monitor.RegisterOutputsAsync(component.Urn, Props(("url", "http://a")));
            program.Outputs = Props(("url", "http://a"));
        });
        var update = await _stack.UpAsync(async program =>
        {
            await program.ComponentAsync("comp");
            program.Outputs = Props(("url", "http://b"));
        });

        Assert.Equal(Props(("url", "http://a")), _stack["comp"].Outputs);
        var outputs = Assert.Single(update.Events.OfType<StackOutputs>());
        Assert.Equal((Props(("url", "http://a")), Props(("url", "http://b"))), (outputs.Old, outputs.New));
    }

    [Fact]
    public async Task A_wrong_property_is_told_with_its_reason_and_nothing_is_made()
    {
        var update = (await _stack.UpAsync(program => program.ThingAsync("a", Props(("bad", "x"))))).Failed();

        Assert.Equal(["bad: must not be there"], update.Errors);
        Assert.Empty(_stack.Cloud.Done);
    }

    [Fact]
    public async Task Two_resources_of_one_name_are_refused()
    {
        var update = (await _stack.UpAsync(async program =>
        {
            await program.ThingAsync("a");
            await program.ThingAsync("a");
        })).Failed();

        Assert.Equal(
            [$"Two resources have the URN {TestStack.Urn("a")}. Give one of them another name: it must be unique among those of its type and parent."],
            update.Errors);
    }

    [Fact]
    public async Task A_package_without_a_provider_is_named()
    {
        var update = (await _stack.UpAsync(program => program.ThingAsync("a", null, goal => goal with { Type = "aws:s3:Bucket" }))).Failed();

        Assert.Contains("no provider for the package \"aws\"; it has test", Assert.Single(update.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Expecting_no_changes_fails_on_a_change_and_passes_without()
    {
        static Task Program(TestProgram program) => program.ThingAsync("a");

        var changed = await _stack.PreviewAsync(Program, options => options with { ExpectNoChanges = true });
        await _stack.UpAsync(Program);
        var unchanged = await _stack.PreviewAsync(Program, options => options with { ExpectNoChanges = true });

        Assert.Equal(UpdateFailure.Stack, changed.Failed().Result.Failure);
        Assert.Equal(["No changes were expected, but there are some: 1 create."], changed.Errors);
        unchanged.Succeeded();
    }

    internal static PropertyMap Props(params (string Name, string Value)[] values) =>
        PropertyMap.Of(values.Select(pair => KeyValuePair.Create(pair.Name, PropertyValue.Of(pair.Value))));
}
