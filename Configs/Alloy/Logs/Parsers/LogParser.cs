using Infra.Configs.Alloy.Syntax;

namespace Infra.Configs.Alloy.Logs.Parsers;

/// <summary>How one product's lines are joined and read.</summary>
/// <param name="Product">The product: one of <see cref="LogProducts"/>.</param>
internal sealed record LogParser(string Product)
{
    /// <summary>A regular expression of the line with which an entry begins; null where all do that are not indented.</summary>
    public string? FirstLine { get; init; }

    /// <summary>The stages that read an entry that is no JSON, or find in it what has no field of its own.</summary>
    public required IReadOnlyList<AlloyBlock> Stages { get; init; }

    /// <summary>Every product, and what takes the lines of none.</summary>
    public static IReadOnlyList<LogParser> Products { get; } =
        [OtherParser.Parser, DagsterParser.Parser, MinioParser.Parser, NessieParser.Parser, PostgresParser.Parser, TrinoParser.Parser];

    /// <summary>The stages for the lines of this product.</summary>
    public AlloyBlock Match() => LogStages.Match(
        LineSelector.OfProduct(Product),
        [.. FirstLine is null ? [] : new[] { LogStages.Join(FirstLine, LogJoins.ProductWait) }, JsonParser.Stage, .. Stages]);
}
