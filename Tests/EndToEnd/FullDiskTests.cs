using Infra.Tests.Support;

namespace Infra.Tests.EndToEnd;

[Collection(EndToEndGroup.Name)]
public sealed class FullDiskTests
{
    private const int Room = 48 * 1024;

    [Fact]
    public async Task A_disk_that_fills_up_under_the_state_ends_the_update_and_the_next_one_with_room_converges()
    {
        Support.DockerEngine.SkipUnlessAvailable();
        Assert.SkipUnless(Environment.UserName == "root" && ToolProcess.Exists("mount"), "needs root, to mount a small file system");
        await using var project = new SandboxProject();
        var state = Directory.CreateDirectory(Path.Combine(project.Directory, "state")).FullName;
        var mounted = await ToolProcess.RunAsync("mount", ["-t", "tmpfs", "-o", "size=4m", "tmpfs", state]);
        Assert.SkipUnless(mounted.ExitCode == 0, $"needs the right to mount a small file system: {mounted.Error}");
        try
        {
            var ballast = Path.Combine(state, "ballast");
            await File.WriteAllBytesAsync(ballast, new byte[4 * 1024 * 1024 - Room], TestContext.Current.CancellationToken);

            var full = (await project.UpAsync()).ShouldFail(5, "No space left on device", state);
            File.Delete(ballast);
            (await project.UpAsync()).ShouldSucceed();

            Assert.DoesNotContain("IOException", full.All, StringComparison.Ordinal);
            (await project.UpAsync("--expect-no-changes")).ShouldSucceed();
            (await project.RunAsync("destroy", "--yes", "--skip-preview")).ShouldSucceed();
            var left = await project.FindAsync();
            Assert.True(left.Count == 0, $"left behind: {left}");
        }
        finally
        {
            (await ToolProcess.RunAsync("umount", ["--lazy", state])).ShouldSucceed("umount");
        }
    }
}
