namespace Infra.Configs.Alloy.Syntax;

/// <summary>A kind of component that this project uses, all generally available in Alloy 1.18, and what it exports.</summary>
internal sealed record AlloyComponentKind
{
    public static readonly AlloyComponentKind DiscoveryDocker = new("discovery.docker", "targets");
    public static readonly AlloyComponentKind DiscoveryRelabel = new("discovery.relabel", "output", "rules");
    public static readonly AlloyComponentKind LocalFile = new("local.file", "content");
    public static readonly AlloyComponentKind LokiProcess = new("loki.process", "receiver");
    public static readonly AlloyComponentKind LokiSourceApi = new("loki.source.api");
    public static readonly AlloyComponentKind LokiSourceDocker = new("loki.source.docker");
    public static readonly AlloyComponentKind LokiWrite = new("loki.write", "receiver");
    public static readonly AlloyComponentKind OtelcolAuthBasic = new("otelcol.auth.basic", "handler");
    public static readonly AlloyComponentKind OtelcolExporterOtlp = new("otelcol.exporter.otlp", "input");
    public static readonly AlloyComponentKind OtelcolProcessorBatch = new("otelcol.processor.batch", "input");
    public static readonly AlloyComponentKind OtelcolProcessorMemoryLimiter = new("otelcol.processor.memory_limiter", "input");
    public static readonly AlloyComponentKind OtelcolProcessorTailSampling = new("otelcol.processor.tail_sampling", "input");
    public static readonly AlloyComponentKind OtelcolReceiverOtlp = new("otelcol.receiver.otlp");

    private AlloyComponentKind(string name, params string[] exports)
    {
        Name = name;
        Exports = exports;
    }

    /// <summary>All of them, by their names.</summary>
    public static IReadOnlyList<AlloyComponentKind> All { get; } =
    [
        DiscoveryDocker, DiscoveryRelabel, LocalFile, LokiProcess, LokiSourceApi, LokiSourceDocker, LokiWrite, OtelcolAuthBasic, OtelcolExporterOtlp,
        OtelcolProcessorBatch, OtelcolProcessorMemoryLimiter, OtelcolProcessorTailSampling, OtelcolReceiverOtlp,
    ];

    /// <summary>Blocks of the configuration itself: they have no label and stand in it once.</summary>
    public static IReadOnlyList<string> ConfigurationBlocks { get; } = ["http", "logging"];

    public string Name { get; }

    public IReadOnlyList<string> Exports { get; }

    public override string ToString() => Name;
}
