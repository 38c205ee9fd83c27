using Infra.Configs.Alerts;
using Infra.Configs.Monitoring;
using Infra.Configs.Rules;
using Infra.Configs.Yaml;

namespace Infra.Configs.Prometheus;

/// <summary>Renders the configuration folder of Prometheus.</summary>
internal static class PrometheusFiles
{
    public const string ConfigFile = "prometheus.yml";

    /// <summary>Where the files are that only Prometheus may read: passwords and tokens.</summary>
    public const string SecretsFolder = "/run/secrets";

    public const string AlertsFile = "rules/alerts.yml";
    public const string RecordingRulesFile = "rules/recording.yml";

    /// <summary>All files by their path in the folder.</summary>
    /// <param name="authorities">Certificates that the configuration names, as PEM by the file's name.</param>
    /// <param name="grafana">Where people find Grafana, to which alerts link; null for a stack without it.</param>
    public static IReadOnlyDictionary<string, string> Render(
        PrometheusConfig config, IReadOnlyList<AlertGroup> alerts, string runbooks, IReadOnlyList<RecordingGroup> recordings,
        IReadOnlyDictionary<string, string>? authorities = null, MonitoringScope? scope = null, string? grafana = null) =>
        new SortedDictionary<string, string>(authorities?.ToDictionary() ?? [], StringComparer.Ordinal)
        {
            [ConfigFile] = RenderConfig(config),
            [AlertsFile] = AlertRulesYaml.Render(alerts, runbooks, grafana),
            [RecordingRulesFile] = RecordingRulesYaml.Render(recordings),
            [MonitoringScopeJson.File] = scope is null ? "{}" : MonitoringScopeJson.Render(scope),
        };

    /// <summary><c>prometheus.yml</c>.</summary>
    public static string RenderConfig(PrometheusConfig config) => YamlText.Render(new YamlMap
    {
        {
            "global", new YamlMap
            {
                { "scrape_interval", config.ScrapeInterval },
                // No longer than the interval, and no longer than Prometheus' own default.
                { "scrape_timeout", config.ScrapeInterval < DefaultTimeout ? config.ScrapeInterval : null },
                { "evaluation_interval", config.EvaluationInterval },
                { "external_labels", YamlMap.Sorted(config.ExternalLabels) },
                { "extra_scrape_metrics", config.Release.ExtraScrapeMetricsInConfiguration ? true : null },
            }
        },
        { "storage", Storage(config) },
        { "rule_files", config.RuleFiles.ToList() },
        { "alerting", config.Alertmanagers.Count == 0 ? null : new YamlMap { { "alertmanagers", new List<YamlMap> { Alertmanagers(config) } } } },
        { "scrape_configs", config.ScrapeJobs.Select(job => ScrapeJobYaml.Of(job, config.Release, config.ExternalLabels.Keys)).ToList() },
        { "remote_write", config.RemoteWrite is null ? null : new List<YamlMap> { config.RemoteWrite.ToYaml() } },
    });

    private static readonly Duration DefaultTimeout = Duration.Seconds(10);

    private static YamlMap Storage(PrometheusConfig config)
    {
        var storage = config.Storage;
        return new YamlMap
        {
            {
                "tsdb", new YamlMap
                {
                    { "out_of_order_time_window", storage.OutOfOrderTimeWindow },
                    {
                        "retention", !config.Release.RetentionInConfiguration ? null : new YamlMap
                        {
                            { "time", storage.Retention },
                            { "size", storage.RetentionSize },
                        }
                    },
                }
            },
            { "exemplars", new YamlMap { { "max_exemplars", storage.MaxExemplars } } },
        };
    }

    private static YamlMap Alertmanagers(PrometheusConfig config)
    {
        var map = new YamlMap { { "scheme", config.AlertmanagerAccess.Scheme } };
        config.AlertmanagerAccess.AddTo(map);
        map.Add("static_configs", new List<YamlMap> { new() { { "targets", config.Alertmanagers.ToList() } } });
        return map;
    }
}
