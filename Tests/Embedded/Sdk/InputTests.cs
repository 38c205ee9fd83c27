using System.Collections.Immutable;
using Pulumi;
using Pulumi.Utilities;

namespace Infra.Tests.Embedded.Sdk;

public sealed class InputTests
{
    [Fact]
    public async Task A_list_is_made_of_elements_lists_and_outputs_in_the_order_given()
    {
        var list = new InputList<string> { "a", Output.Create("b") };
        list.Add("c", "d");
        list.AddRange(Output.Create(ImmutableArray.Create("e", "f")));
        list.AddRange(new[] { "g" });
        var longer = list.Concat(new List<string> { "h" });

        Assert.Equal(["a", "b", "c", "d", "e", "f", "g"], await ValueOf(list));
        Assert.Equal(["a", "b", "c", "d", "e", "f", "g", "h"], await ValueOf(longer));
    }

    [Fact]
    public async Task A_list_that_was_looked_at_still_takes_elements()
    {
        var list = new InputList<int> { 1 };
        _ = list.ToOutput();
        list.Add(2);

        Assert.Equal([1, 2], await ValueOf(list));
    }

    [Fact]
    public async Task A_list_added_to_itself_doubles()
    {
        var list = new InputList<int> { 1 };
        list.AddRange(list);

        Assert.Equal([1, 1], await ValueOf(list));
    }

    [Fact]
    public async Task A_list_is_enumerated_asynchronously_only()
    {
        var list = new InputList<int> { 1, 2 };
        var seen = new List<int>();
        await foreach (var item in list)
            seen.Add(await OutputUtilities.GetValueAsync(item.ToOutput()));

        Assert.Equal([1, 2], seen);
        Assert.Throws<NotSupportedException>(() => ((System.Collections.IEnumerable)list).GetEnumerator());
    }

    [Fact]
    public async Task A_list_that_was_never_set_counts_as_empty()
    {
        InputList<string> list = default(ImmutableArray<string>);
        InputList<string> late = Output.Create(default(ImmutableArray<string>));

        Assert.Empty(await ValueOf(list));
        Assert.Empty(await ValueOf(late));
    }

    [Fact]
    public async Task A_map_takes_entries_maps_and_outputs()
    {
        var map = new InputMap<string> { { "a", "1" }, { "b", Output.Create("2") } };
        map.AddRange(Output.Create(new Dictionary<string, string> { ["c"] = "3" }));

        var value = await OutputUtilities.GetValueAsync(map.ToOutput());
        Assert.Equal(["a=1", "b=2", "c=3"], value.Select(entry => $"{entry.Key}={entry.Value}").Order());
    }

    [Fact]
    public async Task A_key_given_twice_must_have_the_same_value()
    {
        var same = new InputMap<string> { { "a", "1" }, { "a", "1" } };
        var different = new InputMap<string> { { "a", "1" }, { "a", "2" } };

        Assert.Equal("1", (await OutputUtilities.GetValueAsync(same.ToOutput()))["a"]);
        var exception = await Assert.ThrowsAsync<ArgumentException>(() => OutputUtilities.GetValueAsync(different.ToOutput()));
        Assert.Equal("Key 'a' already exists in the map with a different value.", exception.Message);
    }

    [Fact]
    public async Task In_a_merge_the_second_map_wins()
    {
        var merged = InputMap<string>.Merge(new() { { "a", "1" }, { "b", "1" } }, new() { { "b", "2" } });

        var value = await OutputUtilities.GetValueAsync(merged.ToOutput());
        Assert.Equal("1", value["a"]);
        Assert.Equal("2", value["b"]);
    }

    [Fact]
    public async Task One_secret_element_makes_the_whole_list_secret_for_whoever_reads_it_whole()
    {
        var list = new InputList<string> { "a", Output.CreateSecret("b") };

        Assert.True(await Output.IsSecretAsync(list.ToOutput()));
    }

    [Fact]
    public async Task Lists_of_unions_take_members_of_either_type()
    {
        var list = new InputList<Union<string, int>>();
        list.Add((Input<string>)"a");
        list.Add((Input<int>)2);

        Assert.Equal(["a", 2], (await ValueOf(list)).Select(union => union.Value));
    }

    [Fact]
    public void A_null_output_is_refused_where_it_is_given()
    {
        Output<string> missing = null!;

        Assert.Throws<ArgumentNullException>(() => (Input<string>)missing);
    }

    [Fact]
    public void A_union_knows_which_of_the_two_it_holds()
    {
        Union<string, int> union = 5;

        Assert.True(union.IsT1);
        Assert.Equal("5", union.Match(text => text, number => number.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.True(union.TryPickT1(out var number, out _));
        Assert.Equal(5, number);
        Assert.Throws<InvalidOperationException>(() => union.AsT0);
        Assert.Equal(union, Union<string, int>.FromT1(5));
        Assert.NotEqual(union, Union<string, int>.FromT0("5"));
    }

    private static Task<ImmutableArray<T>> ValueOf<T>(InputList<T> list) => OutputUtilities.GetValueAsync(list.ToOutput());
}
