using Infra.Configs.Alerts;
using Infra.Configs.Yaml;

namespace Infra.Configs.Prometheus;

/// <summary>Renders the configuration folder of Prometheus.</summary>
internal static class PrometheusFiles
{
    public const string ConfigFile = "prometheus.yml";
    /// <summary>Where the files are that only Prometheus may read: passwords and tokens.</summary>
    public const string SecretsFolder = "/run/secrets";

    public const string AlertsFile = "rules/alerts.yml";

    /// <summary>All files by their path in the folder.</summary>
    public static IReadOnlyDictionary<string, string> Render(PrometheusConfig config, IReadOnlyList<AlertGroup> alerts, string runbooks) =>
        new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [ConfigFile] = RenderConfig(config),
            [AlertsFile] = AlertRulesYaml.Render(alerts, runbooks),
        };

    /// <summary><c>prometheus.yml</c>.</summary>
    public static string RenderConfig(PrometheusConfig config) => YamlText.Render(new YamlMap
    {
        {
            "global", new YamlMap
            {
                { "scrape_interval", config.ScrapeInterval },
                { "evaluation_interval", config.EvaluationInterval },
                { "external_labels", YamlMap.Sorted(config.ExternalLabels) },
            }
        },
        { "rule_files", config.RuleFiles.ToList() },
        {
            "alerting", config.Alertmanagers.Count == 0 ? null : new YamlMap
            {
                { "alertmanagers", new List<YamlMap> { new() { { "static_configs", Targets(config.Alertmanagers) } } } },
            }
        },
        { "scrape_configs", config.ScrapeJobs.Select(Job).ToList() },
    });

    private static YamlMap Job(ScrapeJob job) => new()
    {
        { "job_name", job.Service },
        { "metrics_path", job.MetricsPath },
        { "static_configs", Targets([job.Target], new YamlMap { { "service", job.Service } }) },
    };

    private static List<YamlMap> Targets(IReadOnlyList<string> targets, YamlMap? labels = null) =>
        [new() { { "targets", targets.ToList() }, { "labels", labels } }];
}
