using System.Text.Json;
using Docker.DotNet;
using Docker.DotNet.Models;
using Infra.Tests.Peers;
using Infra.Tests.Support;

namespace Infra.Tests.Embedded.Peers;

/// <summary>
/// A program on Pulumi's own Node SDK against our engine, from nothing to nothing, in real containers: whoever speaks
/// the language protocol as Pulumi does can be deployed.
/// </summary>
public sealed class NodePeerTests(NodeProgramPackages packages) : IClassFixture<NodeProgramPackages>, IAsyncLifetime
{
    private const string Token = "tok-3f9a17c2";

    private readonly string _prefix = DockerEngine.UniqueName("node");
    private readonly string _folder = Directory.CreateTempSubdirectory("node-peer-").FullName;
    private DockerClient _docker = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Image => $"{_prefix}:local";

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_program_on_Pulumis_Node_SDK_is_previewed_deployed_changed_and_destroyed()
    {
        Assert.SkipUnless(packages.Missing is null, packages.Missing ?? "");
        DockerEngine.SkipUnlessAvailable();
        _docker = DockerEngine.Client;
        await SetUpAsync();

        var preview = await EngineAsync("preview");
        Assert.Contains("+ 7 to create", preview);
        Assert.Contains("+ password: ", preview);
        Assert.Empty(await ContainersAsync());
        Assert.Empty(await NetworksAsync());

        var up = await EngineAsync("up", "--yes");
        Assert.Contains("+ 7 created", up);
        var first = Assert.Single(await ContainersAsync());
        Assert.Equal("healthy", (await InspectAsync(first)).State?.Health?.Status);
        var networks = await NetworksAsync();
        Assert.Equal([$"{_prefix}-back", $"{_prefix}-front"], networks.Keys);
        Assert.Equal(networks.Keys, (await InspectAsync(first)).NetworkSettings?.Networks?.Keys.Order(StringComparer.Ordinal));
        Assert.True((await _docker.Networks.InspectNetworkAsync($"{_prefix}-back", Cancellation)).Internal);

        var masked = await OutputsAsync();
        var plain = await OutputsAsync("--show-secrets");
        var password = plain.GetProperty("password").GetString()!;
        Assert.Equal("[secret]", masked.GetProperty("password").GetString());
        Assert.Equal("[secret]", masked.GetProperty("token").GetString());
        Assert.Equal($"token:{Token}", plain.GetProperty("token").GetString());
        Assert.Equal($"{_prefix}-web", masked.GetProperty("container").GetString());
        Assert.Equal($$"""{"count":2,"networks":["{{_prefix}}-front","{{_prefix}}-back"]}""", JsonSerializer.Serialize(masked.GetProperty("lists")));
        Assert.Contains($"PASSWORD={password}", (await InspectAsync(first)).Config?.Env ?? []);
        Assert.Equal(24, password.Length);

        await EngineAsync("up", "--yes", "--expect-no-changes");
        Assert.Equal(first.ID, Assert.Single(await ContainersAsync()).ID);

        await EngineAsync("config", "set", "level", "debug");
        var difference = await EngineAsync("preview", "--diff");
        Assert.Contains("+- 1 to replace", difference);
        Assert.Contains("= 6 unchanged", difference);
        Assert.DoesNotContain(password, difference);
        await EngineAsync("up", "--yes");
        var second = Assert.Single(await ContainersAsync());
        Assert.NotEqual(first.ID, second.ID);
        Assert.Equal(networks, await NetworksAsync());
        Assert.Contains("LEVEL=debug", (await InspectAsync(second)).Config?.Env ?? []);
        Assert.Equal(password, (await OutputsAsync("--show-secrets")).GetProperty("password").GetString());

        var state = await File.ReadAllTextAsync(
            Path.Combine(_folder, "state", ".pulumi", "stacks", "node-peer", "peer.json"), Cancellation);
        Assert.DoesNotContain(password, state);
        Assert.DoesNotContain(Token, state);

        await EngineAsync("destroy", "--yes");
        Assert.Empty(await ContainersAsync());
        Assert.Empty(await NetworksAsync());
        Assert.DoesNotContain((await _docker.Volumes.ListAsync(Cancellation)).Volumes ?? [], volume => volume.Name.StartsWith(_prefix, StringComparison.Ordinal));
        // Kept, as the program says: it was here before.
        Assert.Contains(Image, (await _docker.Images.ListImagesAsync(new ImagesListParameters(), Cancellation)).SelectMany(image => image.RepoTags ?? []));
    }

