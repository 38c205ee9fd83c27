using System.Collections.Immutable;
using Embedded.Engine.State;
using Embedded.Engine.Values;

namespace Embedded.Engine.Planning;

/// <summary>A resource as the program wants it: one registration.</summary>
internal sealed record ResourceGoal
{
    public required string Type { get; init; }
    public required string Name { get; init; }
    public bool Custom { get; init; } = true;
    public PropertyMap Inputs { get; init; } = PropertyMap.Empty;
    public string? Parent { get; init; }

    /// <summary><c>URN::ID</c> of an explicit provider; null for the parent's or the default one.</summary>
    public string? Provider { get; init; }

    /// <summary>For a component: package to provider reference, for what is below it.</summary>
    public ImmutableDictionary<string, string> Providers { get; init; } = ImmutableDictionary<string, string>.Empty;

    public string? Version { get; init; }
    public string? PluginDownloadUrl { get; init; }
    public ImmutableArray<string> Dependencies { get; init; } = [];

    public ImmutableSortedDictionary<string, ImmutableArray<string>> PropertyDependencies { get; init; } =
        ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>Null where the program leaves it to the parent.</summary>
    public bool? Protect { get; init; }

    /// <summary>Null where the program leaves it to the parent.</summary>
    public bool? RetainOnDelete { get; init; }

    /// <summary>Null where the program leaves it to the provider.</summary>
    public bool? DeleteBeforeReplace { get; init; }

    public ImmutableArray<string> IgnoreChanges { get; init; } = [];
    public ImmutableArray<string> ReplaceOnChanges { get; init; } = [];
    public ImmutableArray<string> AdditionalSecretOutputs { get; init; } = [];
    public ImmutableArray<string> HideDiff { get; init; } = [];
    public ImmutableArray<ResourceAlias> Aliases { get; init; } = [];
    public CustomTimeouts? CustomTimeouts { get; init; }
    public string? ImportId { get; init; }
    public string? DeletedWith { get; init; }
    public ImmutableArray<string> ReplaceWith { get; init; } = [];
    public PropertyValue? ReplacementTrigger { get; init; }
}

/// <summary>A resource that the program looks up by its id and does not manage.</summary>
internal sealed record ReadGoal(string Type, string Name, string Id)
{
    public PropertyMap Inputs { get; init; } = PropertyMap.Empty;
    public string? Parent { get; init; }
    public string? Provider { get; init; }
    public string? Version { get; init; }
    public string? PluginDownloadUrl { get; init; }
    public ImmutableArray<string> Dependencies { get; init; } = [];
    public ImmutableArray<string> AdditionalSecretOutputs { get; init; } = [];
}

/// <summary>Another name the resource was known by: whole (<paramref name="Urn"/>), or the parts that differ.</summary>
internal sealed record ResourceAlias(
    string? Urn = null, string? Name = null, string? Type = null, string? Stack = null, string? Project = null,
    string? Parent = null, bool NoParent = false);

internal enum RegistrationOutcome
{
    Succeeded,
    Failed,

    /// <summary>Not tried, because something that it depends on is not there.</summary>
    Skipped,
}

/// <summary>What a registration came to.</summary>
/// <param name="Id">Null for a component, and in a preview for what does not exist yet.</param>
/// <param name="Outputs">In a preview with unknowns.</param>
internal sealed record Registration(RegistrationOutcome Outcome, string Urn, string? Id, PropertyMap Outputs);
