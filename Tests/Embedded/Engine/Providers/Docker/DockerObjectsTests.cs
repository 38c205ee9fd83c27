using Docker.DotNet;
using Docker.DotNet.Models;
using Embedded.Engine.Providers;
using Embedded.Engine.Values;
using Infra.Tests.Support;
using static Infra.Tests.Embedded.Engine.Providers.Docker.DockerHarness;
using static Infra.Tests.Embedded.Engine.Values.BriefValues;

namespace Infra.Tests.Embedded.Engine.Providers.Docker;

/// <summary>Networks, volumes, images and the functions.</summary>
[Collection(DockerTests.Name)]
public class DockerObjectsTests(BusyboxImage image)
{
    [Fact]
    public async Task A_network_has_the_engines_outputs_and_no_difference_after_a_refresh()
    {
        await using var docker = new DockerHarness();
        var inputs = Map(
            ("name", DockerEngine.UniqueName("net")), ("internal", true), ("attachable", true), ("labels", List(Map(("label", "a"), ("value", "b")))),
            ("ipamConfigs", List(Map(("subnet", "10.213.78.0/24")))), ("options", Map(("com.docker.network.bridge.enable_icc", "true"))));

        var made = await docker.CreateAsync(NetworkType, inputs);
        var read = (await docker.ReadAsync(made))!;

        var network = await Api.Networks.InspectNetworkAsync(made.Id, Cancellation);
        Assert.Equal(network.ID, made.Id);
        Assert.True(network.Internal);
        Assert.Equal(Value("bridge"), made.Outputs["driver"]);
        Assert.Equal(Value("local"), made.Outputs["scope"]);
        Assert.Equal(Value(List(Map(("label", "a"), ("value", "b")))), made.Outputs["labels"]);
        Assert.Equal(made.Outputs, read.Outputs);
        Assert.Empty(docker.Diff(made, read.Inputs, inputs).Detailed);
    }

    [Fact]
    public async Task A_second_network_of_the_same_name_is_refused()
    {
        await using var docker = new DockerHarness();
        var made = await docker.CreateAsync(NetworkType, Map(("name", DockerEngine.UniqueName("net"))));

        var failure = await Assert.ThrowsAsync<ProviderException>(() => docker.CreateAsync(NetworkType, Map(("name", made.Name))));

        Assert.StartsWith($"The network name {made.Name} is taken", failure.Message);
        Assert.EndsWith($"If nobody needs it, remove it (`docker network rm {made.Name}`); else choose another name.", failure.Message);
    }

