namespace Infra.Configs.PostgresExporter;

/// <summary>A query whose rows the exporter turns into metrics: each value is one of the name <c>&lt;query&gt;_&lt;value&gt;</c>.</summary>
internal sealed record MetricQuery(string Name)
{
    public required string Sql { get; init; }

    /// <summary>Columns that are labels, with what they mean.</summary>
    public IReadOnlyList<MetricColumn> Labels { get; init; } = [];

    /// <summary>Columns that are values, with what they mean.</summary>
    public required IReadOnlyList<MetricColumn> Gauges { get; init; }

    /// <summary>How long an answer is good for; null asks anew for each scrape.</summary>
    public Duration? Cache { get; init; }
}

/// <summary>A column of a query's result.</summary>
internal sealed record MetricColumn(string Name, string Description);
