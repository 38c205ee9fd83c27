namespace Infra.Tests.Configs.Alloy.Support;

/// <summary>What discovery makes of a container: the labels that all of its lines have.</summary>
internal static class Relabeling
{
    public const string Meta = "__meta_docker_container_";

    /// <param name="file">The configuration, as it is read.</param>
    /// <param name="container">The container's name.</param>
    /// <param name="labels">What Docker's discovery says of it, without <see cref="Meta"/>; null is not said.</param>
    /// <returns>Null where the container is left out.</returns>
    public static SortedDictionary<string, string>? Of(IReadOnlyList<ReadBlock> file, string container, params IEnumerable<(string Label, string? Value)> labels)
    {
        var target = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [$"{Meta}id"] = "abc",
            [$"{Meta}name"] = $"/{container}",
            ["__meta_docker_network_ip"] = "10.0.0.7",
            ["__address__"] = "10.0.0.7:80",
        };
        foreach (var (label, value) in labels)
        {
            if (value is not null)
                target[$"{Meta}{label}"] = value;
        }

        foreach (var rule in file.Single(block => block is { Name: "discovery.relabel", Label: "containers" }).Blocks)
        {
            var regex = Go.Regex($"^(?:{rule.OptionalText("regex") ?? "(.*)"})$");
            var value = rule.Attributes.TryGetValue("source_labels", out var sources)
                ? string.Join(';', ((List<object>)sources).Select(source => target.GetValueOrDefault((string)source, "")))
                : "";
            switch (rule.OptionalText("action") ?? "replace")
            {
                case "drop":
                    if (regex.IsMatch(value))
                        return null;
                    break;
                case "labelkeep":
                    foreach (var label in target.Keys.Where(label => !regex.IsMatch(label)).ToList())
                        target.Remove(label);
                    break;
                default:
                    if (regex.Match(value) is { Success: true } match)
                        Set(target, rule.Text("target_label"), rule.OptionalText("replacement") ?? match.Groups[1].Value);
                    break;
            }
        }

        return target;
    }

    // An empty value takes the label away.
    private static void Set(SortedDictionary<string, string> target, string label, string value)
    {
        if (value.Length == 0)
            target.Remove(label);
        else
            target[label] = value;
    }
}
