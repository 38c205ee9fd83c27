namespace Infra.Configs.Rules;

/// <summary>A series that Prometheus computes from others and keeps under a name of its own.</summary>
/// <param name="Name">The name of the series.</param>
/// <param name="Expression">The PromQL expression; each series in its result is one of that name.</param>
internal sealed record RecordingRule(string Name, string Expression)
{
    /// <summary>Labels that each of its series has besides.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();
}

/// <summary>Recording rules that are evaluated together.</summary>
/// <param name="Name">The group's name.</param>
/// <param name="Interval">The time between two evaluations; null for the usual.</param>
internal sealed record RecordingGroup(string Name, Duration? Interval, IReadOnlyList<RecordingRule> Rules);