    /// <summary>Whatever a failed test has left.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_docker is not null)
        {
            foreach (var container in await ContainersAsync())
                await _docker.Containers.RemoveContainerAsync(container.ID, new ContainerRemoveParameters { Force = true }, CancellationToken.None);
            foreach (var network in (await NetworksAsync()).Values)
                await _docker.Networks.DeleteNetworkAsync(network, CancellationToken.None);
            foreach (var volume in (await _docker.Volumes.ListAsync(CancellationToken.None)).Volumes ?? [])
            {
                if (volume.Name.StartsWith(_prefix, StringComparison.Ordinal))
                    await _docker.Volumes.RemoveAsync(volume.Name, force: true, CancellationToken.None);
            }
            await TestImage.RemoveAsync(Image);
        }
        Directory.Delete(_folder, recursive: true);
    }

    private async Task SetUpAsync()
    {
        await TestImage.CreateAsync(Image);
        foreach (var file in new[] { "index.js", "package.json", "Pulumi.yaml" })
            File.Copy(Path.Combine(packages.Source, file), Path.Combine(_folder, file));
        Directory.CreateSymbolicLink(Path.Combine(_folder, "node_modules"), packages.Directory);
        Directory.CreateDirectory(Path.Combine(_folder, "state"));
        await EngineAsync("stack", "init", "peer");
        await EngineAsync("config", "set", "prefix", _prefix);
        await EngineAsync("config", "set", "image", Image);
        await EngineAsync("config", "set", "--secret", "token", Token);
        Assert.DoesNotContain(Token, await File.ReadAllTextAsync(Path.Combine(_folder, "Pulumi.peer.yaml"), Cancellation));
    }

    /// <summary>Runs the engine's command on the program's folder; it has to succeed.</summary>
    private async Task<string> EngineAsync(params string[] arguments)
    {
        string[] stack = arguments[0] == "stack" ? [] : ["--stack", "peer"];
        var result = await ToolProcess.RunAsync("dotnet", [SourceTree.Engine, .. arguments, .. stack], _folder, new Dictionary<string, string?>
        {
            ["PULUMI_BACKEND_URL"] = $"file://{_folder}/state",
            ["PULUMI_CONFIG_PASSPHRASE"] = "a passphrase for tests",
            ["PULUMI_CONFIG_PASSPHRASE_FILE"] = null,
        });
        return result.ShouldSucceed(string.Join(' ', arguments)).Output;
    }

    private async Task<JsonElement> OutputsAsync(params string[] flags) =>
        JsonDocument.Parse(await EngineAsync(["output", "--json", .. flags])).RootElement;

    private Task<ContainerInspectResponse> InspectAsync(ContainerListResponse container) =>
        _docker.Containers.InspectContainerAsync(container.ID, Cancellation);

    private async Task<IList<ContainerListResponse>> ContainersAsync() =>
        await _docker.Containers.ListContainersAsync(
            new ContainersListParameters
            {
                All = true,
                Filters = new Dictionary<string, IDictionary<string, bool>> { ["name"] = new Dictionary<string, bool> { [_prefix] = true } },
            },
            CancellationToken.None);

    /// <summary>The program's networks and their ids, by name.</summary>
    private async Task<SortedDictionary<string, string>> NetworksAsync() => new(
        (await _docker.Networks.ListNetworksAsync(new NetworksListParameters(), CancellationToken.None))
            .Where(network => network.Name.StartsWith(_prefix, StringComparison.Ordinal))
            .ToDictionary(network => network.Name, network => network.ID),
        StringComparer.Ordinal);
}
