namespace Infra.Tests.Support.Recordings;

/// <summary>A name that changed between the version that was recorded and the pinned one.</summary>
/// <param name="Recorded">The recorded name, or what it begins with.</param>
/// <param name="Pinned">What stands in its place in the pinned version.</param>
/// <param name="Source">How that is known.</param>
internal sealed record PinnedName(string Product, string Recorded, string Pinned, string Source);

/// <summary>
/// Names of the pinned versions, where another version was recorded. Both are then served, each with the recorded values: a lakehouse
/// may have either.
/// </summary>
internal static class PinnedNames
{
    public static IReadOnlyList<PinnedName> All { get; } =
    [
        new("trino", "trino_metadata_name_DiscoveryNodeManager_", "trino_node_name_CoordinatorNodeManager_",
            "Trino 477 renamed it; core/trino-main/src/main/java/io/trino/node/CoordinatorNodeManager.java"),
        // One node is a coordinator alone: no worker is active, as none is drained.
        new("trino", "trino_metadata_name_DiscoveryNodeManager_DrainedNodeCount", "trino_node_name_CoordinatorNodeManager_ActiveWorkerCount",
            "Trino 483, the same class"),
    ];

    /// <summary>The recording with these names besides.</summary>
    public static Recording AddTo(Recording recording)
    {
        var added =
            from pinned in All
            where pinned.Product == recording.Product
            from sample in recording.Samples
            where sample.Name.StartsWith(pinned.Recorded, StringComparison.Ordinal)
            let family = sample.Family with { Name = pinned.Pinned + sample.Family.Name[pinned.Recorded.Length..] }
            select sample with { Family = family, Name = pinned.Pinned + sample.Name[pinned.Recorded.Length..] };
        return recording with { Samples = [.. recording.Samples, .. added] };
    }
}
