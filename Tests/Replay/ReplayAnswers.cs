using Infra.Configs;

namespace Infra.Tests.Replay;

/// <summary>A series in the answer to a query.</summary>
internal sealed record ReplaySeries(IReadOnlyDictionary<string, string> Labels, double Value);

/// <summary>Something that asks Prometheus: a panel's query, or a rule.</summary>
/// <param name="Name">How it is named where it has no data.</param>
internal sealed record ReplayQuery(string Name, string Expression);

/// <summary>What is kept of a target's scrape.</summary>
/// <param name="Lakehouse">The lakehouse it is of; null for what a stack has once.</param>
/// <param name="Scraped">Series that it serves.</param>
/// <param name="Kept">Series that are left after dropping.</param>
internal sealed record TargetSeries(string? Lakehouse, string Job, int Scraped, int Kept);

/// <summary>What the evaluation of a group of rules takes.</summary>
/// <param name="Interval">The interval that the group has in a stack.</param>
/// <param name="Evaluation">The shortest of several evaluations.</param>
internal sealed record GroupCost(string Group, int Rules, Duration Interval, TimeSpan Evaluation)
{
    /// <summary>The part of the interval that it takes.</summary>
    public double Share => Evaluation / Interval.Value;
}
