using System.Net;
using System.Text.Json.Nodes;
using Docker.DotNet.Models;
using Infra.Components.SocketProxy;
using Infra.Configs.Prometheus;
using Infra.Configs;
using Infra.Tests.Support;

namespace Infra.Tests.Configs.Prometheus;

/// <summary>What promtool discovers of real containers and makes of their labels.</summary>
[Trait(AttackTrait.Name, AttackTrait.Value)]
public sealed class ContainerDiscoveryTests : IAsyncLifetime
{
    private readonly string _name = DockerEngine.UniqueName("discovery");
    private readonly List<string> _containers = [];
    private readonly List<string> _networks = [];

    [Fact]
    public async Task Every_labelled_container_that_can_be_reached_is_one_target_by_its_service()
    {
        // On two networks and with two ports, so that Docker lists it four times.
        await RunAsync("shop", ["a", "b"], new() { ["phlo.metrics.port"] = "8080", ["phlo.metrics.path"] = "/stats", ["com.docker.compose.service"] = "webshop" });
        // Made by no compose, with the port as Phlo also writes it.
        await RunAsync("alone", ["a"], new() { ["phlo.metrics.port"] = "alone:9000" });
        // Out of reach, without a port, and with a job of its own.
        await RunAsync("elsewhere", ["c"], new() { ["phlo.metrics.port"] = "8080" });
        await RunAsync("portless", ["a"], []);
        await RunAsync("trino", ["a"], new() { ["phlo.metrics.port"] = "8080", ["com.docker.compose.service"] = "trino" });

        var targets = await Eventually.GivesAsync(async () =>
        {
            var found = await TargetsAsync(Docker, "a", "b");
            Assert.NotEmpty(found);
            return found;
        });

        Assert.Equal([$"{_name}-alone {_name}-alone {_name}-alone:9000/metrics", $"webshop webshop {_name}-shop:8080/stats"], targets);
    }

    [Fact]
    public async Task Containers_are_found_through_the_proxy_that_refuses_what_is_in_them()
    {
        using var proxy = new DockerProxy(SocketProxyServer.Discovery);
        await RunAsync("shop", ["a"], new() { ["phlo.metrics.port"] = "8080", ["com.docker.compose.service"] = "webshop" });

        var targets = await Eventually.GivesAsync(async () =>
        {
            var found = await TargetsAsync(proxy.Host, "a");
            Assert.NotEmpty(found);
            return found;
        });

        Assert.Equal([$"webshop webshop {_name}-shop:8080/metrics"], targets);
        Assert.Empty(proxy.Refused);
        using var http = new HttpClient();
        foreach (var path in new[] { "json", "logs?stdout=1", "archive?path=/" })
        {
            using var answer = await http.GetAsync(new Uri($"http://{proxy.Address}/v1.41/containers/{_containers[0]}/{path}"), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }
    }

    public ValueTask InitializeAsync()
    {
        DockerEngine.SkipUnlessAvailable();
        ToolProcess.SkipUnlessInstalled("promtool");
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (!DockerEngine.Available)
            return;

        foreach (var container in _containers)
            await DockerEngine.Client.Containers.RemoveContainerAsync(container, new ContainerRemoveParameters { Force = true });
        foreach (var network in _networks)
            await DockerEngine.Client.Networks.DeleteNetworkAsync(network);
        await TestImage.RemoveAsync($"{_name}:latest");
    }

    private async Task RunAsync(string name, string[] networks, Dictionary<string, string> labels)
    {
        if (_containers.Count == 0)
            await TestImage.CreateAsync($"{_name}:latest", """CMD ["sleep", "600"]""", "EXPOSE 8080", "EXPOSE 9000");
        foreach (var network in networks.Select(Network).Except(_networks).ToList())
        {
            await DockerEngine.Client.Networks.CreateNetworkAsync(new NetworksCreateParameters { Name = network });
            _networks.Add(network);
        }

        var container = await DockerEngine.Client.Containers.CreateContainerAsync(new CreateContainerParameters
        {
            Name = $"{_name}-{name}",
            Image = $"{_name}:latest",
            Labels = new Dictionary<string, string>(labels) { [ContainerDiscovery.EnabledLabel] = "true" },
            HostConfig = new HostConfig { NetworkMode = Network(networks[0]) },
        });
        _containers.Add(container.ID!);
        foreach (var network in networks.Skip(1))
            await DockerEngine.Client.Networks.ConnectNetworkAsync(Network(network), new NetworkConnectParameters { Container = container.ID });
        await DockerEngine.Client.Containers.StartContainerAsync(container.ID!, new ContainerStartParameters());
    }

    private static string Docker => Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } host ? host : "unix:///var/run/docker.sock";

    private string Network(string name) => $"{_name}-{name}";

    // What is made of each listing that Docker gives; Prometheus takes those that are equal in everything for one target.
    private async Task<List<string>> TargetsAsync(string docker, params string[] networks)
    {
        using var folder = new TemporaryDirectory();
        folder.Write(PrometheusFiles.ConfigFile, PrometheusFiles.RenderConfig(new PrometheusConfig
        {
            ScrapeInterval = Duration.Seconds(15),
            EvaluationInterval = Duration.Seconds(15),
            ExternalLabels = new Dictionary<string, string>(),
            RuleFiles = [],
            Alertmanagers = [],
            Release = PrometheusRelease.Packaged,
            ScrapeJobs =
            [
                new ScrapeJob("containers")
                {
                    Discovery = new ContainerDiscovery
                    {
                        DockerHost = docker,
                        Networks = [.. networks.Select(Network)],
                        KnownServices = ["trino"],
                        RefreshInterval = Duration.Seconds(15),
                    },
                },
            ],
        }));

        // It waits as long as it is allowed to, whatever it finds.
        var output = await ToolProcess.AcceptsInAsync(
            folder.Path, "promtool", "check", "service-discovery", "--timeout=3s", PrometheusFiles.ConfigFile, "containers");
        return [.. ((JsonArray)JsonNode.Parse(output)!)
            .Select(listing => listing!["labels"])
            .OfType<JsonObject>()
            .Where(labels => labels.Count > 0 && ((string?)labels["instance"])?.StartsWith(_name, StringComparison.Ordinal) == true)
            .DistinctBy(labels => labels.ToJsonString())
            .Select(labels => $"{labels["job"]} {labels["service"]} {labels["instance"]}{labels["__metrics_path__"]}")
            .Order(StringComparer.Ordinal)];
    }
}
