namespace Infra.Configs.Grafana.Alerting;

/// <summary>Rules that Grafana evaluates one after the other, in the spelling in which it keeps them.</summary>
/// <param name="Name">By which it is found within its folder.</param>
/// <param name="Folder">The folder that it is in.</param>
/// <param name="Interval">How often it is evaluated.</param>
internal sealed record GrafanaRuleGroup(string Name, GrafanaFolder Folder, Duration Interval, IReadOnlyList<GrafanaRule> Rules);

/// <summary>A rule of Grafana's: each series that its condition is met by is one alert.</summary>
internal sealed record GrafanaRule
{
    /// <summary>At most 40 letters, digits, hyphens and underscores. With one of its own a rule keeps its address and its history.</summary>
    public required string Uid { get; init; }

    /// <summary>The alert's name.</summary>
    public required string Title { get; init; }

    /// <summary>How long the condition must hold, as Go prints a duration.</summary>
    public required string For { get; init; }

    /// <summary>What it means that the query finds nothing.</summary>
    public required string NoDataState { get; init; }

    /// <summary>What it means that the query fails.</summary>
    public required string ExecErrState { get; init; }

    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    public required IReadOnlyDictionary<string, string> Annotations { get; init; }

    /// <summary>The query that decides, by its letter.</summary>
    public required string Condition { get; init; }

    public required IReadOnlyList<GrafanaRuleQuery> Queries { get; init; }
}

/// <summary>A step of a rule: a question to a data source, or what is computed from the step before.</summary>
/// <param name="RefId">The letter by which other steps name it.</param>
/// <param name="DataSourceUid">Whom it asks.</param>
/// <param name="QueryType">The kind of question, where the data source has several. Grafana takes it out of the model: without it there would be a difference.</param>
/// <param name="Model">The question itself, as JSON.</param>
/// <param name="From">How far back the time range begins, in seconds.</param>
internal sealed record GrafanaRuleQuery(string RefId, string DataSourceUid, string? QueryType, string Model, int From);
