namespace Infra.Configs.Contract;

/// <summary>What expressions rely on of one product, at its pinned version.</summary>
internal sealed record ProductContract
{
    /// <summary>In place of a service: the metrics are of every job, as <c>up</c>, or of none.</summary>
    public const string AnyService = "*";

    /// <summary>
    /// The service whose metrics these are: the value of <c>job</c> and <c>service</c> on each of them; <see cref="AnyService"/>
    /// for metrics that are bound to no job.
    /// </summary>
    public required string Service { get; init; }

    /// <summary>The release that the names are of.</summary>
    public required string Version { get; init; }

    /// <summary>Where the names are from: files of the product's source, or its documentation.</summary>
    public required string Source { get; init; }

    /// <summary>The recordings that have the metrics, by their names without an ending; none for what is only in the sources.</summary>
    public IReadOnlyList<string> Recordings { get; init; } = [];

    public IReadOnlyList<Metric> Metrics { get; init; } = [];

    /// <summary>Labels of its metrics that no recording has: what makes each appear, by the label.</summary>
    public IReadOnlyDictionary<string, string> LaterLabels { get; init; } = new Dictionary<string, string>();

    /// <summary>Fields of this product's log lines; of <see cref="AnyService"/>, those of every line.</summary>
    public IReadOnlyList<LogField> LogFields { get; init; } = [];

    /// <summary>Attributes of its spans, as TraceQL names them with their scope: <c>span.trino.query_id</c>.</summary>
    public IReadOnlyList<string> SpanAttributes { get; init; } = [];
}
