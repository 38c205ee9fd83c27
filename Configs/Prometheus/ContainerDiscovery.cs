using System.Text.RegularExpressions;
using Infra.Configs.Yaml;

namespace Infra.Configs.Prometheus;

/// <summary>Finds what is to be scraped by the labels of its container.</summary>
/// <remarks>
/// Docker lists a container once for each of its networks and ports. A target's address is therefore made of the container's
/// name, which is the same in all of them, and its port label: what was listed several times is then one target, which
/// Prometheus scrapes once.
/// </remarks>
internal sealed record ContainerDiscovery
{
    /// <summary>The label that asks for a container to be scraped, with the value <c>true</c>.</summary>
    public const string EnabledLabel = "phlo.metrics.enabled";

    /// <summary>The label that says on which port: <c>8080</c>, or as Phlo also writes it <c>minio:9000</c>.</summary>
    public const string PortLabel = "phlo.metrics.port";

    /// <summary>The label that says under which path, if that is not <c>/metrics</c>.</summary>
    public const string PathLabel = "phlo.metrics.path";

    private const string ServiceLabel = "com.docker.compose.service";
    private const string PortPattern = "(?:[^:;]*:)?([0-9]+)";

    /// <summary>Where Docker's API is read, such as <c>tcp://socket-proxy:2375</c>.</summary>
    public required string DockerHost { get; init; }

    /// <summary>The Docker networks that Prometheus is in: only what is in one of them can be reached.</summary>
    public required IReadOnlyList<string> Networks { get; init; }

    /// <summary>Services that have a job of their own and would be scraped twice, or that have nothing to scrape in spite of their label.</summary>
    public required IReadOnlyList<string> KnownServices { get; init; }

    /// <summary>The time between two looks at the containers.</summary>
    public required Duration RefreshInterval { get; init; }

    /// <summary>The job's <c>docker_sd_configs</c>.</summary>
    public List<YamlMap> ToYaml(PrometheusRelease release) =>
    [
        new YamlMap
        {
            { "host", DockerHost },
            { "refresh_interval", RefreshInterval },
            // The first network by name need not be one that Prometheus is in.
            { "match_first_network", release.MatchesFirstNetwork ? false : null },
            {
                "filters", new List<YamlMap>
                {
                    new() { { "name", "label" }, { "values", new List<string> { $"{EnabledLabel}=true" } } },
                }
            },
        },
    ];

    /// <summary>The job's <c>relabel_configs</c>.</summary>
    public List<YamlMap> Relabelling()
    {
        List<YamlMap> steps =
        [
            Step([Meta(EnabledLabel)], action: "keep", pattern: "true"),
            Step([Meta(PortLabel)], action: "keep", pattern: PortPattern),
            Step(["__meta_docker_network_name"], action: "keep", pattern: Either(Networks)),
            // The compose service, or the container's name for one that no compose made.
            Step(["__meta_docker_container_name"], pattern: "/(.+)", target: "service"),
            Step([Meta(ServiceLabel)], pattern: "(.+)", target: "service"),
        ];
        if (KnownServices.Count > 0)
            steps.Add(Step(["service"], action: "drop", pattern: Either(KnownServices)));

        steps.Add(Step(["service"], target: "job"));
        steps.Add(Step(["__meta_docker_container_name", Meta(PortLabel)], pattern: $"/([^;]+);{PortPattern}", replacement: "$1:$2", target: "__address__"));
        steps.Add(Step([Meta(PathLabel)], pattern: "(/.*)", target: "__metrics_path__"));
        return steps;
    }

    private static YamlMap Step(IReadOnlyList<string> sources, string? action = null, string? pattern = null, string? replacement = null, string? target = null) => new()
    {
        { "source_labels", sources.ToList() },
        { "action", action },
        { "regex", pattern },
        { "replacement", replacement },
        { "target_label", target },
    };

    private static string Meta(string label) => $"__meta_docker_container_label_{label.Replace('.', '_')}";

    // Names of networks and services have nothing of a regular expression's in them but the dot.
    private static string Either(IEnumerable<string> names) => string.Join('|', names.Order(StringComparer.Ordinal).Select(Regex.Escape));
}
