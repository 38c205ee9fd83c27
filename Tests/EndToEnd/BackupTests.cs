extern alias backup;

using System.Globalization;
using backup::Infra.Backup;
using Infra.Tests.Eng;
using Infra.Tests.Support;

namespace Infra.Tests.EndToEnd;

[Collection(EndToEndGroup.Name)]
public sealed class BackupTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sample_is_there_again_after_backup_destroy_and_restore()
    {
        Support.DockerEngine.SkipUnlessAvailable();
        await using var project = new SandboxProject();
        using var folder = new TemporaryDirectory();
        (await project.UpAsync()).ShouldSucceed();
        var (time, value) = await FirstSampleAsync(project);
        using var docker = project.Docker();
        var containers = new ContainerSwitch(docker, TimeSpan.FromMinutes(3));

        var path = await new StackBackup(docker, containers, TextWriter.Null).RunAsync(project.Stack, folder.Path, Cancellation);
        Assert.Equal(value, await SampleAsync(project, time));
        (await project.RunAsync("destroy", "--yes", "--skip-preview")).ShouldSucceed();
        Assert.Equal(0, (await project.FindAsync()).Count);
        (await project.UpAsync()).ShouldSucceed();
        Assert.Null(await SampleAsync(project, time));
        var restore = new StackRestore(docker, containers, TextWriter.Null);
        var manifest = await BackupArchive.VerifyAsync(path, Cancellation);
        await restore.RunAsync(path, await restore.MatchAsync(manifest, null, Cancellation), Cancellation);

        Assert.Equal(["alertmanager", "prometheus"], manifest.Contents.Select(content => content.Service));
        Assert.Equal(value, await SampleAsync(project, time));
        (await project.RunAsync("up", "--yes", "--skip-preview", "--expect-no-changes")).ShouldSucceed();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, ScriptSandbox.ModeOf(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(folder.Path));
    }

    /// <summary>A sample of its own start time, which no later Prometheus has.</summary>
    private static async Task<(double Time, string Value)> FirstSampleAsync(SandboxProject project)
    {
        for (var attempt = 0; attempt < 120; attempt++)
        {
            var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0;
            if (await SampleAsync(project, now) is { } value)
                return (now, value);
            await Task.Delay(500, Cancellation);
        }
        throw new TimeoutException("Prometheus has not scraped itself.");
    }

    private static async Task<string?> SampleAsync(SandboxProject project, double time)
    {
        var answer = await project.PrometheusAsync(string.Create(
            CultureInfo.InvariantCulture, $"/api/v1/query?query=process_start_time_seconds%7Bjob%3D%22prometheus%22%7D&time={time:F3}"));
        var result = answer.GetProperty("data").GetProperty("result");
        return result.GetArrayLength() == 0 ? null : result[0].GetProperty("value")[1].GetString();
    }
}
