using System.Collections.Immutable;
using Pulumi;
using Pulumi.Testing;
using Pulumi.Utilities;

namespace Infra.Tests.Embedded.Sdk;

public sealed class MocksTests
{
    [Fact]
    public async Task A_stacks_resources_come_back_the_stack_included_and_its_outputs_are_published()
    {
        var mocks = new RecordingMocks();

        var resources = await Deployment.TestAsync<SiteStack>(mocks, RecordingMocks.Update);

        Assert.Equal(["project-stack", "site", "site-server"], resources.Select(resource => resource.GetResourceName()).Order());
        var published = mocks.Published["urn:pulumi:stack::project::pulumi:pulumi:Stack::project-stack"];
        Assert.Equal(["Plain", "url"], published.Keys.Order());
        Assert.Equal("http://site", await OutputUtilities.GetValueAsync(published["url"]));
    }

    [Fact]
    public async Task A_components_output_properties_are_published_under_their_own_or_given_names()
    {
        var mocks = new RecordingMocks();

        await Deployment.TestAsync(mocks, RecordingMocks.Update, () => new Site("site"));

        var published = mocks.Published["urn:pulumi:stack::project::pulumi:pulumi:Stack$test:index:Site::site"];
        Assert.Equal(["Motto", "url"], published.Keys.Order());
    }

    [Fact]
    public async Task Mocks_see_plain_values_and_give_outputs()
    {
        var (resources, outputs) = await Deployment.TestAsync(new RecordingMocks(("password", "p4ss")), RecordingMocks.Update, () =>
        {
            var server = new Server("a", new() { Name = Output.CreateSecret("n"), Size = 3, Ports = { new ServerPortArgs { Internal = 80 } } });
            return new Dictionary<string, object?> { ["password"] = server.Password, ["ports"] = server.Ports, ["id"] = server.Id };
        });

        var server = Assert.IsType<Server>(Assert.Single(resources));
        Assert.Equal("p4ss", await OutputUtilities.GetValueAsync((Output<string>)outputs["password"]!));
        Assert.Equal("a-id", await OutputUtilities.GetValueAsync((Output<string>)outputs["id"]!));
        Assert.Equal(80, Assert.Single(await OutputUtilities.GetValueAsync(server.Ports)).Internal);
        Assert.Equal(3, await OutputUtilities.GetValueAsync(server.Size));
    }

    [Fact]
    public async Task In_a_preview_what_the_mocks_do_not_say_is_unknown_and_in_an_update_it_is_the_default()
    {
        Server? server = null;
        await Deployment.TestAsync(new RecordingMocks(), new TestOptions(), () => { server = new Server("a", new() { Name = "n" }); });
        Assert.False(await OutputUtilities.GetIsKnownAsync(server!.Password));

        await Deployment.TestAsync(new RecordingMocks(), RecordingMocks.Update, () => { server = new Server("a", new() { Name = "n" }); });
        Assert.True(await OutputUtilities.GetIsKnownAsync(server.Password));
        Assert.Null(await OutputUtilities.GetValueAsync(server.Password));
    }

    [Fact]
    public async Task Unknown_inputs_do_not_reach_the_mocks()
    {
        var mocks = await RecordingMocks.RunAsync(() => new Server("a", new() { Name = "n", Size = OutputUtilities.CreateUnknown(0) }));

        Assert.Equal(["name"], mocks["a"].Inputs.Keys);
    }

    [Fact]
    public async Task An_existing_resource_is_read_by_its_id()
    {
        Server? server = null;
        var mocks = await RecordingMocks.RunAsync(() => server = Server.Get("a", "id-7", new() { Name = "n" }));

        Assert.Equal("id-7", mocks["a"].Id);
        Assert.Equal("id-7", await OutputUtilities.GetValueAsync(server!.Id));
    }

    [Fact]
    public async Task A_function_is_called_with_its_arguments_and_gives_an_output_type()
    {
        Output<ServerPort>? result = null;
        var mocks = new RecordingMocks { OnCall = call => ImmutableDictionary<string, object>.Empty.Add("internal", call.Args["number"]) };
        await Deployment.TestAsync(mocks, RecordingMocks.Update, () =>
        {
            var args = new DictionaryInvokeArgs(ImmutableDictionary<string, object?>.Empty.Add("number", Output.Create(9)));
            result = Deployment.Instance.Invoke<ServerPort>("test:index:getPort", args);
        });

        Assert.Equal(9, (await OutputUtilities.GetValueAsync(result!)).Internal);
    }

    [Fact]
    public async Task What_the_program_throws_comes_back_as_a_RunException_with_its_message()
    {
        var own = await Assert.ThrowsAsync<RunException>(() => Deployment.TestAsync(
            new RecordingMocks(), RecordingMocks.Update, (Action)(() => throw new RunException("no such thing"))));
        var any = await Assert.ThrowsAsync<RunException>(() => Deployment.TestAsync(
            new RecordingMocks(), RecordingMocks.Update, (Action)(() => throw new InvalidOperationException("broken"))));

        Assert.Equal("no such thing", own.Message);
        Assert.Equal("The program failed: System.InvalidOperationException: broken", any.Message);
    }

    [Fact]
    public async Task A_failure_in_Apply_or_in_the_mocks_fails_the_test()
    {
        var apply = await Assert.ThrowsAsync<RunException>(() => Deployment.TestAsync(new RecordingMocks(), RecordingMocks.Update, () =>
        {
            var server = new Server("a", new() { Name = "n" });
            _ = server.Name.Apply<string>((Func<string, string>)(_ => throw new RunException("in apply")));
        }));
        var mocks = await Assert.ThrowsAsync<RunException>(() => Deployment.TestAsync(
            new RecordingMocks { Failure = new RunException("in mocks") }, RecordingMocks.Update, () => new Server("a", new() { Name = "n" })));

        Assert.Equal("in apply", apply.Message);
        Assert.Equal("in mocks", mocks.Message);
    }

    [Fact]
    public async Task A_logged_error_fails_the_test()
    {
        var exception = await Assert.ThrowsAsync<RunException>(() => Deployment.TestAsync(
            new RecordingMocks(), RecordingMocks.Update, () => Log.Error("not good")));

        Assert.Equal("not good", exception.Message);
    }

    [Fact]
    public async Task A_stack_output_that_was_never_assigned_is_named()
    {
        var exception = await Assert.ThrowsAsync<RunException>(() => Deployment.TestAsync<ForgetfulStack>(new RecordingMocks(), RecordingMocks.Update));

        Assert.StartsWith("Output(s) 'url' have no value assigned.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tests_run_side_by_side_each_with_its_own_deployment()
    {
        var stacks = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            var (_, outputs) = await Deployment.TestAsync(new RecordingMocks(), new TestOptions { StackName = $"s{i}", IsPreview = false }, async () =>
            {
                await Task.Yield();
                return new Dictionary<string, object?> { ["stack"] = Deployment.Instance.StackName };
            });
            return outputs["stack"];
        }));

        Assert.Equal(Enumerable.Range(0, 8).Select(i => $"s{i}"), stacks);
        Assert.Throws<InvalidOperationException>(() => Deployment.Instance);
    }

    public sealed class SiteStack : Stack
    {
        public SiteStack() => Url = new Site("site").Url;

        [Output("url")]
        public Output<string> Url { get; private set; }

        [Output]
        public Output<int> Plain { get; private set; } = Output.Create(1);
    }

    public sealed class ForgetfulStack : Stack
    {
        [Output("url")]
        public Output<string> Url { get; private set; } = null!;
    }
}
