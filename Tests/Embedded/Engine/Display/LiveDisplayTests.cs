using System.Text.RegularExpressions;
using Embedded.Engine.Display;
using Embedded.Engine.Planning;
using Embedded.Engine.Providers;
using Embedded.Engine.State;
using Spectre.Console;
using static Infra.Tests.Embedded.Engine.Display.DisplayTest;

namespace Infra.Tests.Embedded.Engine.Display;

public partial class LiveDisplayTests
{
    private static readonly DisplayOptions Terminal = new() { Kind = UpdateKind.Up, Interactive = true, Width = 100, Height = 30 };

    private static readonly ResourceState Component = new()
    {
        Urn = Urn("monitoring", "phlo:index:Prometheus"),
        Type = "phlo:index:Prometheus",
        Parent = StackUrn,
    };

    [Fact]
    public async Task At_the_end_the_tree_stays_with_the_messages_and_the_summary_below()
    {
        var before = State("web", Map(("image", Text("a")))) with { Parent = Component.Urn };
        var after = State("web", Map(("image", Text("b")))) with { Parent = Component.Urn };
        var text = await ShowAsync(
            Terminal,
            Up,
            new StepSucceeded(Step(StepOperation.Same, Component, Component), Seconds(0)),
            new StepSucceeded(Same("grafana"), Seconds(0)),
            new StepStarted(Step(StepOperation.DeleteReplaced, before, null)),
            new StepSucceeded(Step(StepOperation.DeleteReplaced, before, null), Seconds(0.5)),
            new StepStarted(Step(StepOperation.CreateReplacement, before, after, ("image", DiffKind.UpdateReplace))),
            new Diagnostic(Severity.Info, after.Urn, "[bold]waiting[/] for health", Ephemeral: true),
            new StepSucceeded(Step(StepOperation.CreateReplacement, before, after, ("image", DiffKind.UpdateReplace)), Seconds(1.5)),
            new StepStarted(Create("db")),
            new Diagnostic(Severity.Info, Urn("db"), "[bold]pulling[/]", Ephemeral: true),
            new StepFailed(Create("db"), "port 5432 is taken\nby another", Seconds(0.2)),
            new Diagnostic(Severity.Warning, null, "look out"),
            Finished(UpdateKind.Up, (StepOperation.Replace, 1), (StepOperation.Same, 2)) with { Succeeded = false });

        Assert.Equal("""
            Updating (sandbox)
            ├── phlo:Prometheus monitoring
            │   └── +- docker:Container web  replaced (2.0s)
            ├── +  docker:Container db  creating failed (0.2s)  port 5432 is taken
            └── =  2 unchanged

            Diagnostics:
            error: docker:index/container:Container db: port 5432 is taken
                by another
            warning: look out

            Resources:
                +- 1 replaced
                = 2 unchanged
                1 failed

            Duration: 1.4s

            The update failed; what was done before stays done.

            """, Final(text));
    }

    [Fact]
    public async Task A_row_ends_where_the_terminal_ends()
    {
        var text = await ShowAsync(Terminal with { Width = 30 }, Up, new StepSucceeded(Create("a-rather-long-name"), Seconds(1)));

        Assert.Equal("""
            Updating (sandbox)
            └── +  docker:Container a-rath

            """, Final(text), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public async Task Without_colours_the_tree_has_none()
    {
        var events = new EngineEvent[] { Up, new StepSucceeded(Create("web"), Seconds(1)) };

        Assert.Matches(ColourSequence(), await ShowAsync(Terminal with { Color = true }, events));
        Assert.DoesNotMatch(ColourSequence(), await ShowAsync(Terminal, events));
    }

    [Fact]
    public void Where_the_terminal_is_low_what_is_under_way_comes_first()
    {
        var tree = new LiveTree(new ValueText(new SecretMask()), TimeProvider.System);
        tree.Apply(Up);
        for (var i = 0; i < 20; i++)
        {
            tree.Apply(new StepStarted(Create($"c{i}")));
            if (i < 15)
                tree.Apply(new StepSucceeded(Create($"c{i}"), Seconds(1)));
        }

        Assert.Equal("""
            Updating (sandbox)
            ├── +  docker:Container c15  creating (0s)
            ├── +  docker:Container c16  creating (0s)
            ├── +  docker:Container c17  creating (0s)
            ├── … 15 more done
            └── … 2 more under way

            """, Render(tree, mostRows: 6));
    }

    private static string Render(LiveTree tree, int? mostRows)
    {
        var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.No });
        console.Write(TreeView.Draw(tree, mostRows));
        return Trim(output.ToString());
    }

    /// <summary>What stays on the screen: everything after the last frame was wiped and the cursor shown again.</summary>
    private static string Final(string text) => Trim(text[(text.LastIndexOf("\u001b[?25h", StringComparison.Ordinal) + 6)..]);

    private static string Trim(string text) => string.Join('\n', text.Split('\n').Select(line => line.TrimEnd()));

    [GeneratedRegex("\u001b\\[[0-9;]+m")]
    private static partial Regex ColourSequence();
}
