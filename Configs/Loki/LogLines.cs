using Infra.Configs.Contract;

namespace Infra.Configs.Loki;

/// <summary>What every log line has, whoever wrote it: the labels of its stream, and what lies beside it (docs/logs.md).</summary>
internal static class LogLines
{
    public static ProductContract Contract { get; } = new()
    {
        Service = ProductContract.AnyService,
        Version = "3.7.6",
        Source = "Configs/Alloy/Logs; grafana/loki: pkg/distributor/field_detection.go (detected_level)",
        LogFields =
        [
            new("job", LogFieldKind.Label, "The service that wrote the line."),
            new("service", LogFieldKind.Label, "The same."),
            new("component", LogFieldKind.Label, "The same."),
            new("cascade_component", LogFieldKind.Label, "The same, by the name that operators were promised."),
            new("container", LogFieldKind.Label, "The container's name."),
            new("level", LogFieldKind.Label, "TRACE, DEBUG, INFO, WARN, ERROR or FATAL; none where the line says none."),
            new("stack", LogFieldKind.Label, "The stack that collected it."),
            new("detected_level", LogFieldKind.Metadata, "The level as Loki finds it, in lower case."),
            new("run_id", LogFieldKind.Metadata, "The run of Dagster's that the line is of."),
            new("trace_id", LogFieldKind.Metadata, "The trace that the line is of."),
            new("span_id", LogFieldKind.Metadata, "The span that the line is of."),
            new("asset_key", LogFieldKind.Metadata, "The asset that the line names."),
            new("stream", LogFieldKind.Metadata, "stdout or stderr."),
            new("__error__", LogFieldKind.Metadata, "Set by a parser that cannot read the line."),
        ],
    };
}
