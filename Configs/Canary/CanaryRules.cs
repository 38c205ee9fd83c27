using Infra.Configs.Rules;

namespace Infra.Configs.Canary;

/// <summary>The canary among metrics: a series that says when it was written.</summary>
/// <remarks>
/// With a full disk Prometheus still scrapes and evaluates, and an alert that always fires goes on firing; but it takes no sample
/// any more that it cannot write to its log first, so that this series ends.
/// </remarks>
internal static class CanaryRules
{
    public const string Metric = "phlo_canary_timestamp_seconds";

    /// <param name="interval">The time between two samples.</param>
    public static RecordingGroup Group(Duration interval) => new("canary", interval, [new RecordingRule(Metric, "time()")]);
}
