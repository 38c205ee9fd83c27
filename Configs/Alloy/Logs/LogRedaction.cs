using Infra.Configs.Alloy.Syntax;

namespace Infra.Configs.Alloy.Logs;

/// <summary>
/// Takes secrets out of lines before they leave the machine (<see cref="SecretForms"/>). Most lines have none of the texts without
/// which there is no secret: they are marked as clean, and pass by.
/// </summary>
internal static class LogRedaction
{
    public const string Replacement = "<redacted>";

    /// <summary>Labels on the way of lines that have nothing to take out, or nothing of the rare forms.</summary>
    public static IReadOnlyList<string> CleanLabels { get; } = [Clean, CleanOfRare];

    private const string Clean = "clean";
    private const string CleanOfRare = "clean_of_rare";
    private const string Yes = "yes";

    public static IEnumerable<AlloyBlock> Stages =>
    [
        LogStages.Match(LineSelector.Any.WithoutAny(SecretForms.Hints), LogStages.Label(Clean, Yes)),
        LogStages.Match(
            LineSelector.Without(Clean),
            [
                // The rare forms first: a name's value would end where theirs goes on.
                LogStages.Match(LineSelector.Any.WithoutAny(SecretForms.RareHints), LogStages.Label(CleanOfRare, Yes)),
                LogStages.Match(LineSelector.Without(CleanOfRare), LogStages.Replace(string.Join('|', SecretForms.Rare), Replacement)),
                .. SecretForms.ByHint.Select(form => LogStages.Match(LineSelector.Any.Containing(form.Hint), LogStages.Replace(form.Expression, Replacement))),
            ]),
    ];
}
