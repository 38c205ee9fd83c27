using Infra.Configs.Rules;

namespace Infra.Configs.Lakehouse.Nessie;

/// <summary>Names by which people ask for Nessie's metrics, where Nessie calls them otherwise.</summary>
internal static class NessieRules
{
    /// <param name="scrapeInterval">How often metrics are scraped: a counter must not be copied less often, or its rate gets coarser.</param>
    public static IReadOnlyList<RecordingGroup> Groups(Duration scrapeInterval) => [new("nessie", scrapeInterval, Rules)];

    private static IReadOnlyList<RecordingRule> Rules { get; } =
    [
        new("nessie_catalog_operations_total", "nessie_versionstore_request_total"),
    ];
}
