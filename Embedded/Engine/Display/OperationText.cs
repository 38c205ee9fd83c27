using System.Collections.Immutable;
using System.Globalization;
using Embedded.Engine.Planning;

namespace Embedded.Engine.Display;

/// <summary>Pulumi's signs and words for what a step does.</summary>
internal static class OperationText
{
    /// <summary>The order in which a summary lists operations.</summary>
    public static readonly ImmutableArray<StepOperation> SummaryOrder =
    [
        StepOperation.Create, StepOperation.Update, StepOperation.Delete, StepOperation.Replace,
        StepOperation.Refresh, StepOperation.Import, StepOperation.Discard,
    ];

    public static string Symbol(StepOperation operation) => operation switch
    {
        StepOperation.Same => "= ",
        StepOperation.Create => "+ ",
        StepOperation.Update => "~ ",
        StepOperation.Delete => "- ",
        StepOperation.Replace => "+-",
        StepOperation.CreateReplacement => "++",
        StepOperation.DeleteReplaced => "--",
        StepOperation.Read => "> ",
        StepOperation.ReadReplacement => ">>",
        StepOperation.Refresh => "~ ",
        StepOperation.Import => "= ",
        StepOperation.Discard => "< ",
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, null),
    };

    public static Tone ToneOf(StepOperation operation) => operation switch
    {
        StepOperation.Create or StepOperation.Import => Tone.Created,
        StepOperation.Update or StepOperation.Refresh => Tone.Updated,
        StepOperation.Delete or StepOperation.DeleteReplaced or StepOperation.Discard => Tone.Deleted,
        StepOperation.Replace or StepOperation.CreateReplacement or StepOperation.ReadReplacement => Tone.Replaced,
        _ => Tone.Muted,
    };

    /// <summary>Pulumi's name of the operation, as the JSON forms have it.</summary>
    public static string Name(StepOperation operation) => operation switch
    {
        StepOperation.CreateReplacement => "create-replacement",
        StepOperation.DeleteReplaced => "delete-replaced",
        StepOperation.ReadReplacement => "read-replacement",
        StepOperation.Same => "same",
        StepOperation.Create => "create",
        StepOperation.Update => "update",
        StepOperation.Delete => "delete",
        StepOperation.Replace => "replace",
        StepOperation.Read => "read",
        StepOperation.Refresh => "refresh",
        StepOperation.Import => "import",
        StepOperation.Discard => "discard",
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, null),
    };

    /// <summary>What will be done: <c>create</c>.</summary>
    public static string Planned(StepOperation operation) => operation switch
    {
        StepOperation.Same => "unchanged",
        StepOperation.CreateReplacement => "create replacement",
        StepOperation.DeleteReplaced => "delete original",
        StepOperation.ReadReplacement => "read replacement",
        _ => Name(operation),
    };

    /// <summary>What is being done: <c>creating</c>.</summary>
    public static string Running(StepOperation operation) => operation switch
    {
        StepOperation.Same => "unchanged",
        StepOperation.Create => "creating",
        StepOperation.Update => "updating",
        StepOperation.Delete => "deleting",
        StepOperation.Replace => "replacing",
        StepOperation.CreateReplacement => "creating replacement",
        StepOperation.DeleteReplaced => "deleting original",
        StepOperation.Read => "reading",
        StepOperation.ReadReplacement => "reading replacement",
        StepOperation.Refresh => "refreshing",
        StepOperation.Import => "importing",
        StepOperation.Discard => "discarding",
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, null),
    };

    /// <summary>What has been done: <c>created</c>.</summary>
    public static string Done(StepOperation operation) => operation switch
    {
        StepOperation.Same => "unchanged",
        StepOperation.Create => "created",
        StepOperation.Update => "updated",
        StepOperation.Delete => "deleted",
        StepOperation.Replace => "replaced",
        StepOperation.CreateReplacement => "created replacement",
        StepOperation.DeleteReplaced => "deleted original",
        StepOperation.Read => "read",
        StepOperation.ReadReplacement => "read replacement",
        StepOperation.Refresh => "refreshed",
        StepOperation.Import => "imported",
        StepOperation.Discard => "discarded",
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, null),
    };

    public static bool IsReplacement(StepOperation operation) =>
        operation is StepOperation.Replace or StepOperation.CreateReplacement or StepOperation.DeleteReplaced;

    /// <summary>Whether an operator would call this a change.</summary>
    public static bool IsChange(Step step) => step.Operation switch
    {
        // The stack comes and goes with what is in it: neither listed nor counted.
        _ when step.Type == ResourceText.StackType => false,
        StepOperation.Same or StepOperation.Read or StepOperation.ReadReplacement => false,
        StepOperation.Refresh => HasDrifted(step),
        _ => true,
    };

    /// <summary>Whether a refresh has found something else than the state says.</summary>
    private static bool HasDrifted(Step step) =>
        step.New is null || !step.Diff.IsEmpty ||
        (step.Old is { } old && !old.Outputs.WithoutSecrets().Equals(step.New.Outputs.WithoutSecrets()));

    /// <summary>The line above everything else: <c>Previewing update (sandbox)</c>.</summary>
    public static string Heading(UpdateStarted started) => (started.Kind, started.DryRun) switch
    {
        (UpdateKind.Refresh, true) => $"Previewing refresh ({started.Stack})",
        (UpdateKind.Destroy, true) => $"Previewing destroy ({started.Stack})",
        (UpdateKind.Preview, _) or (_, true) => $"Previewing update ({started.Stack})",
        (UpdateKind.Refresh, _) => $"Refreshing ({started.Stack})",
        (UpdateKind.Destroy, _) => $"Destroying ({started.Stack})",
        _ => $"Updating ({started.Stack})",
    };

    public static string Duration(TimeSpan duration) => duration.TotalMinutes switch
    {
        >= 60 => string.Create(CultureInfo.InvariantCulture, $"{(int)duration.TotalHours}h{duration.Minutes:00}m"),
        >= 1 => string.Create(CultureInfo.InvariantCulture, $"{(int)duration.TotalMinutes}m{duration.Seconds:00}s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.0}s"),
    };
}