    [Fact]
    public async Task An_overlapping_subnet_is_explained()
    {
        await using var docker = new DockerHarness();
        await docker.CreateAsync(NetworkType, Map(("name", DockerEngine.UniqueName("net")), ("ipamConfigs", List(Map(("subnet", "10.213.79.0/24"))))));

        var failure = await Assert.ThrowsAsync<ProviderException>(() => docker.CreateAsync(
            NetworkType, Map(("name", DockerEngine.UniqueName("net")), ("ipamConfigs", List(Map(("subnet", "10.213.79.0/24")))))));

        Assert.Contains("its subnet 10.213.79.0/24 overlaps with another network's. Choose a free one (ipamConfigs[].subnet)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_network_is_removed_as_soon_as_its_last_container_has_gone()
    {
        await using var docker = new DockerHarness();
        var network = await docker.CreateAsync(NetworkType, Map(("name", DockerEngine.UniqueName("net"))));
        var container = await docker.CreateAsync(ContainerType, Map(("image", image.Id), ("networksAdvanced", List(Map(("name", network.Name))))));

        var removal = docker.DeleteAsync(network);
        await docker.DeleteAsync(container);
        await removal;

        await Assert.ThrowsAsync<DockerNetworkNotFoundException>(() => Api.Networks.InspectNetworkAsync(network.Id, Cancellation));
        Assert.Null(await docker.ReadAsync(network));
        await docker.DeleteAsync(network);
    }

    [Fact]
    public async Task A_network_of_an_interrupted_creation_is_removed()
    {
        await using var docker = new DockerHarness();
        var operation = Guid.NewGuid().ToString();
        var left = await docker.CreateAsync(NetworkType, Map(("name", DockerEngine.UniqueName("net"))), operation);

        var said = await docker.Provider.RecoverCreateAsync(NetworkType, left.Inputs, operation, Cancellation);

        Assert.Equal($"removed network {left.Name}, which an interrupted update had left behind", said);
        Assert.Null(await docker.ReadAsync(left));
    }

    [Fact]
    public async Task An_existing_volume_is_taken_as_it_is_and_survives_recovery()
    {
        await using var docker = new DockerHarness();
        var name = DockerEngine.UniqueName("data");
        await Api.Volumes.CreateAsync(
            new VolumesCreateParameters { Name = name, Labels = new Dictionary<string, string> { ["made-by"] = "hand" } }, Cancellation);
        docker.Track(VolumeType, name);
        var inputs = Map(("name", name));

        var made = await docker.CreateAsync(VolumeType, inputs);
        var said = await docker.Provider.RecoverCreateAsync(VolumeType, made.Inputs, Guid.NewGuid().ToString(), Cancellation);
        var read = (await docker.ReadAsync(made))!;

        Assert.Equal(name, made.Id);
        Assert.Equal(Value("local"), made.Outputs["driver"]);
        Assert.EndsWith($"{name}/_data", Assert.IsType<StringValue>(made.Outputs["mountpoint"]).Value);
        Assert.Null(said);
        Assert.Empty(docker.Diff(made, read.Inputs, inputs).Detailed);
    }

    [Fact]
    public async Task A_volume_with_a_generated_name_does_not_outlive_its_interrupted_creation()
    {
        await using var docker = new DockerHarness();
        var left = await docker.CreateAsync(VolumeType, PropertyMap.Empty);

        var said = await docker.Provider.RecoverCreateAsync(VolumeType, left.Inputs, Guid.NewGuid().ToString(), Cancellation);

        Assert.Matches("^test-[0-9a-f]{7}$", left.Name);
        Assert.Equal($"removed volume {left.Name}, which an interrupted update had left behind", said);
        Assert.Null(await docker.ReadAsync(left));
    }

    [Fact]
    public async Task A_local_image_is_used_without_asking_a_registry()
    {
        await using var docker = new DockerHarness();
        var inputs = Map(("name", image.Name), ("keepLocally", true));

        var made = await docker.CreateAsync(RemoteImageType, inputs);
        await docker.DeleteAsync(made);
        var read = (await docker.ReadAsync(made))!;

        Assert.Equal(image.Id + image.Name, made.Id);
        Assert.Equal(Value(image.Id), made.Outputs["imageId"]);
        Assert.Equal(Value(""), made.Outputs["repoDigest"]);
        Assert.Empty(docker.Progress);
        Assert.Equal(made.Id, read.Id);
        Assert.Empty(docker.Diff(made, read.Inputs, inputs).Detailed);
    }

    [Fact]
    public async Task A_tag_that_has_moved_on_the_engine_is_seen()
    {
        await using var docker = new DockerHarness();
        var name = DockerEngine.UniqueName("moving") + ":1";
        var first = await TestImage.CreateAsync(name, "CMD [\"/bin/true\"]");
        docker.Track(RemoteImageType, first);
        var made = await docker.CreateAsync(RemoteImageType, Map(("name", name)));
        await Api.Images.DeleteImageAsync(name, new ImageDeleteParameters { Force = true }, Cancellation);
        var second = await TestImage.CreateAsync(name, "CMD [\"/bin/false\"]");

        var read = (await docker.ReadAsync(made))!;
        await docker.DeleteAsync(made);

        Assert.Equal(second + name, read.Id);
        Assert.Equal(Value(second), read.Outputs["imageId"]);
        Assert.Null(await docker.ReadAsync(made));
    }

    [Fact]
    public async Task An_image_that_a_container_uses_is_not_removed_and_the_way_out_is_named()
    {
        await using var docker = new DockerHarness();
        await docker.CreateAsync(ContainerType, Map(("image", image.Name), ("networksAdvanced", List(Map(("name", image.Network))))));
        var made = await docker.CreateAsync(RemoteImageType, Map(("name", image.Name)));

        var failure = await Assert.ThrowsAsync<ProviderException>(() => docker.DeleteAsync(made));

        Assert.StartsWith($"Image {image.Name} cannot be removed: something outside this stack uses it (", failure.Message);
        Assert.EndsWith("Set keepLocally, and it stays on the engine; or remove what uses it.", failure.Message);
    }

    [Fact]
    public async Task An_image_that_cannot_be_pulled_says_what_the_registry_answered()
    {
        await using var docker = new DockerHarness();
        var closed = FreePort.Find(System.Net.IPAddress.Loopback);
        var name = $"127.0.0.1:{closed}/team/app:1@sha256:{new string('a', 64)}";

        var failure = await Assert.ThrowsAsync<ProviderException>(() => docker.CreateAsync(RemoteImageType, Map(("name", name))));

        Assert.StartsWith($"Image {name} is not on the Docker engine and cannot be pulled from 127.0.0.1:{closed}: ", failure.Message);
        Assert.Contains("connection refused", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"pulling {name}", docker.Progress);
    }

    [Fact]
    public async Task Functions_look_up_networks_and_images()
    {
        await using var docker = new DockerHarness();

        var network = await docker.Provider.InvokeAsync("docker:index/getNetwork:getNetwork", Map(("name", "bridge")), Cancellation);
        var found = await docker.Provider.InvokeAsync("docker:index/getRemoteImage:getRemoteImage", Map(("name", image.Name)), Cancellation);
        var failure = await Assert.ThrowsAsync<ProviderException>(() =>
            docker.Provider.InvokeAsync("docker:index/getNetwork:getNetwork", Map(("name", "phlo-test-none")), Cancellation));

        Assert.Equal(Value("bridge"), network["driver"]);
        Assert.Equal(64, Assert.IsType<StringValue>(network["id"]).Value.Length);
        Assert.Equal(Value(image.Id), found["id"]);
        Assert.StartsWith("There is no network phlo-test-none on the Docker engine at ", failure.Message);
    }
}
