using Infra.Tests.Support;

namespace Infra.Tests.EndToEnd;

[Collection(EndToEndGroup.Name)]
public sealed class StoppedDockerTests
{
    private static readonly string[] Images =
        ["prometheus", "alertmanager", "postgres-exporter", "node-exporter", "blackbox-exporter", "postgres"];

    [Fact]
    public async Task Docker_stopped_midway_is_told_and_the_next_up_completes_the_deployment()
    {
        DockerEngine.SkipUnlessAvailable();
        Assert.SkipUnless(PrivateDockerEngine.CanStart, "needs root and dockerd for a Docker engine of its own");
        await using var engine = new PrivateDockerEngine();
        await engine.StartAsync();
        await engine.CopyImagesAsync([.. Images.Select(image => $"phlo-sandbox/{image}:local")]);
        await using var project = new SandboxProject { DockerHost = engine.Host };

        using (var up = project.Start("up", "--yes", "--skip-preview"))
        {
            await up.WaitForAsync("docker:index/container:Container", TimeSpan.FromMinutes(1));
            await engine.StopAsync();
            // An engine that is going down answers some calls with errors of its own before it stops answering.
            var result = await up.ResultAsync();
            Assert.Contains(result.ExitCode, new[] { ExitCodes.UpdateFailed, ExitCodes.Unreachable });
            result.ShouldFail(result.ExitCode, "Docker");
        }

        await engine.StartAsync();
        (await project.UpAsync()).ShouldSucceed();
        (await project.UpAsync("--expect-no-changes")).ShouldSucceed();
        (await project.RunAsync("destroy", "--yes", "--skip-preview")).ShouldSucceed();
        Assert.Equal(0, (await project.FindAsync()).Count);
    }

    [Fact]
    public async Task A_Docker_engine_that_does_not_answer_is_named_with_what_to_do()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "unix sockets");
        await using var project = new SandboxProject { DockerHost = "unix:///nonexistent/docker.sock" };

        var result = await project.UpAsync();

        result.ShouldFail(ExitCodes.Unreachable, "unix:///nonexistent/docker.sock");
    }
}
