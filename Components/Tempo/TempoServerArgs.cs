using Infra.Components.Containers;
using Infra.Components.ObjectStore;
using Infra.Configs;

namespace Infra.Components.Tempo;

/// <summary>What Tempo is given.</summary>
internal sealed record TempoServerArgs
{
    public required ContainerProfile Profile { get; init; }

    /// <summary>How long traces are kept.</summary>
    public required Duration Retention { get; init; }

    /// <summary>Megabytes of spans that are taken in a second.</summary>
    public required int IngestionRateMegabytes { get; init; }

    /// <summary>Where blocks go; null for the data volume.</summary>
    public BucketAccess? Bucket { get; init; }

    /// <summary>The address of the Prometheus that takes the metrics of the spans, with its scheme.</summary>
    public required string PrometheusUrl { get; init; }

    /// <summary>What that Prometheus wants to know; null for nothing.</summary>
    public BasicCredential? PrometheusCredential { get; init; }
}
