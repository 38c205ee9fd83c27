using Infra.Configs.Prometheus;
using Infra.Configs.Yaml;

namespace Infra.Configs.BlackboxExporter;

/// <summary>
/// Renders the configuration of the blackbox exporter. Every key is one of 0.23, which distributions package, as well as of 0.28
/// (CONFIGURATION.md of prometheus/blackbox_exporter).
/// </summary>
internal static class BlackboxFiles
{
    public const string ConfigFile = "blackbox.yml";

    /// <summary>Where the files are that only the exporter may read: passwords.</summary>
    public const string SecretsFolder = PrometheusFiles.SecretsFolder;

    // Answers about health are a few kilobytes; what is longer is no such answer.
    private const string AnswerLimit = "1MB";

    /// <summary><c>blackbox.yml</c>.</summary>
    public static string RenderConfig(IEnumerable<ProbeModule> modules)
    {
        var map = new YamlMap();
        foreach (var module in modules.OrderBy(module => module.Name, StringComparer.Ordinal))
            map.Add(module.Name, Module(module));

        return YamlText.Render(new YamlMap { { "modules", map } });
    }

    private static YamlMap Module(ProbeModule module)
    {
        var http = new YamlMap
        {
            { "method", module.Form is null ? null : "POST" },
            { "headers", module.Form is null ? null : new YamlMap { { "Content-Type", "application/x-www-form-urlencoded" } } },
            { "body", module.Form },
            { "fail_if_body_not_matches_regexp", module.Answer is null ? null : new List<string> { module.Answer } },
            { "body_size_limit", AnswerLimit },
            // A redirect leads to a page for people, which is there whether or not the service is ready.
            { "follow_redirects", false },
            // By default IPv6, which Docker's networks have not unless asked for.
            { "preferred_ip_protocol", "ip4" },
        };
        module.Access.AddTo(http);
        return new YamlMap { { "prober", "http" }, { "http", http } };
    }
}
