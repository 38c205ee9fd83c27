using System.Collections.Immutable;
using Embedded.Engine.Providers;
using Embedded.Engine.State;
using Embedded.Engine.Values;

namespace Embedded.Engine.Planning;

internal enum UpdateKind
{
    Preview,
    Up,
    Refresh,
    Destroy,
}

/// <summary>What a step does, in Pulumi's words.</summary>
internal enum StepOperation
{
    Same,
    Create,
    Update,
    Delete,

    /// <summary>Marks that a create-replacement and a delete-replaced belong together.</summary>
    Replace,
    CreateReplacement,
    DeleteReplaced,
    Read,
    ReadReplacement,
    Refresh,
    Import,

    /// <summary>Taken out of the state, left where it is.</summary>
    Discard,
}

/// <summary>One step of a plan: everything that a display needs, secrets still marked as such.</summary>
/// <param name="Old">Before the step; null for a create.</param>
/// <param name="New">After the step, as far as it is known; null for a delete.</param>
/// <param name="Diff">Property by property, where old and new exist.</param>
/// <param name="ReplaceReasons">Paths of the properties that make an update a replacement.</param>
internal sealed record Step(
    StepOperation Operation,
    string Urn,
    string Type,
    ResourceState? Old,
    ResourceState? New,
    ImmutableSortedDictionary<string, DiffKind> Diff,
    ImmutableArray<string> ReplaceReasons)
{
    public string Name => Urn[(Urn.LastIndexOf("::", StringComparison.Ordinal) + 2)..];

    public string? Parent => (New ?? Old)?.Parent;
}

internal enum Severity
{
    Debug,
    Info,
    Warning,
    Error,
}

/// <summary>What happens during an update, in order. Delivered one at a time.</summary>
internal abstract record EngineEvent;

internal sealed record UpdateStarted(UpdateKind Kind, string Project, string Stack, bool DryRun) : EngineEvent;

/// <summary>The program wants a resource with these inputs, some of them secret: known before anything is said about it.</summary>
internal sealed record SecretsWanted(PropertyMap Inputs) : EngineEvent;

/// <summary>The step is decided; in a real update its work begins now.</summary>
internal sealed record StepStarted(Step Step) : EngineEvent;

/// <param name="Step">With outputs filled in.</param>
internal sealed record StepSucceeded(Step Step, TimeSpan Duration) : EngineEvent;

internal sealed record StepFailed(Step Step, string Message, TimeSpan Duration) : EngineEvent;

/// <summary>A message of the program, of the engine or of a provider.</summary>
/// <param name="Urn">The resource it is about, or null for the stack as a whole.</param>
/// <param name="Ephemeral">Of interest only while it is the newest, like progress.</param>
internal sealed record Diagnostic(Severity Severity, string? Urn, string Message, bool Ephemeral = false) : EngineEvent;

/// <summary>The stack's outputs before and after.</summary>
internal sealed record StackOutputs(PropertyMap Old, PropertyMap New) : EngineEvent;

/// <param name="Changes">Steps of each kind, of custom resources and components, the stack itself not counted.</param>
internal sealed record UpdateFinished(
    UpdateKind Kind, bool Succeeded, TimeSpan Duration, ImmutableSortedDictionary<StepOperation, int> Changes) : EngineEvent;

/// <summary>Shows events or writes them down. Called by one thread at a time, in order.</summary>
internal interface IEventSink : IAsyncDisposable
{
    void Emit(EngineEvent engineEvent);
}
