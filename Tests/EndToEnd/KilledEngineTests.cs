using System.Text.RegularExpressions;
using Infra.Tests.Support;

namespace Infra.Tests.EndToEnd;

/// <summary>
/// SIGKILL at a dozen points of a first deployment. Whatever was cut off, the next <c>up</c> completes it, and afterwards
/// exactly the objects of an undisturbed deployment are there: no orphan, no duplicate.
/// </summary>
[Collection(FaultGroup.Name)]
public sealed partial class KilledEngineTests
{
    private const int Points = 12;

    [Fact]
    public async Task Killed_at_any_point_the_next_up_converges_without_orphans()
    {
        DockerEngine.SkipUnlessAvailable();
        var (expected, lines) = await UndisturbedAsync();
        for (var point = 1; point <= Points; point++)
        {
            await KillAndConvergeAsync(expected, after: Math.Max(1, lines * point / (Points + 1)));
        }
    }

    private static async Task KillAndConvergeAsync(string expected, int after)
    {
        await using var project = new SandboxProject();
        using (var killed = project.Start("up", "--yes", "--skip-preview"))
        {
            await killed.WaitForLinesAsync(after, TimeSpan.FromMinutes(2));
            killed.Kill();
            await killed.ResultAsync();
        }

        (await project.UpAsync()).ShouldSucceed();

        var found = await project.FindAsync();
        Assert.Equal(expected, Normalized(found, project));
        (await project.UpAsync("--expect-no-changes")).ShouldSucceed();
        (await project.RunAsync("destroy", "--yes", "--skip-preview")).ShouldSucceed();
        var left = await project.FindAsync();
        Assert.True(left.Count == 0, $"killed after line {after}, destroy left behind: {left}");
    }

    /// <summary>What a deployment makes, and how many lines it prints meanwhile.</summary>
    private static async Task<(string Objects, int Lines)> UndisturbedAsync()
    {
        await using var project = new SandboxProject();
        var up = (await project.UpAsync()).ShouldSucceed();
        return (Normalized(await project.FindAsync(), project), up.Output.Count(c => c == '\n'));
    }

    /// <summary>Without what is different in each stack: its name, and the random ends of the names of volumes with secrets.</summary>
    private static string Normalized(Leftovers found, SandboxProject project) =>
        RandomEnd().Replace(found.ToString().Replace(project.Stack, "STACK", StringComparison.Ordinal), "-RANDOM");

    [GeneratedRegex("-[0-9a-f]{8}(?=,|$)")]
    private static partial Regex RandomEnd();
}
