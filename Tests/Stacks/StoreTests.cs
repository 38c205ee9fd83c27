using Infra.Tests.Support;
using Pulumi;
using Pulumi.Docker;
using Pulumi.Utilities;

namespace Infra.Tests.Stacks;

/// <summary>Loki and Tempo as the stack makes them.</summary>
[Collection(ProcessEnvironment.Name)]
public sealed class StoreTests
{
    private const string SecretKey = "wJalrXUtnFEMI/K7MDENG";

    private static readonly (string Key, string Value)[] OnS3 =
    [
        ("objectStoreEndpoint", "s3.eu-central-1.amazonaws.com"), ("objectStoreAccessKey", "AKIAEXAMPLE"), ("objectStoreSecretKey", SecretKey),
        ("lokiBucket", "acme-loki"), ("tempoBucket", "acme-tempo"),
    ];

    [Theory]
    [InlineData("loki", "/usr/bin/loki", 3100, 3101)]
    [InlineData("tempo", "/tempo", 3200, 3201)]
    public async Task Ask_themselves_whether_they_are_ready_without_a_certificate(string service, string binary, int port, int internalPort)
    {
        var (dev, prod) = (await DeployAsync("dev"), await DeployAsync("prod"));

        Assert.Equal($$"""["CMD","{{binary}}","-health","-health.url=http://127.0.0.1:{{port}}/ready"]""", dev.Container(service)["healthcheck"]!["tests"]!.ToJsonString());
        Assert.Equal($$"""["CMD","{{binary}}","-health","-health.url=http://127.0.0.1:{{internalPort}}/ready"]""", prod.Container(service)["healthcheck"]!["tests"]!.ToJsonString());
    }

    [Theory]
    [InlineData("loki", 3100)]
    [InlineData("tempo", 3200)]
    public async Task Are_published_on_a_laptop_alone(string service, int port)
    {
        var (dev, prod) = (await DeployAsync("dev"), await DeployAsync("prod"));

        Assert.Equal($$"""[{"external":{{port}},"internal":{{port}},"ip":"127.0.0.1","protocol":"tcp"}]""", dev.Container(service)["ports"]!.ToJsonString());
        Assert.Null(prod.Container(service)["ports"]);
        Assert.Equal(["phlo-prod-storage"], Networks(prod, service));
    }

    [Theory]
    [InlineData("loki")]
    [InlineData("tempo")]
    public async Task Reach_a_bucket_by_a_way_out_or_through_the_lakehouses_network(string service)
    {
        var s3 = await DeployAsync("prod", OnS3);
        var minio = await DeployAsync("prod", [.. OnS3.Skip(1), ("objectStoreEndpoint", "minio:9000"), ("lakehouseNetworks", "phlo_default")]);

        Assert.Equal(["phlo-prod-egress", "phlo-prod-storage"], Networks(s3, service).Order());
        Assert.Equal(["phlo-prod-storage", "phlo_default"], Networks(minio, service).Order());
    }

    [Theory]
    [InlineData("loki")]
    [InlineData("tempo")]
    public async Task Are_given_the_key_to_a_bucket_as_a_secret_file(string service)
    {
        var deployed = await DeployAsync("dev", OnS3);

        Assert.Contains("AWS_SHARED_CREDENTIALS_FILE=/run/secrets/s3-credentials", deployed.Container(service)["envs"]!.AsArray().Select(variable => (string?)variable));
        var content = await Upload(deployed, $"{service}-secrets", "s3-credentials");
        Assert.Equal($"[default]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = {SecretKey}\n", await OutputUtilities.GetValueAsync(content));
        Assert.True(await Output.IsSecretAsync(content));
        Assert.All(
            deployed.Resources.Where(resource => resource.Name != $"{service}-secrets" && resource.Name.StartsWith($"{service}-") && !resource.Type.StartsWith("random:")),
            resource => Assert.DoesNotContain(SecretKey, resource.Inputs.ToJsonString()));
    }

    [Fact]
    public async Task Let_Loki_know_how_much_memory_it_has()
    {
        var deployed = await DeployAsync("dev", ("memoryLimits", """{"loki": 2000}"""));

        Assert.Equal("""["GOMEMLIMIT=1800MiB"]""", deployed.Container("loki")["envs"]!.ToJsonString());
        Assert.Contains("replay_memory_ceiling: 1500MB", await OutputUtilities.GetValueAsync(await Upload(deployed, "loki-config", "loki.yaml")));
    }

    [Fact]
    public async Task Let_Tempo_write_into_Prometheus()
    {
        var (dev, prod) = (await DeployAsync("dev"), await DeployAsync("prod"));

        Assert.Contains("url: http://prometheus:9090/api/v1/write", await OutputUtilities.GetValueAsync(await Upload(dev, "tempo-config", "tempo.yaml")));
        Assert.Contains("url: https://prometheus:9090/api/v1/write", await OutputUtilities.GetValueAsync(await Upload(prod, "tempo-config", "tempo.yaml")));
        Assert.Equal(MockedStack.GeneratedPassword, await OutputUtilities.GetValueAsync(await Upload(prod, "tempo-secrets", "prometheus-password")));
        Assert.Contains("--web.enable-remote-write-receiver", prod.Container("prometheus")["command"]!.AsArray().Select(argument => (string?)argument));
    }

    private static Task<MockedStack> DeployAsync(string stack, params (string Key, string Value)[] settings) =>
        MockedStack.DeployAsync(stack, [("postgresPassword", "xK4-pw9Lq2vT"), .. settings], ["postgresPassword", "objectStoreAccessKey", "objectStoreSecretKey"]);

    private static IEnumerable<string?> Networks(MockedStack stack, string service) =>
        stack.Container(service)["networksAdvanced"]!.AsArray().Select(network => (string?)network!["name"]);

    private static async Task<Output<string>> Upload(MockedStack stack, string carrier, string file)
    {
        var uploads = await OutputUtilities.GetValueAsync(((ContainerArgs)stack.Container(carrier).Args!).Uploads.ToOutput());
        foreach (var upload in uploads)
        {
            if ((await OutputUtilities.GetValueAsync(upload.File.ToOutput())).EndsWith($"/{file}"))
                return upload.Content!.ToOutput();
        }

        throw new ArgumentException($"{carrier} carries no {file}.", nameof(file));
    }
}
