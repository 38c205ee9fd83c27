using System.Collections.Immutable;

namespace Embedded.Engine.Planning;

/// <summary>What to do to which stack. Everything has been read and validated before an update starts.</summary>
/// <param name="Config">Full keys (<c>project:key</c>) and plain values: secrets decrypted, project defaults filled in.</param>
/// <param name="SecretConfigKeys">The keys of <paramref name="Config"/> whose values are secret.</param>
internal sealed record UpdateOptions(
    UpdateKind Kind,
    ProjectFile Project,
    string Stack,
    ImmutableSortedDictionary<string, string> Config,
    ImmutableHashSet<string> SecretConfigKeys)
{
    /// <summary>Encrypted values that were not encrypted for the place that they stand in, as paths, for the program to judge.</summary>
    public ImmutableArray<string> UnboundSecrets { get; init; } = [];

    /// <summary>How many operations run at once; at least 1.</summary>
    public int Parallel { get; init; } = 16;

    /// <summary>Only these URNs (and what they need) are touched; empty for all.</summary>
    public ImmutableArray<string> Targets { get; init; } = [];

    /// <summary>Refresh the state before planning.</summary>
    public bool Refresh { get; init; }

    /// <summary>Fail where the plan holds anything but "same".</summary>
    public bool ExpectNoChanges { get; init; }

    /// <summary>Whether this is only a plan: nothing is touched and no state is written.</summary>
    public bool DryRun { get; init; }
}

/// <summary>What is read of Pulumi.yaml for running the program.</summary>
/// <param name="Runtime"><c>dotnet</c> or <c>nodejs</c>.</param>
/// <param name="Directory">Absolute path of the folder that holds Pulumi.yaml.</param>
/// <param name="Main">The program's folder or file relative to <paramref name="Directory"/>; null for the folder itself.</param>
/// <param name="Binary"><c>runtime.options.binary</c>: a built program that is started as it is.</param>
internal sealed record ProjectFile(string Name, string Runtime, string Directory, string? Main, string? Binary);

/// <param name="Succeeded">Whether all that was planned was done.</param>
/// <param name="HasChanges">Whether the plan held anything but "same".</param>
internal sealed record UpdateResult(bool Succeeded, bool HasChanges)
{
    /// <summary>Why the update did not succeed, for the exit code; the messages have gone to the event sink.</summary>
    public UpdateFailure Failure { get; init; }
}

/// <summary>What kind of failure an update ended with; the gravest where there were several.</summary>
internal enum UpdateFailure
{
    None,

    /// <summary>The program, a resource, or the plan: a reason of the stack.</summary>
    Stack,

    /// <summary>A provider's remote side does not answer.</summary>
    ProviderUnreachable,

    /// <summary>Stopped by the user; what was running has been finished and recorded.</summary>
    Cancelled,
}
