using System.Collections.Immutable;
using System.Text.Json;
using Pulumi;
using Pulumi.Utilities;

namespace Infra.Tests.Embedded.Sdk;

public sealed class OutputTests
{
    private static readonly Output<string> Unknown = OutputUtilities.CreateUnknown("");

    [Fact]
    public async Task Apply_changes_the_value_and_keeps_secrecy()
    {
        var output = Output.CreateSecret(20).Apply(value => value + 1);

        Assert.Equal(21, await OutputUtilities.GetValueAsync(output));
        Assert.True(await Output.IsSecretAsync(output));
    }

    [Fact]
    public async Task Apply_is_not_called_for_an_unknown_value()
    {
        var isCalled = false;
        var output = Unknown.Apply(value =>
        {
            isCalled = true;
            return value;
        });

        Assert.False(await OutputUtilities.GetIsKnownAsync(output));
        Assert.False(isCalled);
    }

    [Fact]
    public async Task An_output_that_Apply_returns_lends_its_secrecy_and_its_being_unknown()
    {
        Assert.True(await Output.IsSecretAsync(Output.Create(1).Apply(_ => Output.CreateSecret("s"))));
        Assert.False(await OutputUtilities.GetIsKnownAsync(Output.Create(1).Apply(_ => Unknown)));
    }

    [Fact]
    public async Task An_exception_in_Apply_reaches_whoever_waits()
    {
        var output = Output.Create(1).Apply<int>((Func<int, int>)(_ => throw new InvalidOperationException("broken")));

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => OutputUtilities.GetValueAsync(output));
        Assert.Equal("broken", exception.Message);
    }

    [Fact]
    public async Task All_and_Tuple_are_secret_or_unknown_if_one_member_is()
    {
        var secret = Output.All(Output.Create("a"), Output.CreateSecret("b"));
        var unknown = Output.Tuple(Output.Create(1), Unknown);

        Assert.Equal(["a", "b"], await OutputUtilities.GetValueAsync(secret));
        Assert.True(await Output.IsSecretAsync(secret));
        Assert.False(await OutputUtilities.GetIsKnownAsync(unknown));
    }

    [Fact]
    public async Task Tuple_takes_up_to_eight_members_of_different_types()
    {
        var tuple = await OutputUtilities.GetValueAsync(Output.Tuple(
            Output.Create(1), Output.Create("2"), Output.Create(3.0), Output.Create(true),
            Output.Create('5'), Output.Create(6), Output.Create(7), Output.CreateSecret(8)));

        Assert.Equal((1, "2", 3.0, true, '5', 6, 7, 8), tuple);
    }

    [Fact]
    public async Task Format_fills_in_outputs_inputs_and_plain_values_whatever_the_culture()
    {
        Input<int> port = 3000;
        var output = Output.Format($"http://{Output.CreateSecret("host")}:{port}/{1.5:0.00}");

        Assert.Equal("http://host:3000/1.50", await OutputUtilities.GetValueAsync(output));
        Assert.True(await Output.IsSecretAsync(output));
    }

    [Fact]
    public async Task Unsecret_gives_the_value_away_and_CreateSecret_takes_it_back()
    {
        var open = Output.Unsecret(Output.CreateSecret("s"));

        Assert.False(await Output.IsSecretAsync(open));
        Assert.True(await Output.IsSecretAsync(Output.CreateSecret(open)));
    }

    [Fact]
    public async Task JsonSerialize_looks_into_nested_outputs_even_late_ones()
    {
        var late = new TaskCompletionSource<string>();
        var output = Output.JsonSerialize(Output.Create(new Dictionary<string, object>
        {
            ["plain"] = 1,
            ["late"] = Output.Create(late.Task),
            ["secret"] = Output.CreateSecret("s"),
            ["list"] = new InputList<string> { "a", Output.Create("b") },
        }));
        late.SetResult("now");

        Assert.Equal("""{"plain":1,"late":"now","secret":"s","list":["a","b"]}""", await OutputUtilities.GetValueAsync(output));
        Assert.True(await Output.IsSecretAsync(output));
    }

    [Fact]
    public async Task JsonSerialize_of_something_with_an_unknown_inside_is_unknown()
    {
        var output = Output.JsonSerialize(Output.Create(new { known = 1, unknown = Unknown }));

        Assert.False(await OutputUtilities.GetIsKnownAsync(output));
    }

    [Fact]
    public async Task JsonDeserialize_keeps_secrecy_and_fills_nested_outputs()
    {
        var output = Output.JsonDeserialize<Dictionary<string, Output<int>>>(Output.CreateSecret("""{"a":1}"""));

        var value = await OutputUtilities.GetValueAsync(output);
        Assert.Equal(1, await OutputUtilities.GetValueAsync(value["a"]));
        Assert.True(await Output.IsSecretAsync(value["a"]));
    }

    [Fact]
    public async Task JsonSerialize_follows_the_options_given()
    {
        var output = Output.JsonSerialize(Output.Create(new { Name = "x" }), new JsonSerializerOptions(JsonSerializerDefaults.Web));

        Assert.Equal("""{"name":"x"}""", await OutputUtilities.GetValueAsync(output));
    }

    [Fact]
    public async Task A_deferred_output_follows_its_source_and_takes_only_one()
    {
        var deferred = new DeferredOutput<string>();
        deferred.Resolve(Output.CreateSecret("s"));

        Assert.Equal("s", await OutputUtilities.GetValueAsync(deferred.Output));
        Assert.True(await Output.IsSecretAsync(deferred.Output));
        Assert.Throws<InvalidOperationException>(() => deferred.Resolve(Output.Create("t")));
    }

    [Fact]
    public async Task Lists_and_unions_have_shorthands()
    {
        var list = Output.Create(ImmutableArray.Create("a", "b"));
        var union = Output.Create(Union<string, int>.FromT1(5));

        Assert.Equal("a", await OutputUtilities.GetValueAsync(list.First()));
        Assert.Equal("b", await OutputUtilities.GetValueAsync(list.GetAt(1)));
        Assert.Equal(2, await OutputUtilities.GetValueAsync(list.Length()));
        Assert.Equal(5, await OutputUtilities.GetValueAsync(union.AsT1()));
        Assert.False(await OutputUtilities.GetValueAsync(union.IsT0()));
    }

    [Fact]
    public void Text_made_of_an_output_by_mistake_says_how_to_do_it()
        => Assert.Contains("Output.Format", $"{Output.Create("x")}", StringComparison.Ordinal);
}
