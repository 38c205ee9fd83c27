using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Pulumi;
using Pulumi.Docker.Inputs;
using Pulumi.Testing;
using Pulumi.Utilities;
using PulumiDocker = Pulumi.Docker;
using Grafana = Pulumiverse.Grafana;
using PulumiRandom = Pulumi.Random;

namespace Infra.Tests.Embedded.Sdk;

public class GeneratedBindingsTests
{
    [Fact]
    public async Task Inputs_travel_under_their_wire_names_and_outputs_come_back_typed()
    {
        var mocks = new Answers();
        PulumiDocker.Container? container = null;
        await Deployment.TestAsync(mocks, new TestOptions { IsPreview = false }, () =>
        {
            container = new PulumiDocker.Container("c", new PulumiDocker.ContainerArgs
            {
                Image = "sha256:1",
                Ports = { new ContainerPortArgs { Internal = 80, External = 8080 } },
                NetworksAdvanced = { new ContainerNetworksAdvancedArgs { Name = "n", Aliases = { "web" } } },
                LogOpts = { ["max-size"] = "10m" },
                Healthcheck = new ContainerHealthcheckArgs { Tests = { "CMD", "true" }, Interval = "5s" },
            });
        });
        var inputs = mocks.Inputs("c");
        Assert.Equal(["healthcheck", "image", "logOpts", "networksAdvanced", "ports"], inputs.Keys.Order(StringComparer.Ordinal));
        var port = Assert.IsType<ImmutableDictionary<string, object>>(Assert.Single(Assert.IsType<ImmutableArray<object>>(inputs["ports"])));
        Assert.Equal(80.0, port["internal"]);
        var ports = await OutputUtilities.GetValueAsync(container!.Ports);
        Assert.Equal(80, Assert.Single(ports).Internal);
        Assert.Equal("tcp", ports[0].Protocol);
        Assert.Equal("5s", (await OutputUtilities.GetValueAsync(container.Healthcheck)).Interval);
    }

    [Fact]
    public async Task Resources_name_the_version_source_aliases_and_secrets_of_their_package()
    {
        var seen = new Dictionary<string, CustomResourceOptions>();
        CustomResourceOptions Watched() => new()
        {
            ResourceTransformations =
            {
                args =>
                {
                    seen[args.Resource.GetResourceName()] = (CustomResourceOptions)args.Options;
                    return null;
                },
            },
        };
        await Deployment.TestAsync(new Answers(), new TestOptions { IsPreview = false }, () =>
        {
            _ = new PulumiRandom.RandomPassword("password", new PulumiRandom.RandomPasswordArgs { Length = 8 }, Watched());
            _ = new Grafana.Oss.DataSource("source", new Grafana.Oss.DataSourceArgs { Type = "prometheus" }, Watched());
            _ = new Grafana.Provider("provider", new Grafana.ProviderArgs(), Watched());
        });
        Assert.Equal("4.21.1", seen["password"].Version);
        Assert.Equal(["bcryptHash", "result"], seen["password"].AdditionalSecretOutputs);
        Assert.Null(seen["password"].PluginDownloadURL);
        Assert.Equal("2.38.0", seen["source"].Version);
        Assert.Equal("github://api.github.com/pulumiverse", seen["source"].PluginDownloadURL);
        Assert.Equal(["httpHeaders", "secureJsonDataEncoded"], seen["source"].AdditionalSecretOutputs);
        // A setting that is no text is none of a provider's outputs.
        Assert.Contains("auth", seen["provider"].AdditionalSecretOutputs);
        Assert.DoesNotContain("httpHeaders", seen["provider"].AdditionalSecretOutputs);
        var alias = await OutputUtilities.GetValueAsync(Assert.Single(seen["source"].Aliases).ToOutput());
        Assert.Equal("grafana:index/dataSource:DataSource", await OutputUtilities.GetValueAsync(alias.Type!.ToOutput()));
    }

    [Fact]
    public async Task Secret_inputs_are_secret_though_the_program_does_not_say_so()
    {
        var source = new Grafana.Oss.DataSourceArgs
        {
            Type = "prometheus",
            SecureJsonDataEncoded = "{}",
            HttpHeaders = new Dictionary<string, string> { ["X-Scope-OrgID"] = "1" },
        };
        Assert.True(await Output.IsSecretAsync(source.SecureJsonDataEncoded.ToOutput()));
        Assert.True(await Output.IsSecretAsync(source.HttpHeaders.ToOutput()));
        Assert.False(await Output.IsSecretAsync(source.Type.ToOutput()));
        Assert.Equal("1", (await OutputUtilities.GetValueAsync(source.HttpHeaders.ToOutput()))["X-Scope-OrgID"]);
    }

    [Fact]
    public async Task Settings_of_a_provider_travel_as_json_text()
    {
        var mocks = new Answers();
        await Deployment.TestAsync(mocks, new TestOptions { IsPreview = false }, () =>
        {
            _ = new PulumiDocker.Provider("docker", new PulumiDocker.ProviderArgs
            {
                Host = "unix:///run/docker.sock",
                DisableDockerDaemonCheck = true,
                RegistryAuth = { new ProviderRegistryAuthArgs { Address = "registry.example" } },
            });
        });
        var inputs = mocks.Inputs("docker");
        Assert.Equal("unix:///run/docker.sock", inputs["host"]);
        Assert.Equal("true", inputs["disableDockerDaemonCheck"]);
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""[{"address":"registry.example"}]"""), JsonNode.Parse(Assert.IsType<string>(inputs["registryAuth"]))));
    }

    [Fact]
    public async Task Get_reads_by_the_id_and_does_not_create()
    {
        var mocks = new Answers();
        await Deployment.TestAsync(mocks, new TestOptions { IsPreview = false }, () =>
        {
            _ = PulumiDocker.Network.Get("n", "0123", new PulumiDocker.NetworkState { Name = "obs" });
        });
        Assert.Equal("0123", mocks.Id("n"));
    }

    [Fact]
    public async Task A_function_is_called_under_its_token_and_its_result_comes_back_typed()
    {
        var mocks = new Answers();
        Output<string>? digest = null;
        await Deployment.TestAsync(mocks, new TestOptions { IsPreview = false }, () =>
        {
            digest = PulumiDocker.GetRegistryImage.Invoke(new PulumiDocker.GetRegistryImageInvokeArgs { Name = "grafana/grafana:12" })
                .Apply(image => image.Sha256Digest);
        });
        Assert.Equal("docker:index/getRegistryImage:getRegistryImage of grafana/grafana:12", await OutputUtilities.GetValueAsync(digest!));
    }

    private sealed class Answers : IMocks
    {
        private readonly Dictionary<string, MockResourceArgs> _resources = [];

        public ImmutableDictionary<string, object> Inputs(string name) => _resources[name].Inputs;

        public string? Id(string name) => _resources[name].Id;

        public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
        {
            lock (_resources) _resources[args.Name!] = args;
            var state = args.Inputs;
            if (args.Type == "docker:index/container:Container")
            {
                // As the provider does: it gives back its defaults too.
                var port = ImmutableDictionary<string, object>.Empty.Add("internal", 80).Add("external", 8080).Add("protocol", "tcp");
                state = state.SetItem("ports", ImmutableArray.Create<object>(port));
            }

            return Task.FromResult(((string?)(args.Id is { Length: > 0 } id ? id : args.Name + "-id"), (object)state));
        }

        public Task<object> CallAsync(MockCallArgs args) => Task.FromResult<object>(
            args.Args.SetItem("sha256Digest", $"{args.Token} of {args.Args["name"]}").SetItem("id", "1"));
    }
}
