using System.CommandLine;
using Embedded.Engine.Planning;

namespace Embedded.Engine.Cli;

/// <summary>The flags of <c>preview</c>, <c>up</c>, <c>refresh</c> and <c>destroy</c>.</summary>
internal static class UpdateCommands
{
    private const int DefaultParallel = 16;

    private static readonly Option<bool> Yes = Flag("--yes", "-y", "Do it without asking");
    private static readonly Option<bool> SkipPreview = Flag("--skip-preview", "-f", "Do it without showing the plan first");
    private static readonly Option<bool> Diff = Flag("--diff", "-d", "Show changes property by property");
    private static readonly Option<bool> Json = Flag("--json", "-j", "Write JSON for other programs");
    private static readonly Option<bool> ExpectNoChanges = Flag("--expect-no-changes", null, "Fail where anything changes");
    private static readonly Option<bool> Refresh = Flag("--refresh", "-r", "Bring the state up to date first");
    private static readonly Option<bool> Remove = Flag("--remove", null, "Remove the stack's state as well");

    private static readonly Option<string[]> Targets = new("--target", "-t")
    {
        Description = "Only this resource (its URN) and what it needs; can be repeated",
    };

    private static readonly Option<int> Parallel = new("--parallel", "-p")
    {
        Description = $"How many operations run at once (default {DefaultParallel})",
        DefaultValueFactory = _ => DefaultParallel,
    };

    private static readonly Option<string?> Message = new("--message", "-m") { Description = "Noted in the history" };

    public static void FillPreview(Command command) =>
        Fill(command, UpdateKind.Preview, Diff, Json, ExpectNoChanges, Refresh, Targets, Parallel, Message);

    public static void FillUp(Command command) =>
        Fill(command, UpdateKind.Up, Yes, SkipPreview, Diff, Json, ExpectNoChanges, Refresh, Targets, Parallel, Message);

    public static void FillRefresh(Command command) =>
        Fill(command, UpdateKind.Refresh, Yes, SkipPreview, Diff, Json, ExpectNoChanges, Targets, Parallel, Message);

    public static void FillDestroy(Command command) =>
        Fill(command, UpdateKind.Destroy, Yes, SkipPreview, Diff, Json, Refresh, Targets, Parallel, Message, Remove);

    private static void Fill(Command command, UpdateKind kind, params Option[] options)
    {
        foreach (var option in options)
            command.Add(option);
        command.SetAction((parsed, _) =>
        {
            if (parsed.GetValue(Parallel) < 1)
                throw new UsageException($"--parallel must be at least 1, found {parsed.GetValue(Parallel)}.");
            return new UpdateSession(parsed, new UpdateFlags(
                kind,
                parsed.GetValue(Yes),
                parsed.GetValue(SkipPreview),
                parsed.GetValue(Diff),
                parsed.GetValue(Json),
                parsed.GetValue(ExpectNoChanges),
                parsed.GetValue(Refresh),
                parsed.GetValue(Remove),
                [.. parsed.GetValue(Targets) ?? []],
                parsed.GetValue(Parallel),
                parsed.GetValue(Message) ?? "")).RunAsync();
        });
    }

    private static Option<bool> Flag(string name, string? alias, string description) =>
        new(name, alias is null ? [] : [alias]) { Description = description };
}
