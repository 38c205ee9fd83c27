using System.Text.RegularExpressions;
using Infra.Configs.Contract;
using Infra.Configs.Dashboards;
using Infra.Stacks.Settings;
using Infra.Tests.Peers;

namespace Infra.Tests.Configs.Contract;

/// <summary>Holds expressions, as the products' own grammars read them, against the contract.</summary>
internal sealed class ContractFindings(MetricContract contract)
{
    /// <summary>What is wrong with an expression, one finding a line; each names where it stands.</summary>
    public IEnumerable<string> Of(ExpressionUse use, ParsedExpression parsed)
    {
        if (parsed.Errors.Count > 0)
            return parsed.Errors.Select(error => $"{use.Where}: {use.Language} cannot be read at {error.From}: {error.Message}: {use.Expression}");
        return use.Language switch
        {
            QueryLanguage.PromQl => Metrics(use, parsed),
            QueryLanguage.LogQl => Logs(use, parsed),
            _ => Traces(use, parsed),
        };
    }

    private IEnumerable<string> Metrics(ExpressionUse use, ParsedExpression parsed)
    {
        var known = new HashSet<string>(MetricContract.ScrapeLabels);
        var recorded = false;
        foreach (var selector in parsed.Selectors)
        {
            if (selector.Metric is not { } name)
            {
                // Several metrics by a pattern, or all: which they are is no part of the contract.
                recorded = true;
                continue;
            }

            if (contract.IsRecorded(name))
            {
                recorded = true;
                continue;
            }

            var served = contract.Find(name);
            if (served.Count == 0)
            {
                yield return $"{use.Where}: the metric {name} is in no product's contract{Nearest(name)}";
                continue;
            }

            foreach (var metric in served.Select(entry => entry.Metric))
                known.UnionWith([.. metric.Labels, .. metric.Type == MetricType.Histogram ? new[] { "le" } : [], .. metric.Type == MetricType.Summary ? new[] { "quantile" } : []]);
            foreach (var matcher in selector.Matchers.Where(matcher => !MetricContract.ScrapeLabels.Contains(matcher.Label) && !served.Any(entry => entry.Metric.Has(matcher.Label))))
                yield return $"{use.Where}: {name} has no label {matcher.Label}; the contract knows {string.Join(", ", served[0].Metric.Labels)}";
            if (!Owned(selector, served))
                yield return $"{use.Where}: {name} is not asked of its job; expected job=\"{served[0].Service}\", so that nobody else's metric of this name counts";
        }

        if (!recorded)
        {
            foreach (var label in parsed.Groupings.Where(label => !known.Contains(label)).Distinct())
                yield return $"{use.Where}: no metric in it has the label {label}: {use.Expression}";
        }
    }

    // A job, or the service that is equal to it, of whoever serves the metric; what nobody owns may be asked of all.
    private static bool Owned(ParsedSelector selector, IReadOnlyList<(string Service, Metric Metric)> served) =>
        served.Any(entry => entry.Service == ProductContract.AnyService)
        || selector.Matchers.Any(matcher => matcher.Label is "job" or "service" && matcher.Op switch
        {
            "=" => served.Any(entry => entry.Service == matcher.Value),
            "=~" => served.Any(entry => Regex.IsMatch(entry.Service, $"^(?:{matcher.Value})$")),
            _ => false,
        });

    private IEnumerable<string> Logs(ExpressionUse use, ParsedExpression parsed)
    {
        foreach (var label in parsed.Streams.SelectMany(stream => stream).Select(matcher => matcher.Label).Where(label => !contract.IsLogLabel(label)))
            yield return $"{use.Where}: log streams have no label {label}{Nearest(label, contract.LogFields)}";
        foreach (var field in parsed.Fields.Where(field => !contract.LogFields.Contains(field)))
            yield return $"{use.Where}: no log line has the field {field}{Nearest(field, contract.LogFields)}";
    }

    private IEnumerable<string> Traces(ExpressionUse use, ParsedExpression parsed) =>
        from attribute in parsed.Attributes
        where attribute.Contains('.', StringComparison.Ordinal) && !contract.SpanAttributes.Contains(attribute)
        select $"{use.Where}: no span has the attribute {attribute}{Nearest(attribute, contract.SpanAttributes)}";

    private string Nearest(string name) => Nearest(name, contract.Names);

    private static string Nearest(string name, IEnumerable<string> known) => NearestName.Of(name, known) is { } nearest ? $"; did you mean {nearest}?" : "";
}
