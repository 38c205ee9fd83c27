namespace Infra.Configs.Contract;

/// <summary>How a metric behaves, in Prometheus' own words.</summary>
internal enum MetricType
{
    /// <summary>Only grows, and starts again at 0 with its process: asked by rate or increase.</summary>
    Counter,

    /// <summary>Goes up and down.</summary>
    Gauge,

    /// <summary>Series <c>_bucket</c>, <c>_sum</c> and <c>_count</c>.</summary>
    Histogram,

    /// <summary>Series <c>_sum</c> and <c>_count</c>, and one for each quantile.</summary>
    Summary,

    /// <summary>Not said by whoever serves it.</summary>
    Unknown,
}

/// <summary>A metric that expressions rely on, as its product serves it at the pinned version.</summary>
/// <param name="Name">The name; of histograms and summaries without the endings of their series.</param>
/// <param name="Type">How it behaves; mostly what the product declares.</param>
/// <param name="Unit">The unit of the value: <c>seconds</c>, <c>bytes</c>, <c>1</c> for a share, or what is counted.</param>
/// <param name="Labels">The labels that the product sets, without those of the scrape (<c>job</c>, <c>service</c>, <c>instance</c>).</param>
internal sealed record Metric(string Name, MetricType Type, string Unit, params IReadOnlyList<string> Labels)
{
    /// <summary>Why no recording has it: which event makes it appear, and where the product's source says so. Null for what is recorded.</summary>
    public string? AppearsLater { get; init; }

    /// <summary>Whether the distribution's packages, which a sandbox runs in place of the pinned versions, are too old to have it.</summary>
    public bool NewerThanPackages { get; init; }

    /// <summary>The type that the product declares where the metric behaves otherwise; null where it is <see cref="Type"/>.</summary>
    public MetricType? Declared { get; init; }

    /// <summary>The names of its series.</summary>
    public IReadOnlyList<string> Series => Type switch
    {
        MetricType.Histogram => [Name + "_bucket", Name + "_sum", Name + "_count"],
        MetricType.Summary => [Name, Name + "_sum", Name + "_count"],
        _ => [Name],
    };

    /// <summary>Whether its series can have a label of this name.</summary>
    public bool Has(string label) => Labels.Contains(label)
        || label == Type switch { MetricType.Histogram => "le", MetricType.Summary => "quantile", _ => null };
}

/// <summary>A field of log lines that expressions rely on.</summary>
/// <param name="Name">The field's name, as parsers of LogQL give it.</param>
/// <param name="Kind">Where it is: a label of the stream, structured metadata, or in the line.</param>
/// <param name="Meaning">What it holds.</param>
internal sealed record LogField(string Name, LogFieldKind Kind, string Meaning);

/// <summary>Where a field of a log line is.</summary>
internal enum LogFieldKind
{
    /// <summary>A label of the stream.</summary>
    Label,

    /// <summary>Structured metadata beside the line.</summary>
    Metadata,

    /// <summary>In the line, for a parser to find.</summary>
    Line,
}
