using Embedded.Engine.Providers;
using Infra.Tests.Support;
using static Infra.Tests.Embedded.Engine.Providers.Docker.DockerHarness;

namespace Infra.Tests.Embedded.Engine.Providers.Docker;

/// <summary>
/// An engine that goes down while it starts a container may leave its files mounted, where the next engine does not see it:
/// that one cannot remove the container.
/// </summary>
[Collection(DockerTests.Name)]
public class MountedContainerTests(BusyboxImage image)
{
    [Fact]
    public async Task A_container_whose_files_are_still_mounted_is_named_with_what_to_do()
    {
        await using var docker = new DockerHarness();
        Assert.SkipUnless(Environment.UserName == "root" && ToolProcess.Exists("mount"), "needs root, to mount");
        var root = (await Api.System.GetSystemInfoAsync(Cancellation)).DockerRootDir!;
        var made = await docker.CreateAsync(ContainerType, image.Sleeping(("start", false), ("mustRun", false)));
        var files = (await InspectAsync(made)).GraphDriver?.Data?.FirstOrDefault(entry => entry.Key == "UpperDir").Value ?? "";
        Assert.SkipUnless(Directory.Exists(files), "the Docker engine keeps its containers' files elsewhere, or not in overlay2");

        var view = Directory.CreateTempSubdirectory("phlo-test-").FullName;
        var hidden = Path.Combine(view, Path.GetRelativePath(root, files));
        await ToolProcess.AcceptsAsync("mount", "--bind", "--make-private", root, view);
        try
        {
            await ToolProcess.AcceptsAsync("mount", "-t", "tmpfs", "none", hidden);

            var failure = await Assert.ThrowsAsync<ProviderException>(() => docker.DeleteAsync(made));

            Assert.StartsWith($"Removing container {made.Name}: an earlier Docker process has left its files mounted. Stop Docker, take the mount away "
                + $"(`umount --lazy {Path.GetDirectoryName(files)}", failure.Message);
        }
        finally
        {
            await ToolProcess.AcceptsAsync("umount", "--lazy", "--recursive", view);
            // Never recursively: were it still mounted, Docker's own files would go.
            Directory.Delete(view);
        }
    }
}
