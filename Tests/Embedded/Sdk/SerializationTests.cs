using System.Collections.Immutable;
using System.Text.Json;
using Pulumi;
using Pulumi.Utilities;

namespace Infra.Tests.Embedded.Sdk;

public sealed class SerializationTests
{
    [Fact]
    public async Task Inputs_of_every_kind_arrive_as_plain_values()
    {
        var mocks = await RecordingMocks.RunAsync(() => new Server("a", new()
        {
            Name = "n",
            Envs = { "A=1", Output.Create("B=2") },
            Tags = { ["x"] = "y" },
            Ports = { new ServerPortArgs { Internal = 80, Ip = "127.0.0.1" } },
            Level = Level.High,
            Address = 5,
            Settings = """{"a":[1,true,null]}""",
            Anything = ImmutableArray.Create<object>(1, "two", new Dictionary<string, object> { ["three"] = 3.0 }),
        }));

        var inputs = JsonSerializer.Serialize(Sorted(mocks["a"].Inputs.Remove("settings")));
        Assert.Equal(
            """{"address":5,"anything":[1,"two",{"three":3}],"envs":["A=1","B=2"],"level":"high","name":"n","ports":[{"internal":80,"ip":"127.0.0.1"}],"tags":{"x":"y"}}""",
            inputs);
        Assert.Equal<object?>([1.0, true, null], (ImmutableArray<object>)((ImmutableDictionary<string, object>)mocks["a"].Inputs["settings"])["a"]);
    }

    [Fact]
    public async Task Outputs_are_read_into_nested_types_enums_unions_and_maps()
    {
        var server = await ServerWith(
            ("ports", new[] { new Dictionary<string, object> { ["internal"] = 80 }, new Dictionary<string, object> { ["internal"] = 81, ["ip"] = "::" } }),
            ("tags", new Dictionary<string, object> { ["k"] = "v" }),
            ("level", "high"),
            ("address", new Dictionary<string, object> { ["internal"] = 1 }),
            ("ratio", 0.5));

        var ports = await OutputUtilities.GetValueAsync(server.Ports);
        Assert.Equal([(80, null), (81, "::")], ports.Select(port => (port.Internal, port.Ip)));
        Assert.Equal("v", (await OutputUtilities.GetValueAsync(server.Tags))!["k"]);
        Assert.Equal(Level.High, await OutputUtilities.GetValueAsync(server.Level));
        Assert.Equal(1, (await OutputUtilities.GetValueAsync(server.Address)).AsT1.Internal);
        Assert.Equal(0.5, await OutputUtilities.GetValueAsync(server.Ratio));
        Assert.Null(await OutputUtilities.GetValueAsync(server.Size));
    }

    [Fact]
    public async Task A_secret_output_stays_secret_and_others_stay_open()
    {
        var server = await ServerWith(("password", Output.CreateSecret("p")));

        Assert.True(await Output.IsSecretAsync(server.Password));
        Assert.Equal("p", await OutputUtilities.GetValueAsync(server.Password));
        Assert.False(await Output.IsSecretAsync(server.Name));
    }

    [Fact]
    public async Task An_unknown_inside_a_list_makes_that_output_unknown_and_no_other()
    {
        var server = await ServerWith(("ports", new[] { new Dictionary<string, object> { ["internal"] = OutputUtilities.CreateUnknown(0) } }));

        Assert.False(await OutputUtilities.GetIsKnownAsync(server.Ports));
        Assert.True(await OutputUtilities.GetIsKnownAsync(server.Name));
    }

    [Fact]
    public async Task A_value_of_the_wrong_type_becomes_the_default()
    {
        var server = await ServerWith(("ratio", "much"), ("ports", "none"));

        Assert.Equal(0, await OutputUtilities.GetValueAsync(server.Ratio));
        Assert.True((await OutputUtilities.GetValueAsync(server.Ports)).IsDefault);
    }

    [Fact]
    public async Task An_output_knows_the_resource_that_it_comes_from()
    {
        var server = await ServerWith();

        Assert.Same(server, Assert.Single(await OutputUtilities.GetDependenciesAsync(server.Name.Apply(name => name + "!"))));
    }

    [Fact]
    public async Task A_missing_required_input_is_named_with_its_resource()
    {
        var exception = await Assert.ThrowsAsync<RunException>(() => RecordingMocks.RunAsync(() => new Server("a", new())));

        Assert.Equal(
            "test:index/server:Server 'a': Missing required input 'name': [Input] Infra.Tests.Embedded.Sdk.ServerArgs.Name is required but was not given a value.",
            exception.Message);
    }

    [Fact]
    public async Task A_value_that_cannot_be_sent_is_named_with_its_place()
    {
        var exception = await Assert.ThrowsAsync<RunException>(() => RecordingMocks.RunAsync(() => new Server("a", new()
        {
            Name = "n",
            Anything = new Dictionary<string, object> { ["list"] = new object[] { 1, 2L } },
        })));

        Assert.StartsWith("test:index/server:Server 'a': anything.list[1]: System.Int64 is not a supported argument type", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_providers_inputs_travel_as_json_text()
    {
        var mocks = await RecordingMocks.RunAsync(() => new TestProvider("p", new()
        {
            Retries = 5,
            Accounts = { new ServerPortArgs { Internal = 1 } },
            Url = "u",
        }));

        Assert.Equal("5", mocks["p"].Inputs["retries"]);
        Assert.Equal("""[{"internal":1}]""", ((string)mocks["p"].Inputs["accounts"]).Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal("u", mocks["p"].Inputs["url"]);
    }

    [Fact]
    public async Task Assets_go_out_and_come_back()
    {
        var mocks = await RecordingMocks.RunAsync(() => new Server("a", new() { Name = "n", File = new StringAsset("text") }));

        Assert.IsType<StringAsset>(mocks["a"].Inputs["file"]);
    }

    /// <summary>An immutable dictionary has an order of its own, and no other.</summary>
    private static object Sorted(object value) => value switch
    {
        ImmutableDictionary<string, object> map => new SortedDictionary<string, object>(map.ToDictionary(entry => entry.Key, entry => Sorted(entry.Value)), StringComparer.Ordinal),
        ImmutableArray<object> list => list.Select(Sorted).ToArray(),
        _ => value,
    };

    private static async Task<Server> ServerWith(params (string Name, object Value)[] outputs)
    {
        Server? server = null;
        await RecordingMocks.RunAsync(() => server = new Server("a", new() { Name = "n" }), outputs);
        return server!;
    }
}
