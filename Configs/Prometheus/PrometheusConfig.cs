namespace Infra.Configs.Prometheus;

/// <summary>What Prometheus is told: how often it looks at what, how long it remembers, and where it sends alerts and samples.</summary>
internal sealed record PrometheusConfig
{
    public required Duration ScrapeInterval { get; init; }

    public required Duration EvaluationInterval { get; init; }

    /// <summary>Labels on everything that leaves this Prometheus: alerts, federation, remote write.</summary>
    public required IReadOnlyDictionary<string, string> ExternalLabels { get; init; }

    /// <summary>Rule files, relative to the configuration file.</summary>
    public required IReadOnlyList<string> RuleFiles { get; init; }

    /// <summary>Every Alertmanager, as <c>host:port</c>.</summary>
    public required IReadOnlyList<string> Alertmanagers { get; init; }

    /// <summary>How the Alertmanagers are spoken to.</summary>
    public HttpAccess AlertmanagerAccess { get; init; } = HttpAccess.Plain;

    public required IReadOnlyList<ScrapeJob> ScrapeJobs { get; init; }

    /// <summary>How long and how much is kept. The default is Prometheus' own.</summary>
    public StorageSettings Storage { get; init; } = new();

    /// <summary>A store that samples are sent on to; null for none.</summary>
    public RemoteWrite? RemoteWrite { get; init; }

    /// <summary>What this Prometheus understands.</summary>
    public PrometheusRelease Release { get; init; } = PrometheusRelease.Current;
}

/// <summary>What a release of Prometheus understands, where the releases in use differ.</summary>
internal sealed record PrometheusRelease
{
    /// <summary>Whether retention is a part of the configuration; before, it is a matter of flags, which are deprecated since.</summary>
    public required bool RetentionInConfiguration { get; init; }

    /// <summary>
    /// Whether a scrape job can have its own headers, and says how to read what has no valid content type: since Prometheus 3
    /// that fails the scrape, before it was taken for the text format.
    /// </summary>
    public required bool ScrapeProtocols { get; init; }

    /// <summary>Whether the metrics of a scrape's limits are asked for in the configuration; before, by a feature flag.</summary>
    public required bool ExtraScrapeMetricsInConfiguration { get; init; }

    /// <summary>Whether the discovery of containers takes the first network alone unless told otherwise.</summary>
    public required bool MatchesFirstNetwork { get; init; }

    /// <summary>The published image's: Prometheus 3.14.</summary>
    public static PrometheusRelease Current { get; } = new()
    {
        RetentionInConfiguration = true,
        ScrapeProtocols = true,
        ExtraScrapeMetricsInConfiguration = true,
        MatchesFirstNetwork = true,
    };

    /// <summary>What distributions package: Prometheus 2.42 and later.</summary>
    public static PrometheusRelease Packaged { get; } = new()
    {
        RetentionInConfiguration = false,
        ScrapeProtocols = false,
        ExtraScrapeMetricsInConfiguration = false,
        MatchesFirstNetwork = false,
    };
}

/// <summary>What Prometheus keeps.</summary>
internal sealed record StorageSettings
{
    /// <summary>How long samples are kept; null for Prometheus' own default.</summary>
    public Duration? Retention { get; init; }

    /// <summary>The most that samples may take on disk; null for no limit.</summary>
    public ByteSize? RetentionSize { get; init; }

    /// <summary>How late a sample may come after younger ones; null refuses those that do.</summary>
    public Duration? OutOfOrderTimeWindow { get; init; }

    /// <summary>How many exemplars are remembered; each takes about a hundred bytes of memory.</summary>
    public int? MaxExemplars { get; init; }
}
