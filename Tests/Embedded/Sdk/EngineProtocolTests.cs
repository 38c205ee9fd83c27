using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Infra.Tests.Support;
using Pulumi;
using Pulumi.Utilities;
using Pulumirpc;
using Alias = Pulumi.Alias;

namespace Infra.Tests.Embedded.Sdk;

/// <summary>What goes over the wire, seen by an engine that keeps it.</summary>
[Collection(ProcessEnvironment.Name)]
public sealed class EngineProtocolTests
{
    private const string Signature = "4dabf18193072939515e22adb298388d";
    private const string Secret = "1b47061264138c4ac30d75fd1eb44270";
    private const string Unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    private const string SiteUrn = "urn:pulumi:dev::proj::test:index:Site::site";

    [Fact]
    public async Task A_program_is_told_to_the_engine_from_the_stack_to_the_signal_at_the_end()
    {
        await using var engine = await RecordingEngine.StartAsync();

        var exitCode = await RunAsync(engine, () => new Dictionary<string, object?> { ["url"] = new Site("site").Url, ["secret"] = Output.CreateSecret("s") });

        Assert.Equal(0, exitCode);
        var (stack, site, server) = (engine.Registered["proj-dev"], engine.Registered["site"], engine.Registered["site-server"]);
        Assert.Equal(("pulumi:pulumi:Stack", false, ""), (stack.Type, stack.Custom, stack.Parent));
        Assert.Equal(("test:index:Site", false, "urn:pulumi:dev::proj::pulumi:pulumi:Stack::proj-dev"), (site.Type, site.Custom, site.Parent));
        Assert.Equal((Server.Token, true, SiteUrn, "1.2.3"), (server.Type, server.Custom, server.Parent, server.Version));
        Assert.True(server.AcceptSecrets && server.AcceptResources && server.SupportsResultReporting);
        Assert.Equal(["password"], server.AdditionalSecretOutputs);
        Assert.Equal("""{ "url": "http://site", "Motto": "hello" }""", engine.Published[SiteUrn].ToString());
        var outputs = engine.Published["urn:pulumi:dev::proj::pulumi:pulumi:Stack::proj-dev"].Fields;
        Assert.Equal("http://site", outputs["url"].StringValue);
        Assert.Equal(Secret, outputs["secret"].StructValue.Fields[Signature].StringValue);
        Assert.Equal("SignalAndWaitForShutdown", engine.Calls.Last());
        Assert.Single(engine.Calls, call => call == "SupportsFeature resourceReferences");
    }

    [Fact]
    public async Task Secrets_and_unknowns_keep_to_their_element()
    {
        await using var engine = await RecordingEngine.StartAsync();

        await RunAsync(engine, isDryRun: true, program: () =>
        {
            _ = new Server("a", new()
            {
                Name = Output.CreateSecret(OutputUtilities.CreateUnknown("")),
                Envs = { "A=1", Output.CreateSecret("B=2"), OutputUtilities.CreateUnknown("") },
            });
            return [];
        });

        var properties = engine.Registered["a"].Object.Fields;
        Assert.Equal(Unknown, properties["name"].StringValue);
        var envs = properties["envs"].ListValue.Values;
        Assert.Equal("A=1", envs[0].StringValue);
        Assert.Equal($$"""{ "{{Signature}}": "{{Secret}}", "value": "B=2" }""", envs[1].StructValue.ToString());
        Assert.Equal(Unknown, envs[2].StringValue);
    }

    [Fact]
    public async Task Dependencies_are_told_whole_and_by_property_and_a_component_stands_for_what_is_inside()
    {
        await using var engine = await RecordingEngine.StartAsync();
        const string firstUrn = "urn:pulumi:dev::proj::test:index/server:Server::first";
        const string insideUrn = "urn:pulumi:dev::proj::test:index:Site$test:index/server:Server::site-server";

        await RunAsync(engine, () =>
        {
            var first = new Server("first", new() { Name = "n" });
            var site = new Site("site");
            _ = new Server("second", new() { Name = Output.Format($"{first.Name}-2"), Peer = first }, new() { DependsOn = { site } });
            return [];
        });

        var second = engine.Registered["second"];
        Assert.Equal([firstUrn, insideUrn], second.Dependencies.Order(StringComparer.Ordinal));
        Assert.Equal([firstUrn], second.PropertyDependencies["name"].Urns);
        Assert.Equal([firstUrn], second.PropertyDependencies["peer"].Urns);
        Assert.Equal(
            $$"""{ "{{Signature}}": "5cf8f73096256a8f31e491e813e4eb8e", "urn": "{{firstUrn}}", "id": "first-id" }""",
            second.Object.Fields["peer"].StructValue.ToString());
    }

