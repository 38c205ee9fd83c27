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

    /// <summary>Whether Prometheus sends its samples on to another store.</summary>
    public bool RemoteWrite { get; init; }

    /// <summary>How old Dagster's assets may get, by the asset's key, such as <c>raw/entries</c>; those that are not named may be of any age.</summary>
    public IReadOnlyDictionary<string, Duration> AssetFreshness { get; init; } = new Dictionary<string, Duration>();

    /// <summary>Whether the stack keeps logs.</summary>
    public bool HasLogs => Services.Contains(ServiceNames.Loki);

    /// <summary>Whether the stack keeps traces.</summary>
    public bool HasTraces => Services.Contains(ServiceNames.Tempo);

    public bool Has(string service) => Services.Contains(service);
}
