using Embedded.Engine.Providers;
using Embedded.Engine.Providers.Random;
using Embedded.Engine.Values;
using static Infra.Tests.Embedded.Engine.Values.BriefValues;

namespace Infra.Tests.Embedded.Engine.Providers.Random;

public class RandomProviderTests
{
    private const string Password = "random:index/randomPassword:RandomPassword";
    private const string Text = "random:index/randomString:RandomString";
    private const string Id = "random:index/randomId:RandomId";
    private const string Bytes = "random:index/randomBytes:RandomBytes";
    private const string Uuid = "random:index/randomUuid:RandomUuid";
    private const string Integer = "random:index/randomInteger:RandomInteger";
    private const string Shuffle = "random:index/randomShuffle:RandomShuffle";
    private const string Pet = "random:index/randomPet:RandomPet";

    private static readonly RandomProvider Provider = new();

    [Fact]
    public async Task A_password_has_the_wanted_length_and_letters_and_a_hash_that_fits_it()
    {
        var result = await Provider.MakeAsync(Password, Map(("length", 24), ("special", false), ("minNumeric", 3), ("minUpper", 2)));
        var password = result.Text("result");
        Assert.Matches("^[A-Za-z0-9]{24}$", password);
        Assert.True(password.Count(char.IsAsciiDigit) >= 3);
        Assert.True(password.Count(char.IsAsciiLetterUpper) >= 2);
        Assert.True(BCrypt.Net.BCrypt.Verify(password, result.Text("bcryptHash")));
        Assert.Equal("none", result.Id);
        Assert.Equal(PropertyValue.False, result.Outputs["special"]);
        Assert.Equal(PropertyValue.True, result.Outputs["numeric"]);
        Assert.Equal(PropertyValue.True, result.Outputs["number"]);
    }

    [Fact]
    public async Task Special_letters_are_taken_from_those_that_are_named()
    {
        var result = await Provider.MakeAsync(Text, Map(
            ("length", 40), ("upper", false), ("lower", false), ("numeric", false), ("overrideSpecial", "_~")));
        Assert.Matches("^[_~]{40}$", result.Text("result"));
        Assert.Equal(result.Text("result"), result.Id);
    }

    [Fact]
    public async Task Two_passwords_are_never_the_same()
    {
        var first = await Provider.MakeAsync(Text, Map(("length", 20)));
        var second = await Provider.MakeAsync(Text, Map(("length", 20)));
        Assert.NotEqual(first.Id, second.Id);
    }

    [Fact]
    public void Refuses_lengths_and_minimums_that_do_not_fit()
    {
        Assert.Equal(["length: expected 1 or more, found 0"], Provider.Mistakes(Password, Map(("length", 0))));
        Assert.Equal(["length: expected at least 5, the sum of the minimums, found 4"], Provider.Mistakes(Password, Map(("length", 4), ("minLower", 2), ("minUpper", 3))));
        Assert.Equal(["minLower: expected 0 or more, found -1"], Provider.Mistakes(Password, Map(("length", 4), ("minLower", -1))));
        Assert.Equal(
            ["upper: expected at least one of upper, lower, numeric and special to be true, found none"],
            Provider.Mistakes(Password, Map(("length", 4), ("upper", false), ("lower", false), ("number", false), ("special", false))));
        Assert.Equal(["min: expected at most max (1), found 2"], Provider.Mistakes(Integer, Map(("min", 2), ("max", 1))));
        Assert.Equal(["byteLength: expected 1 or more, found 0"], Provider.Mistakes(Id, Map(("byteLength", 0))));
        Assert.Empty(Provider.Mistakes(Password, Map(("length", PropertyValue.Unknown))));
    }

    [Fact]
    public void Changed_keepers_replace_and_a_default_written_out_does_not()
    {
        var old = Map(("length", 16), ("keepers", Map(("version", "1"))));
        var replaced = Provider.Diff(Password, "none", old, PropertyMap.Empty, Map(("length", 16), ("keepers", Map(("version", "2")))));
        Assert.Equal(DiffKind.UpdateReplace, replaced.Detailed["keepers.version"]);
        Assert.False(Provider.Diff(Password, "none", old, PropertyMap.Empty, old.Set("special", PropertyValue.True).Set("minLower", PropertyValue.Of(0))).HasChanges);
        Assert.True(Provider.Diff(Password, "none", old, PropertyMap.Empty, old.Set("special", PropertyValue.False)).RequiresReplacement);
    }

