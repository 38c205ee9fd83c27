using Infra.Tests.Support;

namespace Infra.Tests.EndToEnd;

/// <summary>A stack from a time when its services ran as their images' users.</summary>
[Collection(EndToEndGroup.Name)]
public sealed class DataOwnerTests
{
    [Fact]
    public async Task Data_of_another_user_is_handed_over_with_all_that_is_in_it()
    {
        Support.DockerEngine.SkipUnlessAvailable();
        await using var project = new SandboxProject();
        (await project.UpAsync()).ShouldSucceed();
        var (service, owner) = (project.Container("prometheus"), project.Container("prometheus-owner"));
        await ToolProcess.AcceptsAsync("docker", "stop", service);
        await ToolProcess.AcceptsAsync(
            "docker", "run", "--rm", "--user=0", "--volumes-from", service, "--entrypoint=/bin/chown", "phlo-sandbox/prometheus:local", "-R", "65534:65534", "/prometheus");
        await ToolProcess.AcceptsAsync("docker", "rm", owner);

        (await project.RunAsync("up", "--yes", "--skip-preview", "--refresh")).ShouldSucceed();

        var others = await ToolProcess.AcceptsAsync("docker", "exec", service, "find", "/prometheus", "!", "-user", "64991");
        Assert.Equal("", others);
        await Eventually.SucceedsAsync(() => project.PrometheusAsync("/api/v1/query?query=up"));
        (await project.UpAsync("--expect-no-changes")).ShouldSucceed();
    }
}
