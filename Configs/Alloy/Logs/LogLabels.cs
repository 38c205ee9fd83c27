namespace Infra.Configs.Alloy.Logs;

/// <summary>The label contract of logs: what every line can be found by.</summary>
internal static class LogLabels
{
    /// <summary>The service that wrote the line.</summary>
    public const string Component = "component";

    /// <summary>The container that wrote it.</summary>
    public const string Container = "container";

    /// <summary>How bad it is: TRACE, DEBUG, INFO, WARN, ERROR or FATAL.</summary>
    public const string Level = "level";

    /// <summary>The output that it was written to: a label while lines are joined, then structured metadata.</summary>
    public const string Stream = "stream";

    /// <summary>Whose lines these are (<see cref="LogProducts"/>): a label on the way through the pipeline, and none in Loki.</summary>
    public const string Product = "product";

    /// <summary>The run of Dagster's that a container was started for: a label on the way, then structured metadata.</summary>
    public const string Run = "run_id";

    /// <summary>Labels that have the component's value, so that queries by any of these names work.</summary>
    public static IReadOnlyList<string> EqualToComponent { get; } = ["cascade_component", "job", "service"];

    /// <summary>The labels that a container's lines have before anything is read in them.</summary>
    public static IReadOnlyList<string> OfContainer { get; } = [.. EqualToComponent.Append(Component).Append(Container).Order(StringComparer.Ordinal)];

    /// <summary>What a line is about and has too many values for a label: it is kept beside the line.</summary>
    public static IReadOnlyList<string> StructuredMetadata { get; } = ["asset_key", "query_id", Run, "span_id", Stream, "trace_id"];
}
