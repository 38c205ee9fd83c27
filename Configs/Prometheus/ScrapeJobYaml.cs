using Infra.Configs.Yaml;

namespace Infra.Configs.Prometheus;

/// <summary>Renders a job of Prometheus' <c>scrape_configs</c>.</summary>
internal static class ScrapeJobYaml
{
    /// <summary>The label that tells the jobs of one service apart: what they scrape has all other labels in common.</summary>
    public const string PathLabel = "metrics_path";

    private const string TextFormat = "PrometheusText0.0.4";

    /// <param name="external">The labels that Prometheus gives to whatever leaves it, unless it has them already.</param>
    public static YamlMap Of(ScrapeJob job, PrometheusRelease release, IEnumerable<string> external)
    {
        var map = new YamlMap
        {
            { "job_name", job.Name },
            { "scrape_interval", job.Interval },
            { "scheme", job.Access.Scheme },
            { "metrics_path", job.Probe is null ? job.MetricsPath : Probe.MetricsPath },
            { "params", Parameters(job) },
            { "fallback_scrape_protocol", job.MayLackContentType && release.ScrapeProtocols ? TextFormat : null },
            { "sample_limit", job.Limits.Samples },
            { "body_size_limit", job.Limits.BodySize },
            { "label_limit", job.Limits.Labels },
            { "label_value_length_limit", job.Limits.LabelValueLength },
            { "target_limit", job.Limits.Targets },
        };
        (release.ScrapeProtocols ? job.Access : job.Access with { Headers = HttpAccess.Plain.Headers }).AddTo(map);
        if (job.Discovery is { } discovery)
        {
            map.Add("docker_sd_configs", discovery.ToYaml(release));
            map.Add("relabel_configs", discovery.Relabelling());
        }
        else
        {
            map.Add("static_configs", new List<YamlMap> { new() { { "targets", job.Targets.ToList() }, { "labels", Labels(job) } } });
            map.Add("relabel_configs", job.Probe is null ? null : Probing(job.Probe));
        }

        map.Add("metric_relabel_configs", MetricRelabelling(job, external));
        return map;
    }

    private static YamlMap Labels(ScrapeJob job)
    {
        var labels = job.Labels.ToDictionary();
        if (job.Name != job.Service)
        {
            // A label of the target's own goes before the job's name.
            labels["job"] = job.Service;
            labels[PathLabel] = job.Probe?.Path.Split('?')[0] ?? job.MetricsPath ?? "/metrics";
        }

        labels["service"] = job.Service;
        return YamlMap.Sorted(labels);
    }

    // The target's address goes into the request, and the exporter's takes its place.
    private static List<YamlMap> Probing(Probe probe) =>
    [
        new() { { "source_labels", Address }, { "target_label", "instance" } },
        new() { { "source_labels", Address }, { "target_label", "__param_target" }, { "replacement", $"{(probe.Https ? "https" : "http")}://$1{probe.Path}" } },
        new() { { "target_label", Address[0] }, { "replacement", probe.Prober } },
    ];

    private static YamlMap Parameters(ScrapeJob job)
    {
        var parameters = new YamlMap();
        if (job.Probe is { } probe)
            parameters.Add("module", new List<string> { probe.Module });
        foreach (var (name, values) in job.Parameters.OrderBy(parameter => parameter.Key, StringComparer.Ordinal))
            parameters.Add(name, values.ToList());

        return parameters;
    }

    private static List<YamlMap> MetricRelabelling(ScrapeJob job, IEnumerable<string> external)
    {
        var steps = new List<YamlMap>();
        if (job.Probe is not null)
            steps.Add(new YamlMap { { "source_labels", Name }, { "regex", Probe.KeptMetrics }, { "action", "keep" } });
        else
            steps.Add(new YamlMap { { "source_labels", Name }, { "regex", ReservedNames.Pattern + (job.DroppedMetrics is { } dropped ? $"|{dropped}" : "") }, { "action", "drop" } });
        var spoken = external.Where(label => !job.Labels.ContainsKey(label)).Order(StringComparer.Ordinal).ToList();
        if (spoken.Count > 0)
            steps.Add(new YamlMap { { "regex", string.Join('|', spoken) }, { "action", "labeldrop" } });
        // What has a path in the kernel's tree and no name. Metrics of the machine and of cAdvisor itself have neither.
        if (job.OnlyContainers)
            steps.Add(new YamlMap { { "source_labels", new List<string> { "id", "name" } }, { "regex", "/[^;]*;" }, { "action", "drop" } });
        if (job.RootMountPoint is { } root)
            steps.Add(new YamlMap { { "source_labels", new List<string> { "mountpoint" } }, { "regex", root }, { "target_label", "mountpoint" }, { "replacement", "/" } });
        if (job.SpeaksOfOthers is { } names)
            steps.AddRange(AsTheySay(names));
        if (job.OtherService is { } other)
        {
            foreach (var label in (string[])["job", "service"])
                steps.Add(new YamlMap { { "source_labels", Name }, { "regex", other.Names }, { "target_label", label }, { "replacement", other.Service } });
        }

        return steps;
    }

    // Prometheus has put the target's own labels in their place.
    private static IEnumerable<YamlMap> AsTheySay(string names)
    {
        foreach (var label in (string[])["job", "service"])
        {
            var said = $"exported_{label}";
            yield return new YamlMap { { "source_labels", new List<string> { "__name__", said } }, { "regex", $"(?:{names});(.+)" }, { "target_label", label } };
            yield return new YamlMap { { "source_labels", Name }, { "regex", names }, { "target_label", said }, { "replacement", "" } };
        }
    }

    private static List<string> Name => ["__name__"];

    private static List<string> Address => ["__address__"];
}
