using Embedded.Engine.Planning;
using Embedded.Engine.Providers;
using Embedded.Engine.Values;
using static Infra.Tests.Embedded.Engine.Planning.StepTests;

namespace Infra.Tests.Embedded.Engine.Planning;

public class RefreshTests
{
    private readonly TestStack _stack = new();

    [Fact]
    public async Task What_is_as_it_was_is_no_change()
    {
        await _stack.UpAsync(program => program.ThingAsync("a"));

        var update = (await _stack.RefreshAsync(options => options with { ExpectNoChanges = true })).Succeeded();

        Assert.Equal(1, update.Events.OfType<UpdateFinished>().Single().Changes[StepOperation.Same]);
    }

    [Fact]
    public async Task What_has_drifted_is_taken_into_the_state_and_up_brings_it_back()
    {
        await _stack.UpAsync(program => program.ThingAsync("a", Props(("size", "1"))));
        var id = _stack["a"].Id!;
        _stack.Cloud.Things[id] = _stack.Cloud.Things[id] with { Inputs = _stack.Cloud.Things[id].Inputs.Set("size", PropertyValue.Of("9")) };

        var refresh = (await _stack.RefreshAsync()).Succeeded();
        var state = _stack["a"];
        var update = (await _stack.UpAsync(program => program.ThingAsync("a", Props(("size", "1"))))).Succeeded();

        Assert.Equal(DiffKind.Update, refresh.Step("a").Diff["size"]);
        Assert.Equal(PropertyValue.Of("9"), state.Outputs["size"]);
        Assert.Equal(["Update a"], update.Steps);
        Assert.Equal(PropertyValue.Of("1"), _stack.Cloud.Things[id].Inputs["size"]);
    }

    [Fact]
    public async Task What_has_gone_leaves_the_state_with_all_references_to_it_and_up_makes_it_again()
    {
        static async Task Program(TestProgram program) => await program.ThingAsync("b", null, null, await program.ThingAsync("a"));
        await _stack.UpAsync(Program);
        _stack.Cloud.Things.TryRemove(_stack["a"].Id!, out _);

        var refresh = (await _stack.RefreshAsync()).Succeeded();
        Assert.Empty(_stack["b"].Dependencies);
        var update = (await _stack.UpAsync(Program)).Succeeded();

        Assert.Null(refresh.Step("a").New);
        Assert.Equal(["Create a"], update.Steps);
        Assert.Equal([TestStack.Urn("a")], _stack["b"].Dependencies);
    }

    [Fact]
    public async Task A_preview_with_refresh_sees_what_has_gone_and_writes_nothing()
    {
        await _stack.UpAsync(program => program.ThingAsync("a"));
        _stack.Cloud.Things.Clear();
        _stack.Saves.Clear();

        var preview = (await _stack.PreviewAsync(program => program.ThingAsync("a"), options => options with { Refresh = true })).Succeeded();

        Assert.Equal(["Refresh a", "Create a"], preview.Steps);
        Assert.Empty(_stack.Saves);
    }

    [Fact]
    public async Task Secrets_stay_secrets()
    {
        var secret = PropertyValue.Secret(PropertyValue.Of("1"));
        await _stack.UpAsync(program => program.ThingAsync("a", PropertyMap.Of(("size", secret))));

        (await _stack.RefreshAsync()).Succeeded();

        Assert.Equal((secret, secret), (_stack["a"].Inputs["size"], _stack["a"].Outputs["size"]));
    }

    [Fact]
    public async Task What_cannot_be_read_fails_and_stays()
    {
        await _stack.UpAsync(program => program.ThingAsync("a"));
        _stack.Cloud.Before = (_, _) => throw new ProviderException("not readable");

        var update = (await _stack.RefreshAsync()).Failed();

        Assert.Equal(["not readable"], update.Errors);
        Assert.Equal("id-1", _stack["a"].Id);
    }
}
