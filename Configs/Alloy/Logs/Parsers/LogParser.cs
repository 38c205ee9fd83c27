using Infra.Configs.Alloy.Syntax;

namespace Infra.Configs.Alloy.Logs.Parsers;

/// <summary>How one product's lines are joined and read.</summary>
/// <param name="Components">A regular expression of the components whose lines these are.</param>
/// <param name="FirstLine">A regular expression of the line with which an entry begins.</param>
internal sealed record LogParser(string Components, string FirstLine)
{
    /// <summary>Whether lines are coloured for a terminal.</summary>
    public bool Coloured { get; init; }

    /// <summary>The stages that read an entry.</summary>
    public required IReadOnlyList<AlloyBlock> Stages { get; init; }

    /// <summary>The products of a lakehouse.</summary>
    public static IReadOnlyList<LogParser> Products { get; } =
        [DagsterParser.Parser, MinioParser.Parser, NessieParser.Parser, PostgresParser.Parser, TrinoParser.Parser];

    /// <summary>What takes all lines that are no product's.</summary>
    public static AlloyBlock Others { get; } =
        OtherParser.Parser.Match($$"""{component!~"{{string.Join('|', Products.Select(product => product.Components))}}"}""");

    /// <summary>The stages for the lines of this parser's components.</summary>
    public AlloyBlock Match() => Match($$"""{component=~"{{Components}}"}""");

    private AlloyBlock Match(string selector) => LogStages.Match(
        selector,
        [
            .. Coloured ? new[] { LogStages.Decolorize() } : [],
            LogStages.Join(FirstLine),
            // It kept two outputs apart while their lines were joined, and is no label.
            LogStages.StructuredMetadata(LogLabels.Stream),
            .. Stages,
        ]);
}
