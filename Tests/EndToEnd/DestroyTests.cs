using Infra.Tests.Support;

namespace Infra.Tests.EndToEnd;

[Collection(EndToEndGroup.Name)]
public sealed class DestroyTests
{
    [Fact]
    public async Task Destroy_leaves_no_container_network_volume_or_carrier()
    {
        DockerEngine.SkipUnlessAvailable();
        await using var project = new SandboxProject();
        (await project.UpAsync()).ShouldSucceed();
        Assert.NotEmpty((await project.FindAsync()).Containers);

        (await project.RunAsync("destroy", "--yes", "--skip-preview")).ShouldSucceed();

        var left = await project.FindAsync();
        Assert.True(left.Count == 0, $"left behind: {left}");
    }

    [Fact]
    public async Task Destroy_keeps_the_data_volumes_and_only_them_when_asked()
    {
        DockerEngine.SkipUnlessAvailable();
        await using var project = new SandboxProject();
        project.Set("keepData", "true");
        (await project.UpAsync()).ShouldSucceed();

        (await project.RunAsync("destroy", "--yes", "--skip-preview")).ShouldSucceed();

        var left = await project.FindAsync();
        Assert.Empty(left.Containers);
        Assert.Empty(left.Networks);
        Assert.NotEmpty(left.Volumes);
        Assert.All(left.Volumes, volume => Assert.EndsWith("-data", volume));
    }
}
