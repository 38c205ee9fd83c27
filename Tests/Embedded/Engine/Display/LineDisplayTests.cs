using System.Collections.Immutable;
using Embedded.Engine.Display;
using Embedded.Engine.Planning;
using Embedded.Engine.Providers;
using Embedded.Engine.Values;
using static Infra.Tests.Embedded.Engine.Display.DisplayTest;

namespace Infra.Tests.Embedded.Engine.Display;

public class LineDisplayTests
{
    [Fact]
    public async Task A_preview_lists_what_would_be_done_and_counts_it()
    {
        var text = await ShowAsync(
            Preview,
            new StepStarted(Create("prometheus")),
            new StepSucceeded(Create("prometheus"), TimeSpan.Zero),
            new StepStarted(Same("grafana")),
            new StepSucceeded(Same("grafana"), TimeSpan.Zero),
            new StackOutputs(PropertyMap.Empty, Map(("password", Secret("hunter22")), ("url", PropertyValue.Unknown))),
            Finished(UpdateKind.Preview, (StepOperation.Create, 1), (StepOperation.Same, 1)));

        Assert.Equal("""
            Previewing update (sandbox):

            +  docker:index/container:Container prometheus create

            Outputs:
                + password: [secret]
                + url: output<string>

            Resources:
                + 1 to create
                = 1 unchanged

            Duration: 1.4s

            """, text);
    }

    [Fact]
    public async Task An_update_tells_when_a_step_begins_and_when_it_is_done()
    {
        var text = await ShowAsync(
            Up,
            new StepStarted(Create("prometheus")),
            new Diagnostic(Severity.Info, Urn("prometheus"), "waiting", Ephemeral: true),
            new StepSucceeded(Create("prometheus"), Seconds(1.23)),
            new StackOutputs(Map(("old", Text("1")), ("url", Text("http://a"))), Map(("url", Text("http://a")))),
            Finished(UpdateKind.Up, (StepOperation.Create, 1)));

        Assert.Equal("""
            Updating (sandbox):

            +  docker:index/container:Container prometheus creating
            +  docker:index/container:Container prometheus created (1.2s)

            Outputs:
                - old: "1"
                  url: "http://a"

            Resources:
                + 1 created

            Duration: 1.4s

            """, text);
    }

    [Fact]
    public async Task A_component_has_no_work_of_its_own_and_one_line()
    {
        var component = Create("web") with { New = State("web", PropertyMap.Empty) with { Custom = false } };

        var text = await ShowAsync(Up, new StepStarted(component), new StepSucceeded(component, Seconds(0.01)));

        Assert.Equal("Updating (sandbox):\n\n+  docker:index/container:Container web created\n", text);
    }

    [Fact]
    public async Task A_replacement_is_one_entry_of_a_plan_with_its_reasons()
    {
        var (before, after) = (State("web", Map(("image", Text("a"))), "c0ffee"), State("web", Map(("image", Text("b")))));
        var diff = ("image", DiffKind.UpdateReplace);

        var text = await ShowAsync(
            new DisplayOptions { Kind = UpdateKind.Preview, Diff = true },
            Preview,
            new StepStarted(Step(StepOperation.DeleteReplaced, before, null)),
            new StepStarted(Step(StepOperation.Replace, before, after, diff)),
            new StepStarted(Step(StepOperation.CreateReplacement, before, after, diff)),
            Finished(UpdateKind.Preview, (StepOperation.CreateReplacement, 1), (StepOperation.DeleteReplaced, 1), (StepOperation.Replace, 1)));

        Assert.Equal("""
            Previewing update (sandbox):

            +- docker:index/container:Container web replace because of image
                [id=c0ffee]
                ~ image: "a" → "b"  (forces replacement)

            Resources:
                +- 1 to replace

            Duration: 1.4s

            """, text);
    }

