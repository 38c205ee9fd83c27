using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Stacks;
using Infra.Stacks.Gate;
using Infra.Stacks.Settings;
using Pulumi;
using Pulumi.Testing;
using Pulumi.Utilities;

namespace Infra.Tests.Support;

/// <summary>A resource as the program asked for it.</summary>
/// <param name="Inputs">What reaches the provider: no secretness, no unknown values.</param>
/// <param name="Args">What the program gave, with secretness; null for a component.</param>
internal sealed record MockedResource(string Type, string Name, JsonNode Inputs, ResourceArgs? Args, ResourceOptions Options)
{
    public IReadOnlyList<string> DependsOn { get; init; } = [];

    public JsonNode? this[string input] => Inputs[input];
}

/// <summary>The stack with mocks in place of an engine and its providers.</summary>
internal sealed class MockedStack
{
    public const string Project = "phlo-observability";
    public const string GeneratedPassword = "GeneratedPassword0123456789abcde";

    public const string GeneratedHash = "$2a$10$GeneratedHashOfThatPasswordxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
    public const string PrivateKey = "(a private key)";

    private MockedStack(ObservabilityStack stack, IReadOnlyList<MockedResource> resources) => (Stack, Resources) = (stack, resources);

    public ObservabilityStack Stack { get; }

    /// <summary>All resources but the stack, by type and name.</summary>
    public IReadOnlyList<MockedResource> Resources { get; }

    public MockedResource Container(string name) => Resource("docker:index/container:Container", name);

    public IEnumerable<MockedResource> Containers => Resources.Where(resource => resource.Type == "docker:index/container:Container");

    public MockedResource Resource(string type, string name) => Assert.Single(Resources, resource => resource.Type == type && resource.Name == name);

    /// <summary>Deploys a stack with the settings of its own file and the given ones over them.</summary>
    public static Task<MockedStack> DeployAsync(string stack, params (string Key, string Value)[] settings) =>
        DeployAsync(stack, settings, secrets: []);

    /// <remarks>A stack in prod also has what it cannot do without, where that is not given.</remarks>
    public static async Task<MockedStack> DeployAsync(string stack, (string Key, string Value)[] settings, string[] secrets)
    {
        if (stack == "prod")
        {
            settings = [.. ProdSettings.Required.ExceptBy(settings.Select(setting => setting.Key), required => required.Key), .. settings];
            secrets = [.. ProdSettings.Secrets.Union(secrets)];
        }

        using var configuration = new EnvironmentScope(
            ("PULUMI_CONFIG", JsonSerializer.Serialize(settings.ToDictionary(setting => $"{Project}:{setting.Key}", setting => setting.Value))),
            ("PULUMI_CONFIG_SECRET_KEYS", JsonSerializer.Serialize(secrets.Select(key => $"{Project}:{key}"))));
        var mocks = new EchoingMocks();
        var recorder = new Recorder();
        await Deployment.TestWithServiceProviderAsync<ObservabilityStack>(
            mocks, recorder, new TestOptions { ProjectName = Project, StackName = stack, IsPreview = false });
        return new MockedStack(recorder.Stack!, await recorder.ResourcesAsync(mocks));
    }

    // Makes the stack, so that it can be given a transformation that sees every resource.
    private sealed class Recorder : IServiceProvider
    {
        private readonly ConcurrentQueue<ResourceTransformationArgs> _seen = [];

        public ObservabilityStack? Stack { get; private set; }

        // Not on whatever machine the tests run on.
        public object GetService(Type serviceType) => Stack = new ObservabilityStack(StackSettingsReader.Read(SettingSource.OfDeployment() with { Machine = () => MachineFacts.Unknown }), new StackOptions
        {
            ResourceTransformations =
            {
                args =>
                {
                    _seen.Enqueue(args);
                    return null;
                },
            },
        });

        public async Task<IReadOnlyList<MockedResource>> ResourcesAsync(EchoingMocks mocks)
        {
            var resources = new List<MockedResource>();
            foreach (var args in _seen.Where(args => args.Resource is not Pulumi.Stack))
            {
                var (type, name) = (args.Resource.GetResourceType(), args.Resource.GetResourceName());
                var dependencies = await OutputUtilities.GetValueAsync(args.Options.DependsOn.ToOutput());
                resources.Add(new MockedResource(type, name, mocks.Inputs[(type, name)], args.Args, args.Options)
                {
                    DependsOn = [.. dependencies.Select(resource => resource.GetResourceName()).Order(StringComparer.Ordinal)],
                });
            }

            return [.. resources.OrderBy(resource => resource.Type, StringComparer.Ordinal).ThenBy(resource => resource.Name, StringComparer.Ordinal)];
        }
    }

    // Answers what was asked for, with the outputs that the program reads.
    private sealed class EchoingMocks : IMocks
    {
        public ConcurrentDictionary<(string Type, string Name), JsonNode> Inputs { get; } = [];

        public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
        {
            Inputs[(args.Type!, args.Name!)] = Sorted(JsonSerializer.SerializeToNode(args.Inputs)!);
            var state = args.Inputs.ToBuilder();
            switch (args.Type)
            {
                case "docker:index/remoteImage:RemoteImage":
                    state["imageId"] = $"sha256:{args.Name}";
                    break;
                case "random:index/randomPassword:RandomPassword":
                    state["result"] = GeneratedPassword;
                    state["bcryptHash"] = GeneratedHash;
                    break;
                case "tls:index/privateKey:PrivateKey":
                    state["privateKeyPem"] = PrivateKey;
                    break;
                case "tls:index/certRequest:CertRequest":
                    state["certRequestPem"] = $"(request of {args.Name})";
                    break;
                case "tls:index/selfSignedCert:SelfSignedCert" or "tls:index/locallySignedCert:LocallySignedCert":
                    state["certPem"] = $"(certificate of {args.Name})";
                    state["validityEndTime"] = "2030-01-01T00:00:00Z";
                    break;
                case "random:index/randomId:RandomId":
                    state["hex"] = "0badcafe";
                    break;
            }

            return Task.FromResult<(string?, object)>(($"{args.Name}-id", state.ToImmutable()));
        }

        // A mapping's order means nothing, and every run has its own.
        private static JsonNode Sorted(JsonNode node) => node switch
        {
            JsonObject map => new JsonObject(map.OrderBy(entry => entry.Key, StringComparer.Ordinal)
                .Select(entry => new KeyValuePair<string, JsonNode?>(entry.Key, Sorted(entry.Value!)))),
            JsonArray list => new JsonArray([.. list.Select(item => Sorted(item!))]),
            _ => node.DeepClone(),
        };

        public Task<object> CallAsync(MockCallArgs args) => throw new NotSupportedException($"The program calls {args.Token}.");
    }
}
