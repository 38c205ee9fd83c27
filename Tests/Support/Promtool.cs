using Infra.Configs.Prometheus;
using YamlDotNet.RepresentationModel;

namespace Infra.Tests.Support;

/// <summary>
/// The promtool that is installed. It may be older than the Prometheus that the configuration is for: keys that came later are
/// taken out before it reads the rest, and only those.
/// </summary>
internal static class Promtool
{
    /// <summary>
    /// Keys that a packaged promtool (2.42) does not know, and docs/configuration/configuration.md of prometheus/prometheus
    /// v3.14.0 has.
    /// </summary>
    public static readonly string[] NewKeys = ["extra_scrape_metrics", "retention", "fallback_scrape_protocol", "http_headers", "match_first_network"];

    /// <summary>Checks the configuration and the rules in a folder; the files that they name need not be there.</summary>
    /// <returns>What it says of the rules.</returns>
    public static async Task<string> AcceptsAsync(TemporaryDirectory folder)
    {
        const string readable = "readable.yml";
        folder.Write(readable, Without(NewKeys, await File.ReadAllTextAsync(folder.File(PrometheusFiles.ConfigFile), TestContext.Current.CancellationToken)));

        var config = await ToolProcess.AcceptsInAsync(folder.Path, "promtool", "check", "config", "--syntax-only", readable);
        Assert.DoesNotContain("WARN", config);
        return await ToolProcess.AcceptsInAsync(folder.Path, "promtool", "check", "rules", PrometheusFiles.AlertsFile, PrometheusFiles.RecordingRulesFile);
    }

    private static string Without(string[] keys, string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        Remove(stream.Documents[0].RootNode, keys);
        using var writer = new StringWriter();
        stream.Save(writer, assignAnchors: false);
        return writer.ToString();
    }

    private static void Remove(YamlNode node, string[] keys)
    {
        if (node is YamlMappingNode map)
        {
            foreach (var key in keys)
                map.Children.Remove(key);
        }

        foreach (var child in node switch { YamlMappingNode mapping => mapping.Children.Values, YamlSequenceNode list => list.Children, _ => Enumerable.Empty<YamlNode>() })
            Remove(child, keys);
    }
}