    [Fact]
    public async Task Every_option_reaches_the_engine()
    {
        await using var engine = await RecordingEngine.StartAsync();
        const string otherUrn = "urn:pulumi:dev::proj::test:index/server:Server::other";

        await RunAsync(engine, () =>
        {
            var other = new Server("other", new() { Name = "n" });
            _ = new Server("a", new() { Name = "n" }, new()
            {
                Protect = true,
                RetainOnDelete = false,
                DeleteBeforeReplace = false,
                IgnoreChanges = { "size" },
                ReplaceOnChanges = { "tags" },
                AdditionalSecretOutputs = { "name" },
                HideDiffs = { "envs" },
                ImportId = "import-me",
                Version = "9.9.9",
                PluginDownloadURL = "https://example.com",
                CustomTimeouts = new() { Create = TimeSpan.FromSeconds(90) },
                DeletedWith = other,
                ReplaceWith = { other },
                ReplacementTrigger = (Input<object>)"v2",
                Aliases = { new Alias { Name = "old" }, new Alias { NoParent = true }, new Alias { Urn = "urn:pulumi:dev::proj::t::x" } },
            });
            return [];
        });

        var a = engine.Registered["a"];
        Assert.True(a is { HasProtect: true, Protect: true, HasRetainOnDelete: true, RetainOnDelete: false });
        Assert.True(a is { DeleteBeforeReplaceDefined: true, DeleteBeforeReplace: false });
        Assert.Equal(["size"], a.IgnoreChanges);
        Assert.Equal(["tags"], a.ReplaceOnChanges);
        Assert.Equal(["password", "name"], a.AdditionalSecretOutputs);
        Assert.Equal(["envs"], a.HideDiffs);
        Assert.Equal(("import-me", "9.9.9", "https://example.com"), (a.ImportId, a.Version, a.PluginDownloadURL));
        Assert.Equal(("90000000000ns", ""), (a.CustomTimeouts.Create, a.CustomTimeouts.Update));
        Assert.Equal(otherUrn, a.DeletedWith);
        Assert.Equal([otherUrn], a.ReplaceWith);
        Assert.Equal("v2", a.ReplacementTrigger.StringValue);
        Assert.True(a.AliasSpecs);
        Assert.Equal("old", a.Aliases[0].Spec.Name);
        Assert.True(a.Aliases[1].Spec.NoParent);
        Assert.Equal("urn:pulumi:dev::proj::t::x", a.Aliases[2].Urn);
        Assert.False(engine.Registered["other"] is { HasProtect: true } or { DeleteBeforeReplaceDefined: true } or { HasRetainOnDelete: true });
    }

    [Fact]
    public async Task An_engine_that_knows_no_alias_parts_gets_whole_names_the_inherited_ones_included()
    {
        await using var engine = await RecordingEngine.StartAsync();
        engine.Features.Remove("aliasSpecs");

        await RunAsync(engine, () =>
        {
            _ = new Site("site", new() { Aliases = { new Alias { Name = "page" } } });
            return [];
        });

        Assert.Equal(["urn:pulumi:dev::proj::test:index:Site::page"], engine.Registered["site"].AliasURNs);
        Assert.Equal(["urn:pulumi:dev::proj::test:index:Site$test:index/server:Server::page-server"], engine.Registered["site-server"].AliasURNs);
    }

