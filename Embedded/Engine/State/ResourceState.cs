using System.Collections.Immutable;
using Embedded.Engine.Values;

namespace Embedded.Engine.State;

/// <summary>One resource as the checkpoint holds it. Names follow the checkpoint's own.</summary>
internal sealed record ResourceState
{
    public required string Urn { get; init; }
    public required string Type { get; init; }

    /// <summary>Whether a provider manages it; a component or the stack is not custom.</summary>
    public bool Custom { get; init; }

    /// <summary>The provider's id; null for a component.</summary>
    public string? Id { get; init; }

    /// <summary>Replaced by another of the same URN and waiting for its deletion.</summary>
    public bool Delete { get; init; }

    public PropertyMap Inputs { get; init; } = PropertyMap.Empty;
    public PropertyMap Outputs { get; init; } = PropertyMap.Empty;
    public string? Parent { get; init; }
    public bool Protect { get; init; }

    /// <summary>Read, not managed: never updated or deleted.</summary>
    public bool External { get; init; }

    public bool RetainOnDelete { get; init; }

    /// <summary>Deleted for a replacement that has not been created yet.</summary>
    public bool PendingReplacement { get; init; }

    public ImmutableArray<string> Dependencies { get; init; } = [];

    /// <summary>For each input, the URNs of the resources it was made from.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>> PropertyDependencies { get; init; } =
        ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>Why its creation did not complete, though something exists under <see cref="Id"/>.</summary>
    public ImmutableArray<string> InitErrors { get; init; } = [];

    /// <summary><c>URN::ID</c> of the provider resource that manages it.</summary>
    public string? Provider { get; init; }

    public ImmutableArray<string> AdditionalSecretOutputs { get; init; } = [];
    public ImmutableArray<string> Aliases { get; init; } = [];
    public ImmutableArray<string> IgnoreChanges { get; init; } = [];
    public ImmutableArray<string> ReplaceOnChanges { get; init; } = [];
    public ImmutableArray<string> HideDiff { get; init; } = [];
    public CustomTimeouts? CustomTimeouts { get; init; }
    public string? ImportId { get; init; }
    public string? DeletedWith { get; init; }
    public ImmutableArray<string> ReplaceWith { get; init; } = [];
    public PropertyValue? ReplacementTrigger { get; init; }
    public DateTimeOffset? Created { get; init; }
    public DateTimeOffset? Modified { get; init; }

    /// <summary>A JSON object of the checkpoint's fields that this engine has no use for; they are written back as they are.</summary>
    public string? OtherFields { get; init; }

    /// <summary>The last part of the URN.</summary>
    public string Name => Urn[(Urn.LastIndexOf("::", StringComparison.Ordinal) + 2)..];
}

/// <summary>How long an operation may take; null where the provider's own limit applies.</summary>
internal sealed record CustomTimeouts(TimeSpan? Create, TimeSpan? Update, TimeSpan? Delete);

/// <summary>An operation that was under way when the state was written.</summary>
internal sealed record PendingOperation(ResourceState Resource, OperationType Type);

/// <summary>The checkpoint's own words for a pending operation.</summary>
internal enum OperationType
{
    Creating,
    Updating,
    Deleting,
    Reading,
    Importing,
}

/// <summary>Everything that is known of a stack: immutable, replaced whole after every step.</summary>
/// <param name="Resources">In an order in which each comes after all it depends on.</param>
internal sealed record Snapshot(
    ImmutableArray<ResourceState> Resources,
    ImmutableArray<PendingOperation> PendingOperations)
{
    public static readonly Snapshot Empty = new([], []);
}
