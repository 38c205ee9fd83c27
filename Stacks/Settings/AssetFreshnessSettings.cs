using System.Text.RegularExpressions;
using Infra.Configs;

namespace Infra.Stacks.Settings;

/// <summary>Reads how old Dagster's assets may get.</summary>
internal static partial class AssetFreshnessSettings
{
    public const string Key = "assetFreshness";

    private static readonly Duration Least = Duration.Minutes(1);
    private static readonly Duration Most = Duration.Days(365);

    /// <summary>The durations by the assets' keys, as people write them: with slashes between the parts.</summary>
    public static IReadOnlyDictionary<string, Duration> Read(SettingReader reader)
    {
        var freshness = new SortedDictionary<string, Duration>(StringComparer.Ordinal);
        if (reader.Structure(Key, "a mapping of asset to the age that it may have, such as 24h") is not { } structure)
            return freshness;

        foreach (var asset in structure.EnumerateObject())
        {
            var text = asset.Value.ToString();
            if (!AssetKey().IsMatch(asset.Name))
                reader.Mistake($"{Key}.{asset.Name}", text, "expected the key of an asset, such as orders or raw/entries: letters, digits, underscores, hyphens and dots, slashes between its parts");
            else if (Duration.TryParse(text) is { } duration && duration >= Least && duration <= Most)
                freshness[asset.Name] = duration;
            else
                reader.Mistake($"{Key}.{asset.Name}", text, $"expected a duration from {Least} to {Most}, such as 24h");
        }

        return freshness;
    }

    [GeneratedRegex("^[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*$")]
    private static partial Regex AssetKey();
}