    [Theory]
    [InlineData(UpdateKind.Up, "The update failed; nothing was changed.")]
    [InlineData(UpdateKind.Destroy, "The destroy failed; nothing was changed.")]
    [InlineData(UpdateKind.Refresh, "The refresh failed; nothing was changed.")]
    [InlineData(UpdateKind.Preview, "The preview failed.")]
    internal async Task The_end_says_what_it_was_that_failed(UpdateKind kind, string end)
    {
        var text = await ShowAsync(
            new UpdateStarted(kind, "obs", "sandbox", kind == UpdateKind.Preview),
            new UpdateFinished(kind, false, Seconds(1), ImmutableSortedDictionary<StepOperation, int>.Empty));

        Assert.EndsWith($"\n{end}\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_is_told_once_with_its_message_and_without_secrets()
    {
        var step = Create("web", Map(("envs", List(Secret("swordfish")))));
        var text = await ShowAsync(
            Up,
            new StepStarted(step),
            new StepFailed(step, "container exited\nlog: password swordfish refused", Seconds(2)),
            new Diagnostic(Severity.Error, step.Urn, "container exited\nlog: password swordfish refused"),
            new Diagnostic(Severity.Warning, null, "swordfish twice: swordfish"),
            new UpdateFinished(UpdateKind.Up, false, Seconds(75), ImmutableSortedDictionary<StepOperation, int>.Empty));

        Assert.Equal("""
            Updating (sandbox):

            +  docker:index/container:Container web creating
            +  docker:index/container:Container web creating failed (2.0s)
                container exited
                log: password [secret] refused
            warning: [secret] twice: [secret]

            Resources:
                1 failed

            Duration: 1m15s

            The update failed; what was done before stays done.

            """, text);
    }

    [Fact]
    public async Task A_refresh_tells_what_differs_and_what_is_gone()
    {
        var known = State("web", PropertyMap.Empty, "c0ffee") with { Outputs = Map(("name", Text("a"))) };
        var drifted = known with { Outputs = Map(("name", Text("b"))) };

        var text = await ShowAsync(
            new DisplayOptions { Kind = UpdateKind.Refresh, Diff = true },
            new UpdateStarted(UpdateKind.Refresh, "phlo", "sandbox", DryRun: false),
            new StepStarted(Step(StepOperation.Refresh, known, null)),
            new StepSucceeded(Step(StepOperation.Refresh, known, known), Seconds(1)),
            new StepSucceeded(Step(StepOperation.Refresh, known, drifted), Seconds(1)),
            new StepSucceeded(Step(StepOperation.Refresh, known, null), Seconds(1)));

        Assert.Equal("""
            Refreshing (sandbox):

            ~  docker:index/container:Container web differs from the state (1.0s)
                [id=c0ffee]
                ~ name: "a" → "b"
            -  docker:index/container:Container web is gone (1.0s)

            """, text);
    }

    [Fact]
    public async Task A_message_from_outside_cannot_drive_the_terminal()
    {
        var text = await ShowAsync(new Diagnostic(Severity.Info, Urn("web"), "a\u001b[31mred\u001b[0m \u001b]0;title\u0007 [bold]\rb"));

        Assert.Equal("docker:index/container:Container web: ared \\x1b]0;title\\x07 [bold]\\rb\n", text);
    }

    [Fact]
    public async Task A_name_of_a_resource_cannot_drive_the_terminal()
    {
        var text = await ShowAsync(new StepStarted(Create("we\u001b[2Jb\u009b1m")));

        Assert.Equal("+  docker:index/container:Container we\\x1b[2Jb\\x9b1m creating\n", text);
    }

    [Fact]
    public async Task Colours_are_written_only_where_they_are_wanted()
    {
        var options = new DisplayOptions { Kind = UpdateKind.Up, Color = true };

        Assert.Equal(
            "\u001b[32m+  docker:index/container:Container web creating\u001b[0m\n",
            await ShowAsync(options, new StepStarted(Create("web"))));
        Assert.DoesNotContain("\u001b", await ShowAsync(options with { Color = false }, new StepStarted(Create("web"))));
    }

    [Fact]
    public async Task An_update_goes_on_when_nobody_reads_its_output_any_more()
    {
        await using var display = DisplayFactory.Create(new DisplayOptions { Kind = UpdateKind.Up, Output = new BrokenPipe() });

        display.Emit(new StepStarted(Create("web")));
        display.Emit(new StepSucceeded(Create("web"), Seconds(1)));
    }

    private sealed class BrokenPipe : StringWriter
    {
        public override void Write(string? value) => throw new IOException("Broken pipe");
    }
}