    [Fact]
    public async Task An_explicit_provider_is_named_by_urn_and_id_which_is_unknown_before_it_is_made()
    {
        await using var engine = await RecordingEngine.StartAsync();
        Func<Dictionary<string, object?>> program = () =>
        {
            var provider = new TestProvider("p", new() { Url = Output.CreateSecret("u"), Retries = 5 });
            _ = new Server("a", new() { Name = "n" }, new() { Provider = provider });
            return [];
        };

        await RunAsync(engine, program);
        Assert.Equal("urn:pulumi:dev::proj::pulumi:providers:test::p::p-id", engine.Registered["a"].Provider);
        Assert.Equal("5", engine.Registered["p"].Object.Fields["retries"].StringValue);

        engine.OnRegister = (_, response, _) =>
        {
            response.Id = "";
            return Task.CompletedTask;
        };
        await RunAsync(engine, program, isDryRun: true);
        Assert.Equal($"urn:pulumi:dev::proj::pulumi:providers:test::p::{Unknown}", engine.Registered["a"].Provider);
    }

    [Fact]
    public async Task A_resource_is_read_by_its_id_and_a_function_is_invoked()
    {
        await using var engine = await RecordingEngine.StartAsync();
        Output<ServerPort>? port = null;

        var exitCode = await RunAsync(engine, () =>
        {
            _ = Server.Get("a", "id-7", new() { Name = "n" });
            port = Pulumi.Deployment.Instance.Invoke<ServerPort>("test:index:getPort", new PortQuery { Internal = 7 });
            return [];
        });

        Assert.Equal(0, exitCode);
        Assert.Equal("id-7", engine.Read["a"].Id);
        Assert.Equal(7, (await OutputUtilities.GetValueAsync(port!)).Internal);
    }

    [Fact]
    public async Task A_function_that_fails_says_why()
    {
        await using var engine = await RecordingEngine.StartAsync();

        var exitCode = await RunAsync(engine, () =>
        {
            _ = Pulumi.Deployment.Instance.Invoke<ServerPort>("test:index:fail", new PortQuery { Internal = 7 });
            return [];
        });

        Assert.Equal(32, exitCode);
        Assert.Equal("Invoke of 'test:index:fail' failed: bad (p)", Assert.Single(engine.Logs).Message);
    }

    [Fact]
    public async Task A_resource_that_the_engine_has_skipped_leaves_its_outputs_unknown()
    {
        await using var engine = await RecordingEngine.StartAsync();
        engine.OnRegister = (request, response, _) =>
        {
            if (request.Name == "a")
                (response.Result, response.Id, response.Object) = (Result.Fail, "", new Struct());
            return Task.CompletedTask;
        };
        Server? server = null;

        var exitCode = await RunAsync(engine, () =>
        {
            server = new Server("a", new() { Name = "n" });
            return [];
        });

        Assert.Equal(0, exitCode);
        Assert.False(await OutputUtilities.GetIsKnownAsync(server!.Name));
        Assert.False(await OutputUtilities.GetIsKnownAsync(server.Id));
    }

