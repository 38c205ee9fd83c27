using Infra.Configs.Alloy.Logs.Parsers;
using Infra.Configs.Alloy.Syntax;

namespace Infra.Configs.Alloy.Logs;

/// <summary>
/// What happens to a line between the container that wrote it and Loki. Its time is Docker's, always: a time in its text may be
/// of another zone or of another event. A line goes through its own product's stages alone, and what costs much is behind a look for
/// a few texts, which costs next to nothing (<c>docs/logs.md</c>).
/// </summary>
internal static class LogPipeline
{
    public static AlloyComponent Of(LogCollection logs, AlloyComponent loki) => new(AlloyComponentKind.LokiProcess, "containers")
    {
        { "forward_to", new[] { loki.Export("receiver") } },
        new AlloyBlock("stage.drop") { { "older_than", logs.MaxAge }, { "drop_counter_reason", "too_old" } },
        LogLimits.Stages(logs),
        LogLimits.Losses,
        OwnNoise.Stage,
        LogStages.Match(LineSelector.Any.Containing("\u001b"), LogStages.Decolorize()),
        LogProbes.Drops,
        LogJoins.Indented,
        LogParser.Products.Select(product => product.Match()),
        LogLevels.Stages,
        LogJoins.OfErrors,
        LogReferences.Stages,
        LogLimits.Last,
        LogRedaction.Stages,
        LogStages.DropLabels([LogLabels.Product, .. LogRedaction.CleanLabels]),
        LogStages.StructuredMetadata(LogLabels.StructuredMetadata),
    };
}
