using System.Net.NetworkInformation;
using Infra.Tests.Support;

namespace Infra.Tests.Docs;

/// <summary>The commands act on this very checkout, its settings and the ports of the sandbox, so they run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class DocumentedCommands
{
    public const string Name = "documented commands";
}

/// <summary>
/// What the documentation tells people to type works: each line of its <c>bash</c> blocks is run, in order, in this
/// checkout, on the sandbox. (Blocks marked <c>console</c> show commands that are not run: for prod, or for cleaning up a machine.)
/// </summary>
[Collection(DocumentedCommands.Name)]
public sealed class DocumentedCommandsTests : IDisposable
{
    private static readonly int[] Ports = [9090, 9093];
    private readonly TemporaryDirectory _folder = new();

    [Fact]
    public async Task The_commands_of_the_quick_start_work_in_their_order()
    {
        SkipUnlessFree();
        var commands = Commands("README.md");

        Assert.Equal("make up-observability", commands[0]);
        Assert.StartsWith("./infra destroy", commands[^1]);
        await RunAllAsync(commands);
    }

    [Fact]
    public async Task The_commands_of_the_operations_guide_work_on_a_running_stack()
    {
        SkipUnlessFree();
        var commands = Commands("docs/operations.md");

        Assert.NotEmpty(commands);
        await RunAllAsync(["make up-observability", .. commands, "make down-observability"]);
    }

    [Fact]
    public void No_other_page_has_commands_that_nobody_runs()
    {
        var tested = new[] { "README.md", "docs/operations.md" };
        var pages = Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Select(page => Path.GetRelativePath(SourceTree.Root, page))
            // What a runbook has to be checked by needs the fault that it is about.
            .Where(page => !page.StartsWith(Path.Combine("docs", "runbooks"), StringComparison.Ordinal));

        Assert.All(pages.Except(tested), page => Assert.Empty(Commands(page)));
    }

    public void Dispose() => _folder.Dispose();

    private static List<string> Commands(string page)
    {
        var commands = new List<string>();
        var inBlock = false;
        foreach (var line in File.ReadLines(Path.Combine(SourceTree.Root, page)))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                inBlock = line == "```bash";
            }
            else if (inBlock && line.Length > 0)
            {
                commands.Add(line);
            }
        }

        return commands;
    }

    private static void SkipUnlessFree()
    {
        DockerEngine.SkipUnlessAvailable();
        ToolProcess.SkipUnlessInstalled("make");
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(end => end.Port).Intersect(Ports).ToList();
        Assert.SkipWhen(taken.Count > 0, $"port {string.Join(" and ", taken)} of this machine is in use, perhaps by a sandbox that is up");
    }

    /// <summary>Stops at the first command that fails, and leaves nothing of the stack behind.</summary>
    private async Task RunAllAsync(IEnumerable<string> commands)
    {
        var settings = Path.Combine(SourceTree.Root, "Pulumi.sandbox.yaml");
        var before = await File.ReadAllTextAsync(settings);
        try
        {
            foreach (var command in commands)
            {
                (await RunAsync(command)).ShouldSucceed(command);
            }

            Assert.Equal(before, await File.ReadAllTextAsync(settings));
        }
        finally
        {
            await File.WriteAllTextAsync(settings, before);
            await RunAsync("./infra destroy -s sandbox --yes");
        }
    }

    private Task<ToolResult> RunAsync(string command) => ToolProcess.RunAsync(
        "bash", ["-c", command], SourceTree.Root,
        new Dictionary<string, string?>
        {
            ["STACK"] = "sandbox",
            ["PULUMI_BACKEND_URL"] = "file://" + _folder.Path,
            ["XDG_CONFIG_HOME"] = _folder.Path,
            ["PULUMI_CONFIG_PASSPHRASE"] = null,
            ["PULUMI_CONFIG_PASSPHRASE_FILE"] = null,
        },
        TimeSpan.FromMinutes(10));
}
