using System.Text.Json;
using Infra.Stacks.Gate;

namespace Infra.Stacks.Settings;

/// <summary>A rule of prod that a stack is allowed to break.</summary>
/// <param name="Reason">Why, in the words of whoever allowed it.</param>
/// <param name="Findings">What is let through.</param>
internal sealed record Waiver(string Rule, string Reason, IReadOnlyList<GateFinding> Findings);

/// <summary>Holds a stack in prod against the rules, and reads what is waived.</summary>
internal static class GateSettings
{
    private const string Key = "gateWaivers";
    private const int ShortestReason = 10;

    /// <summary>Notes every broken rule as a mistake, but for those that are waived.</summary>
    /// <returns>The waivers, with what they let through.</returns>
    public static IReadOnlyList<Waiver> Read(SettingReader reader, StackSettings settings)
    {
        var reasons = reader.Map(Key, [.. GateRule.All.Keys], Reason, $"a reason of at least {ShortestReason} letters", "rule");
        // A stack of which nobody knows what it is for has that mistake to mend first.
        if (settings.Environment != StackEnvironment.Prod || reader.IsMistaken("environment"))
            return [];

        var findings = ProductionGate.Findings(settings, reader);
        reader.Refuse(findings.Where(finding => !reasons.ContainsKey(finding.Rule)));
        return [.. reasons.Select(reason => new Waiver(reason.Key, reason.Value, [.. findings.Where(finding => finding.Rule == reason.Key)]))];
    }

    private static string? Reason(JsonElement element) =>
        element.ValueKind == JsonValueKind.String && element.GetString()!.Trim() is { Length: >= ShortestReason } reason ? reason : null;
}
