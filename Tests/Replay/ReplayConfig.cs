using Infra.Configs;
using Infra.Configs.Prometheus;
using Infra.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace Infra.Tests.Replay;

/// <summary>
/// The configuration of the replay's Prometheus: the program's own, with the double for a proxy, the lakehouses beside each other,
/// and a short interval.
/// </summary>
internal sealed class ReplayConfig
{
    /// <summary>The label that tells several lakehouses apart.</summary>
    public const string LakehouseLabel = "lakehouse";

    /// <summary>Between two scrapes and between two evaluations.</summary>
    public static readonly Duration Interval = Duration.Seconds(1);

    private readonly int _lakehouses;

    public ReplayConfig(int lakehouses) => _lakehouses = lakehouses;

    /// <summary>The product that answers, by the address and path of each target.</summary>
    public IReadOnlyDictionary<string, string> Products =>
        (from target in ReplayTargets.All
         from address in target.Job.Targets
         from lakehouse in Lakehouses(target)
         select (Address: At(address, lakehouse) + (target.Job.MetricsPath ?? "/metrics"), target.Product))
        .ToDictionary(pair => pair.Address, pair => pair.Product);

    public string Render(string proxy, IReadOnlyList<string> ruleFiles)
    {
        var yaml = PrometheusFiles.RenderConfig(new PrometheusConfig
        {
            ScrapeInterval = Interval,
            EvaluationInterval = Interval,
            ExternalLabels = new Dictionary<string, string> { ["stack"] = "dev" },
            RuleFiles = ruleFiles,
            Alertmanagers = [],
            ScrapeJobs = [.. ReplayTargets.All.Select(target => target.Job)],
            Storage = new StorageSettings { OutOfOrderTimeWindow = Duration.Minutes(30) },
            Release = PrometheusRelease.Packaged,
        });
        return YamlEdit.Changed(yaml, root =>
        {
            foreach (var (job, target) in ((YamlSequenceNode)root["scrape_configs"]).Children.Cast<YamlMappingNode>().Zip(ReplayTargets.All))
            {
                job.Children["proxy_url"] = proxy;
                var group = (YamlMappingNode)((YamlSequenceNode)job["static_configs"])[0];
                job.Children["static_configs"] = new YamlSequenceNode(Lakehouses(target).Select(lakehouse => Group(group, lakehouse)));
                if (target.Job.Name == ReplayTargets.GeneratedByTempo)
                    KeepOwnLabels(job);
            }
        });
    }

    /// <summary>A rule file with all of its groups evaluated at the replay's interval, and the intervals that they had.</summary>
    public static (string Yaml, IReadOnlyDictionary<string, Duration> Intervals) Hurried(string rules)
    {
        var intervals = new Dictionary<string, Duration>();
        var yaml = YamlEdit.Changed(rules, root =>
        {
            foreach (var group in ((YamlSequenceNode)root["groups"]).Children.Cast<YamlMappingNode>())
            {
                intervals[group["name"].ToString()] = group.Children.TryGetValue("interval", out var interval)
                    ? Duration.TryParse(interval.ToString())!.Value
                    : ReplayTargets.StacksInterval;
                group.Children["interval"] = Interval.ToString();
            }
        });
        return (yaml, intervals);
    }

    private IEnumerable<string?> Lakehouses(ReplayTarget target) =>
        target.OfLakehouse && _lakehouses > 1 ? Enumerable.Range(1, _lakehouses).Select(number => (string?)$"lakehouse-{number}") : [null];

    private static string At(string address, string? lakehouse)
    {
        var colon = address.LastIndexOf(':');
        return lakehouse is null ? address : $"{address[..colon]}.{lakehouse}{address[colon..]}";
    }

    private static YamlMappingNode Group(YamlMappingNode group, string? lakehouse)
    {
        var labels = new YamlMappingNode(((YamlMappingNode)group["labels"]).Children);
        if (lakehouse is not null)
            labels.Add(LakehouseLabel, lakehouse);
        return new YamlMappingNode
        {
            { "targets", new YamlSequenceNode(((YamlSequenceNode)group["targets"]).Select(address => new YamlScalarNode(At(address.ToString(), lakehouse)))) },
            { "labels", labels },
        };
    }

    // What Tempo writes has the labels that it says and no job; its stack came of the way by which it was recorded.
    private static void KeepOwnLabels(YamlMappingNode job)
    {
        foreach (var group in ((YamlSequenceNode)job["static_configs"]).Children)
            ((YamlMappingNode)group["labels"]).Children.Remove("service");
        job.Children["honor_labels"] = "true";
        job.Children["metric_relabel_configs"] = new YamlSequenceNode(new YamlMappingNode { { "action", "labeldrop" }, { "regex", "job|stack" } });
    }
}
