using Infra.Configs.Canary;
using Infra.Configs.Slos;

namespace Infra.Configs.Monitoring;

/// <summary>What a stack has that alerts, recording rules and dashboards can be about.</summary>
internal sealed record MonitoringScope
{
    /// <summary>How long something must be wrong before anybody is notified.</summary>
    public required Duration PendingPeriod { get; init; }

    /// <summary>How often metrics are scraped.</summary>
    public required Duration ScrapeInterval { get; init; }

    /// <summary>The services whose metrics Prometheus has. Nothing is made about others.</summary>
    public required IReadOnlySet<string> Services { get; init; }

    /// <summary>How long before its end an update renews a certificate of the stack's; null for a stack without certificates.</summary>
    public Duration? CertificatesRenewedBefore { get; init; }

    /// <summary>What is written each minute to be read back.</summary>
    public CanaryScope Canary { get; init; } = new(Duration.Minutes(1));

    /// <summary>Whether the services are the distribution's packages, which are older than the pinned versions.</summary>
    public bool Packaged { get; init; }

    /// <summary>Whether Prometheus sends its samples on to another store.</summary>
    public bool RemoteWrite { get; init; }

    /// <summary>How old each critical asset of Dagster's may get, by its key, such as <c>raw/entries</c>.</summary>
    public IReadOnlyDictionary<string, Duration> AssetFreshness { get; init; } = new Dictionary<string, Duration>();

    /// <summary>What is promised of the lakehouse.</summary>
    public IReadOnlyList<Slo> Slos { get; init; } = [];
    /// <summary>Which services write log lines so regularly that it means something if they do not; null for none.</summary>
    public LogSilence? LogSilence { get; init; }

    /// <summary>The schema of Dagster's tables in the database that Grafana may ask; null where it may not.</summary>
    public string? DagsterSchema { get; init; }

    /// <summary>Whether alerts on logs can be evaluated: Grafana does so, and asks the stack's own Loki.</summary>
    public bool EvaluatesLogs => HasLogs && Has(ServiceNames.Grafana);
    /// <summary>The share of its disk from which on Loki takes no more logs; null where it does not look at its disk.</summary>
    public decimal? LokiDiskLimit { get; init; }

    /// <summary>How many megabytes of lines may wait for Loki on Alloy's disk.</summary>
    public int LogDiskMegabytes { get; init; } = 5120;

    /// <summary>How long Loki keeps lines; null where that is not known.</summary>
    public Duration? LokiRetention { get; init; }

    /// <summary>How long Tempo keeps traces; null where that is not known.</summary>
    public Duration? TempoRetention { get; init; }

    /// <summary>Whether the stack keeps logs.</summary>
    public bool HasLogs => Services.Contains(ServiceNames.Loki);

    /// <summary>Whether the stack keeps traces.</summary>
    public bool HasTraces => Services.Contains(ServiceNames.Tempo);

    public bool Has(string service) => Services.Contains(service);
}

/// <summary>Services that write log lines all the time, and for how long they may write none.</summary>
/// <param name="Services">The services, by the label that their lines have.</param>
internal sealed record LogSilence(IReadOnlyList<string> Services, Duration Period);
