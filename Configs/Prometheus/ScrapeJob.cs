namespace Infra.Configs.Prometheus;

/// <summary>
/// Something that is scraped. Its service becomes both <c>job</c> and <c>service</c> on every metric: the service is the one
/// that the metrics are about (<c>postgres</c>), not the exporter that happens to serve them.
/// </summary>
internal sealed record ScrapeJob
{
    /// <param name="service">The name of the service.</param>
    /// <param name="targets">Where its metrics are served, each as <c>host:port</c>.</param>
    public ScrapeJob(string service, params IReadOnlyList<string> targets) => (Name, Service, Targets) = (service, service, targets);

    /// <summary>The job's own name, which only differs from the service's where a service has several jobs.</summary>
    public string Name { get; init; }

    /// <summary>The name of the service.</summary>
    public string Service { get; }

    /// <summary>Where its metrics are served, each as <c>host:port</c>.</summary>
    public IReadOnlyList<string> Targets { get; init; }

    /// <summary>The path of the metrics. The default is Prometheus' own, <c>/metrics</c>.</summary>
    public string? MetricsPath { get; init; }

    /// <summary>Further labels of the service's metrics.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Parameters of the query, such as a choice of metrics.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Parameters { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>How the targets are spoken to.</summary>
    public HttpAccess Access { get; init; } = HttpAccess.Plain;

    /// <summary>Metrics that nobody needs, as a regular expression of their names; null keeps all.</summary>
    public string? DroppedMetrics { get; init; }

    /// <summary>Metrics that are about another service than the rest.</summary>
    public MetricsOfAnother? OtherService { get; init; }

    /// <summary>
    /// Metrics whose <c>job</c> and <c>service</c> are as the target says, as a regular expression of their names: for a target that also
    /// serves what it knows of others. All others are the target's own, and get <c>exported_</c> before such labels. Null for none.
    /// </summary>
    public string? SpeaksOfOthers { get; init; }

    /// <summary>What the target calls the mount point of the machine's root, which is renamed to <c>/</c>; null where it has its own name.</summary>
    public string? RootMountPoint { get; init; }

    /// <summary>Whether series of cAdvisor that are not about a container, but about a group of the kernel's, are dropped.</summary>
    public bool OnlyContainers { get; init; }

    /// <summary>
    /// Whether what is scraped may not say what format it has. It is then taken for Prometheus' text format, which it was before
    /// Prometheus 3 in any case.
    /// </summary>
    public bool MayLackContentType { get; init; }

    /// <summary>What a scrape may bring. The default suits every service of a lakehouse.</summary>
    public ScrapeLimits Limits { get; init; } = ScrapeLimits.Default;

    /// <summary>The time between two scrapes; null for the usual.</summary>
    public Duration? Interval { get; init; }

    /// <summary>What a prober does with the targets, in place of scraping them; null for a scrape.</summary>
    public Probe? Probe { get; init; }

    /// <summary>Finds the targets among this machine's containers; null for those that are listed.</summary>
    public ContainerDiscovery? Discovery { get; init; }
}

/// <summary>
/// A request that the blackbox exporter makes of each target. The exporter answers for the scrape, so that <c>up</c> and what else
/// Prometheus itself says of it are the exporter's; what the probe found is about the target.
/// </summary>
/// <param name="Prober">Host and port of the exporter.</param>
/// <param name="Module">The exporter's module, which says how it asks and what it takes for a success.</param>
/// <param name="Path">The path that it asks for, and a query if need be. It may hold neither spaces nor percent signs: the exporter decodes it twice.</param>
/// <param name="Https">Whether it asks by HTTPS.</param>
internal sealed record Probe(string Prober, string Module, string Path, bool Https = false)
{
    /// <summary>The metrics that are kept of a probe, as a regular expression.</summary>
    public const string KeptMetrics = "probe_(success|duration_seconds|http_status_code)";

    /// <summary>What the exporter is asked for.</summary>
    public const string MetricsPath = "/probe";
}

/// <summary>Metrics among a job's that are about another service, such as Dagster's in its database.</summary>
/// <param name="Names">A regular expression of the metrics' names.</param>
/// <param name="Service">The service that they are about.</param>
internal sealed record MetricsOfAnother(string Names, string Service);

/// <summary>What a scrape may bring. A target that exceeds it counts as down, and harms nothing else.</summary>
internal sealed record ScrapeLimits
{
    /// <summary>Samples in one scrape, after those that nobody needs are dropped.</summary>
    public required int Samples { get; init; }

    /// <summary>The length of an answer.</summary>
    public required ByteSize BodySize { get; init; }

    /// <summary>Labels of one metric.</summary>
    public required int Labels { get; init; }

    /// <summary>The length of a label's value, in bytes.</summary>
    public required int LabelValueLength { get; init; }

    /// <summary>Targets of a job.</summary>
    public required int Targets { get; init; }

    /// <summary>
    /// Several times what the largest of them is known to bring: Trino's coordinator has 5883 series in one megabyte, MinIO
    /// at most a hundred buckets with a few hundred series each.
    /// </summary>
    public static ScrapeLimits Default { get; } = new()
    {
        Samples = 50_000,
        BodySize = new ByteSize(64, "MB"),
        Labels = 64,
        LabelValueLength = 4096,
        Targets = 200,
    };
}
