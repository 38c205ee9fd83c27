using Embedded.Engine.Planning;
using Embedded.Engine.Values;
using static Infra.Tests.Embedded.Engine.Planning.StepTests;

namespace Infra.Tests.Embedded.Engine.Planning;

public class ValueTests
{
    private readonly TestStack _stack = new();

    [Fact]
    public async Task What_is_secret_is_told_before_anything_is_said_about_the_resource()
    {
        var update = (await _stack.UpAsync(program => Task.WhenAll(
            program.ThingAsync("a", PropertyMap.Of(("size", PropertyValue.Secret(PropertyValue.Of("hush-hush")))), goal => goal with { ImportId = "nothing" }),
            program.ThingAsync("b")))).Failed();

        var told = Assert.Single(update.Events.OfType<SecretsWanted>());
        Assert.Equal(PropertyValue.Secret(PropertyValue.Of("hush-hush")), told.Inputs.Get("size"));
        Assert.True(update.Events.ToList().IndexOf(told) < update.Events.ToList().FindIndex(entry => entry is StepFailed));
    }

    [Fact]
    public async Task A_secret_input_makes_the_output_of_its_name_secret()
    {
        Registration? registration = null;
        await _stack.UpAsync(async program => registration = await program.ThingAsync("a", Props(("image", "1")).Set("size", Secret("2"))));

        Assert.Equal(Secret("2"), registration!.Outputs["size"]);
        Assert.Equal(PropertyValue.Of("1"), registration.Outputs["image"]);
        Assert.Equal(Secret("2"), _stack["a"].Inputs["size"]);
        Assert.Equal(Secret("2"), _stack["a"].Outputs["size"]);
    }

    [Fact]
    public async Task A_secret_deep_in_an_input_stays_in_its_place_and_makes_the_output_secret_whole()
    {
        var list = PropertyValue.Of([PropertyValue.Of("plain"), Secret("hidden")]);
        await _stack.UpAsync(program => program.ThingAsync("a", PropertyMap.Of(("size", list))));

        Assert.Equal(list, _stack["a"].Inputs["size"]);
        Assert.Equal(PropertyValue.Secret(list.WithoutSecrets()), _stack["a"].Outputs["size"]);
    }

    [Fact]
    public async Task Additional_secret_outputs_are_secret()
    {
        await _stack.UpAsync(program => program.ThingAsync("a", null, goal => goal with { AdditionalSecretOutputs = ["serial"] }));

        Assert.Equal(Secret("serial of id-1"), _stack["a"].Outputs["serial"]);
    }

    [Fact]
    public async Task A_value_that_only_becomes_secret_is_no_change_and_is_recorded()
    {
        await _stack.UpAsync(program => program.ThingAsync("a", Props(("size", "1"))));

        var update = (await _stack.UpAsync(program => program.ThingAsync("a", PropertyMap.Of(("size", Secret("1")))))).Succeeded();

        Assert.Empty(update.Steps);
        Assert.Equal(Secret("1"), _stack["a"].Inputs["size"]);
        Assert.Equal(Secret("1"), _stack["a"].Outputs["size"]);
    }

    [Fact]
    public async Task A_preview_touches_nothing_and_knows_the_inputs_but_not_the_rest()
    {
        Registration? registration = null;
        var preview = (await _stack.PreviewAsync(async program =>
        {
            registration = await program.ThingAsync("a", Props(("size", "1")));
            await program.LinkedAsync("b", registration);
        })).Succeeded();

        Assert.Equal(["Create a", "Create b"], preview.Steps);
        Assert.Null(registration!.Id);
        Assert.Equal(PropertyValue.Of("1"), registration.Outputs["size"]);
        Assert.Null(registration.Outputs.Get("serial"));
        Assert.Empty(_stack.Saves);
        Assert.Empty(_stack.Cloud.Done);
    }

    [Fact]
    public async Task In_a_preview_an_unchanged_resource_has_its_outputs_and_a_changed_one_its_id_and_inputs()
    {
        await _stack.UpAsync(async program =>
        {
            await program.ThingAsync("same", Props(("size", "1")));
            await program.ThingAsync("changed", Props(("size", "1")));
            await program.ThingAsync("replaced", Props(("image", "1")));
        });
        Registration? same = null, changed = null, replaced = null;

        await _stack.PreviewAsync(async program =>
        {
            same = await program.ThingAsync("same", Props(("size", "1")));
            changed = await program.ThingAsync("changed", Props(("size", "2")));
            replaced = await program.ThingAsync("replaced", Props(("image", "2")));
        });

        Assert.Equal(("id-1", PropertyValue.Of("serial of id-1")), (same!.Id, same.Outputs["serial"]));
        Assert.Equal(("id-2", PropertyValue.Unknown, PropertyValue.Of("2")), (changed!.Id, changed.Outputs["serial"], changed.Outputs["size"]));
        Assert.Null(replaced!.Id);
        Assert.Null(replaced.Outputs.Get("serial"));
    }

    [Fact]
    public async Task A_preview_shows_the_replacement_of_what_depends_on_a_replaced_one()
    {
        static Func<TestProgram, Task> Program(string image) => async program =>
        {
            var a = await program.ThingAsync("a", Props(("image", image)), goal => goal with { DeleteBeforeReplace = true });
            await program.LinkedAsync("b", a);
        };
        await _stack.UpAsync(Program("1"));

        var preview = (await _stack.PreviewAsync(Program("2"))).Succeeded();

        Assert.Equal(
            ["DeleteReplaced b", "DeleteReplaced a", "Replace a", "CreateReplacement a", "Replace b", "CreateReplacement b"], preview.Steps);
        Assert.Equal(["create a", "create b"], _stack.Cloud.Done);
    }

    [Fact]
    public async Task A_provider_whose_settings_are_not_known_yet_is_not_asked()
    {
        Task Program(TestProgram program, PropertyValue region) => Task.Run(async () =>
        {
            var provider = await program.ThingAsync("prov", PropertyMap.Of(("region", region)), goal => goal with { Type = "pulumi:providers:test" });
            await program.ThingAsync("a", Props(("bad", "not checked")), goal => goal with { Provider = Urns.Reference(provider.Urn, provider.Id) });
        });

        var preview = (await _stack.PreviewAsync(program => Program(program, PropertyValue.Unknown))).Succeeded();
        var known = (await _stack.PreviewAsync(program => Program(program, PropertyValue.Of("1")))).Failed();

        Assert.Equal(["Create prov", "Create a"], preview.Steps);
        Assert.Equal(["bad: must not be there"], known.Errors);
    }

    [Fact]
    public async Task A_function_is_answered_by_its_provider()
    {
        PropertyMap? answer = null;
        await _stack.UpAsync(async program => answer = await program.Monitor.InvokeAsync("test:index:ask", PropertyMap.Of(("q", Secret("1"))), null, null, null));

        Assert.Equal(PropertyValue.Of("test:index:ask"), answer!["answer"]);
    }

    private static PropertyValue Secret(string value) => PropertyValue.Secret(PropertyValue.Of(value));
}
