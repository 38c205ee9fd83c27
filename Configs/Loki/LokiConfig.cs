using Infra.Configs.ObjectStore;
using Infra.Configs.Tls;

namespace Infra.Configs.Loki;

/// <summary>What Loki, all of it in one process, is told: what it takes, how long it keeps it, and where.</summary>
internal sealed record LokiConfig
{
    /// <summary>The port of its API.</summary>
    public required int Port { get; init; }

    /// <summary>How long lines are kept; the compactor deletes what is older. Loki takes no less than a day.</summary>
    public required Duration Retention { get; init; }

    /// <summary>The memory that its container has.</summary>
    public required int MemoryMegabytes { get; init; }

    /// <summary>How much of the disk may be used before Loki takes no more, as a share; 0 for all of it.</summary>
    public required decimal DiskFullThreshold { get; init; }

    public LokiLimits Limits { get; init; } = new();

    /// <summary>Where chunks and index go; null for the data volume.</summary>
    public S3Bucket? Bucket { get; init; }

    /// <summary>
    /// The first day, in UTC, whose lines go to the bucket, for a Loki that has lines in its volume: they stay there and are found until they
    /// are too old. It has to lie ahead when it is set. Null for a Loki that never had another store.
    /// </summary>
    public DateOnly? BucketSince { get; init; }

    /// <summary>How the API is secured, which is by the clients' certificates; null for plain HTTP.</summary>
    public ServerTls? Tls { get; init; }

    /// <summary>Who is told when a rule over logs fires; null for nobody.</summary>
    public RulerAlertmanager? Alertmanager { get; init; }
}

/// <summary>What one tenant, and there is only one, may send and ask. The values are those that Loki's documentation recommends for production.</summary>
internal sealed record LokiLimits
{
    /// <summary>Megabytes a second.</summary>
    public int IngestionRateMegabytes { get; init; } = 10;

    public int IngestionBurstMegabytes { get; init; } = 20;

    /// <summary>Bytes a second of a single stream. Loki's documentation advises never to go above.</summary>
    public ByteSize StreamRate { get; init; } = new(5, "MB");

    public ByteSize StreamBurst { get; init; } = new(20, "MB");

    /// <summary>Streams that are written to at the same time.</summary>
    public int Streams { get; init; } = 10_000;

    public int LabelsPerStream { get; init; } = 15;

    /// <summary>The longest line; of a longer one the rest is cut off.</summary>
    public ByteSize LineSize { get; init; } = new(256, "KB");

    /// <summary>The age at which a line comes too late.</summary>
    public Duration OldestLine { get; init; } = Duration.Days(7);

    public Duration QueryTimeout { get; init; } = Duration.Minutes(2);

    /// <summary>What a query may read before it is refused.</summary>
    public ByteSize QueryBytes { get; init; } = new(20, "GB");

    public int QuerySeries { get; init; } = 500;

    public int QueryLines { get; init; } = 5_000;
}

/// <summary>The Alertmanager that the ruler tells.</summary>
/// <param name="Url">Its address, with the scheme.</param>
internal sealed record RulerAlertmanager(string Url)
{
    public ClientTls? Tls { get; init; }

    /// <summary>
    /// The file with the credential, as it stands in an HTTP header after «Basic»: Loki can read a password from its configuration
    /// only, but a whole header from a file.
    /// </summary>
    public string? AuthorizationFile { get; init; }
}