    [Fact]
    public async Task An_id_is_the_same_bytes_in_every_form()
    {
        var result = await Provider.MakeAsync(Id, Map(("byteLength", 8), ("prefix", "p-")));
        var bytes = Convert.FromHexString(result.Text("hex")[2..]);
        Assert.Equal(8, bytes.Length);
        Assert.Equal("p-" + Convert.ToBase64String(bytes), result.Text("b64Std"));
        Assert.Equal("p-" + result.Id, result.Text("b64Url"));
        Assert.Equal("p-" + new System.Numerics.BigInteger(bytes, true, true), result.Text("dec"));
    }

    [Fact]
    public async Task Bytes_uuids_integers_and_pets_are_what_they_say()
    {
        var bytes = await Provider.MakeAsync(Bytes, Map(("length", 5)));
        Assert.Equal(bytes.Text("hex"), Convert.ToHexStringLower(Convert.FromBase64String(bytes.Text("base64"))));
        Assert.Equal(4, Guid.Parse((await Provider.MakeAsync(Uuid, Map())).Text("result")).Version);
        Assert.Equal(7, Guid.Parse((await Provider.MakeAsync("random:index/randomUuid7:RandomUuid7", Map())).Text("result")).Version);
        Assert.Equal("7", (await Provider.MakeAsync(Integer, Map(("min", 7), ("max", 7)))).Id);
        Assert.Matches("^x_[a-z]+_[a-z]+_[a-z]+$", (await Provider.MakeAsync(Pet, Map(("length", 3), ("prefix", "x"), ("separator", "_")))).Id);
    }

    [Fact]
    public async Task A_seed_determines_what_is_drawn()
    {
        var inputs = Map(("inputs", List("a", "b", "c", "d", "e", "f", "g", "h")), ("seed", "s"));
        var first = await Provider.MakeAsync(Shuffle, inputs);
        Assert.Equal(first.Outputs["results"], (await Provider.MakeAsync(Shuffle, inputs)).Outputs["results"]);
        var results = Assert.IsType<ListValue>(first.Outputs["results"]).Items.Select(item => item.ToString()).ToArray();
        Assert.Equal(["a", "b", "c", "d", "e", "f", "g", "h"], results.Order(StringComparer.Ordinal));
        var number = Map(("min", 1), ("max", 1000000), ("seed", "s"));
        Assert.Equal((await Provider.MakeAsync(Integer, number)).Id, (await Provider.MakeAsync(Integer, number)).Id);
    }

    [Fact]
    public async Task Reading_gives_back_the_state()
    {
        var made = await Provider.MakeAsync(Password, Map(("length", 12)));
        var read = await Provider.ReadAsync(Password, made.Id, Map(("length", 12)), made.Outputs, TestContext.Current.CancellationToken);
        Assert.Equal(made.Outputs, read!.Outputs);
        Assert.Equal(Map(("length", 12)), read.Inputs);
    }

    [Fact]
    public async Task A_password_is_imported_by_itself_and_then_needs_no_change()
    {
        var read = await Provider.ReadAsync(Password, "hunter2hunter2", PropertyMap.Empty, PropertyMap.Empty, TestContext.Current.CancellationToken);
        Assert.Equal("none", read!.Id);
        Assert.Equal(PropertyValue.Of("hunter2hunter2"), read.Outputs["result"]);
        Assert.False(Provider.Diff(Password, read.Id, read.Inputs, read.Outputs, Map(("length", 14))).HasChanges);
    }

    [Fact]
    public async Task Ids_and_integers_are_imported_in_the_official_forms()
    {
        var made = await Provider.MakeAsync(Id, Map(("byteLength", 6), ("prefix", "a,b")));
        var read = await Provider.ReadAsync(Id, "a,b," + made.Id, PropertyMap.Empty, PropertyMap.Empty, TestContext.Current.CancellationToken);
        Assert.Equal(made.Outputs, read!.Outputs);
        var number = await Provider.ReadAsync(Integer, "15390,1,50000", PropertyMap.Empty, PropertyMap.Empty, TestContext.Current.CancellationToken);
        Assert.Equal(Map(("min", 1), ("max", 50000), ("result", 15390)), number!.Outputs);
        var problem = await Assert.ThrowsAsync<ProviderException>(() =>
            Provider.ReadAsync(Integer, "15390", PropertyMap.Empty, PropertyMap.Empty, TestContext.Current.CancellationToken));
        Assert.Equal("A RandomInteger is imported as RESULT,MIN,MAX or RESULT,MIN,MAX,SEED; found '15390'.", problem.Message);
    }
}
