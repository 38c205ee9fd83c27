using Infra.Configs.Monitoring;
using Infra.Configs.Rules;

namespace Infra.Configs.Contract;

/// <summary>What expressions may name: the metrics of all products, and what is recorded of them.</summary>
internal sealed class MetricContract
{
    /// <summary>Labels that a scrape sets, or Prometheus itself, whatever the product.</summary>
    public static IReadOnlySet<string> ScrapeLabels { get; } = new HashSet<string> { "job", "service", "instance", "stack", "lakehouse" };

    private readonly ILookup<string, (string Service, Metric Metric)> _series;
    private readonly HashSet<string> _recorded;
    private readonly ILookup<string, LogField> _logFields;

    public MetricContract(IReadOnlyCollection<ProductContract> products, IEnumerable<RecordingRule> recorded)
    {
        _logFields = products.SelectMany(product => product.LogFields).ToLookup(field => field.Name);
        LogFields = _logFields.Select(field => field.Key).ToHashSet();
        SpanAttributes = products.SelectMany(product => product.SpanAttributes).ToHashSet();
        _series = products
            .SelectMany(product => product.Metrics.SelectMany(metric => metric.Series.Select(name => (name, product.Service, metric))))
            .ToLookup(entry => entry.name, entry => (entry.Service, entry.metric));
        _recorded = [.. recorded.Select(rule => rule.Name)];
    }

    /// <summary>The contract of a stack that has everything that a scope names.</summary>
    public static MetricContract Of(MonitoringScope scope) =>
        new(MonitoredProducts.Contracts, MonitoredProducts.RecordingGroups(scope).SelectMany(rules => rules.Rules));

    /// <summary>Every field of log lines: labels, what lies beside them, and what is in them.</summary>
    public IReadOnlySet<string> LogFields { get; }

    /// <summary>Every attribute of spans, with its scope.</summary>
    public IReadOnlySet<string> SpanAttributes { get; }

    /// <summary>Whether streams of log lines have the label.</summary>
    public bool IsLogLabel(string name) => _logFields[name].Any(field => field.Kind == LogFieldKind.Label);

    /// <summary>Every name that an expression may ask for.</summary>
    public IEnumerable<string> Names => _series.Select(entry => entry.Key).Concat(_recorded);

    /// <summary>Whether a rule of ours makes the series.</summary>
    public bool IsRecorded(string name) => _recorded.Contains(name);

    /// <summary>Who serves a series, and as what; empty for a name that nobody serves.</summary>
    public IReadOnlyList<(string Service, Metric Metric)> Find(string name) => [.. _series[name]];
}