    [Fact]
    public async Task What_the_program_throws_is_an_error_message_and_exit_code_32_and_the_stack_trace_is_for_debugging()
    {
        await using var engine = await RecordingEngine.StartAsync();

        var exitCode = await RunAsync(engine, () => throw new InvalidOperationException("broken"));

        Assert.Equal(32, exitCode);
        Assert.Equal("The program failed: System.InvalidOperationException: broken", Assert.Single(engine.Logs, log => log.Severity == LogSeverity.Error).Message);
        Assert.Contains("   at ", Assert.Single(engine.Logs, log => log.Severity == LogSeverity.Debug).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SignalAndWaitForShutdown", engine.Calls);
    }

    [Fact]
    public async Task A_RunException_is_its_message_and_nothing_else()
    {
        await using var engine = await RecordingEngine.StartAsync();

        Assert.Equal(32, await RunAsync(engine, () => throw new RunException("set the port")));
        Assert.Equal("set the port", Assert.Single(engine.Logs).Message);
    }

    [Fact]
    public async Task A_logged_error_is_exit_code_1_and_other_messages_are_none()
    {
        await using var engine = await RecordingEngine.StartAsync();

        Assert.Equal(0, await RunAsync(engine, () => Say(() => Log.Warn("careful", streamId: 3))));
        Assert.Equal(1, await RunAsync(engine, () => Say(() => Log.Error("bad"))));
        Assert.Equal(["careful", "bad"], engine.Logs.Select(log => log.Message));
        Assert.Equal(3, engine.Logs.First().StreamId);
    }

    [Fact]
    public async Task A_message_about_a_resource_carries_its_name()
    {
        await using var engine = await RecordingEngine.StartAsync();

        await RunAsync(engine, () => Say(() => Log.Info("made", new Server("a", new() { Name = "n" }))));

        Assert.Equal("urn:pulumi:dev::proj::test:index/server:Server::a", Assert.Single(engine.Logs).Urn);
    }

    [Fact]
    public async Task A_registration_that_the_engine_refuses_is_named_with_its_resource()
    {
        await using var engine = await RecordingEngine.StartAsync();
        engine.OnRegister = (request, _, _) => request.Name == "a" ? throw new RpcException(new Status(StatusCode.InvalidArgument, "no such type")) : Task.CompletedTask;

        var exitCode = await RunAsync(engine, () => new Dictionary<string, object?> { ["name"] = new Server("a", new() { Name = "n" }).Name });

        Assert.Equal(32, exitCode);
        Assert.Equal("Registering test:index/server:Server 'a' failed: no such type", Assert.Single(engine.Logs).Message);
    }

    [Fact]
    public async Task An_engine_that_ends_the_update_ends_the_program_without_another_message()
    {
        await using var engine = await RecordingEngine.StartAsync();
        engine.OnRegister = (request, _, _) => request.Name == "a" ? throw new RpcException(new Status(StatusCode.Unavailable, "resource monitor shut down")) : Task.CompletedTask;

        Assert.Equal(32, await RunAsync(engine, () => new Dictionary<string, object?> { ["name"] = new Server("a", new() { Name = "n" }).Name }));
        Assert.Empty(engine.Logs);
    }

    [Fact]
    public async Task An_engine_that_is_killed_ends_the_program_at_once_with_an_error()
    {
        await using var engine = await RecordingEngine.StartAsync();
        engine.OnRegister = (request, _, context) =>
        {
            if (request.Name == "a")
                context.GetHttpContext().Abort();
            return Task.CompletedTask;
        };
        var error = new StringWriter();
        var former = Console.Error;
        Console.SetError(error);
        try
        {
            Assert.NotEqual(0, await RunAsync(engine, () => new Dictionary<string, object?> { ["name"] = new Server("a", new() { Name = "n" }).Name }));
        }
        finally
        {
            Console.SetError(former);
        }
    }

    [Fact]
    public async Task A_program_without_an_engine_says_so_and_fails()
    {
        using var environment = new EnvironmentScope(("PULUMI_MONITOR", null));
        var error = new StringWriter();
        var former = Console.Error;
        Console.SetError(error);
        try
        {
            Assert.Equal(1, await Pulumi.Deployment.RunAsync(() => { }));
        }
        finally
        {
            Console.SetError(former);
            System.Environment.ExitCode = 0;
        }

        Assert.StartsWith("Program run without the Pulumi engine available", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_that_knows_no_signal_at_the_end_is_fine()
    {
        await using var engine = await RecordingEngine.StartAsync();
        engine.OnShutdown = StatusCode.Unimplemented;

        Assert.Equal(0, await RunAsync(engine, () => []));
    }

    private static Dictionary<string, object?> Say(Action say)
    {
        say();
        return [];
    }

    private static async Task<int> RunAsync(RecordingEngine engine, Func<Dictionary<string, object?>> program, bool isDryRun = false)
    {
        using var environment = new EnvironmentScope(engine.Environment(isDryRun));
        try
        {
            return await Pulumi.Deployment.RunAsync(() => (IDictionary<string, object?>)program()).WaitAsync(TimeSpan.FromSeconds(30));
        }
        finally
        {
            // A program's own; this process's is the test runner's business.
            System.Environment.ExitCode = 0;
        }
    }

    private sealed class PortQuery : InvokeArgs
    {
        [Input("internal", required: true)]
        public int Internal { get; set; }
    }
}
