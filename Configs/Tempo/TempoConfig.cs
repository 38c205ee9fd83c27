using Infra.Configs.ObjectStore;
using Infra.Configs.Tls;

namespace Infra.Configs.Tempo;

/// <summary>What Tempo, all of it in one process and without Kafka, is told: what it takes, how long it keeps it, and where.</summary>
internal sealed record TempoConfig
{
    /// <summary>The port of its API.</summary>
    public required int Port { get; init; }

    /// <summary>The port on which it takes traces over gRPC.</summary>
    public required int OtlpGrpcPort { get; init; }

    /// <summary>The port on which it takes traces over HTTP.</summary>
    public required int OtlpHttpPort { get; init; }

    /// <summary>How long traces are kept.</summary>
    public required Duration Retention { get; init; }

    /// <summary>The memory that its container has.</summary>
    public required int MemoryMegabytes { get; init; }

    public TempoLimits Limits { get; init; } = new();

    /// <summary>Where blocks go; null for the data volume.</summary>
    public S3Bucket? Bucket { get; init; }

    /// <summary>How the API and the receivers are secured, which is by the clients' certificates; null for plain HTTP and gRPC.</summary>
    public ServerTls? Tls { get; init; }

    /// <summary>Where the metrics go that are made of the spans; null for none.</summary>
    public SpanMetricsTarget? SpanMetrics { get; init; }
}

/// <summary>What one tenant, and there is only one, may send.</summary>
internal sealed record TempoLimits
{
    /// <summary>Bytes a second.</summary>
    public int IngestionBytes { get; init; } = 15_000_000;

    public int IngestionBurstBytes { get; init; } = 30_000_000;

    /// <summary>Traces that are not written to the disk yet.</summary>
    public int LiveTraces { get; init; } = 10_000;

    /// <summary>The largest trace; what comes of a larger one is refused.</summary>
    public int TraceBytes { get; init; } = 5_000_000;

    /// <summary>Series that the metrics of the spans may have.</summary>
    public int ActiveSeries { get; init; } = 20_000;
}

/// <summary>The Prometheus that takes the metrics of the spans by remote write.</summary>
/// <param name="Url">Its address, with scheme and path.</param>
internal sealed record SpanMetricsTarget(string Url)
{
    public ClientTls? Tls { get; init; }

    /// <summary>Who Tempo is there; null for a Prometheus that does not ask.</summary>
    public string? User { get; init; }

    /// <summary>The file with that user's password.</summary>
    public string? PasswordFile { get; init; }
}
