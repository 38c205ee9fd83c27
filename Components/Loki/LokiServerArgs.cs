using Infra.Components.Containers;
using Infra.Components.ObjectStore;
using Infra.Configs;

namespace Infra.Components.Loki;

/// <summary>What Loki is given.</summary>
internal sealed record LokiServerArgs
{
    public required ContainerProfile Profile { get; init; }

    /// <summary>How long lines are kept.</summary>
    public required Duration Retention { get; init; }

    /// <summary>How much of the disk may be used before Loki takes no more, as a share; 0 for all of it.</summary>
    public required decimal DiskFullThreshold { get; init; }

    /// <summary>Where chunks and index go; null for the data volume.</summary>
    public BucketAccess? Bucket { get; init; }

    /// <summary>The first day whose lines go to the bucket; null for all.</summary>
    public DateOnly? BucketSince { get; init; }

    /// <summary>The address of the Alertmanager that is told of rules that fire, with its scheme.</summary>
    public required string AlertmanagerUrl { get; init; }

    /// <summary>What that Alertmanager wants to know; null for nothing.</summary>
    public BasicCredential? AlertmanagerCredential { get; init; }
}
