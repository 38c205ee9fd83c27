using Infra.Configs;
using Infra.Configs.Contract;
using Infra.Configs.Dashboards;
using Infra.Configs.Monitoring;
using Infra.Tests.Configs.Alerts;
using Infra.Tests.Peers;
using Infra.Tests.Support.Recordings;

namespace Infra.Tests.Configs.Contract;

/// <summary>Every expression asks for what there is, and the recordings back what there is.</summary>
public sealed class ContractTests(GrammarPackages packages) : IClassFixture<GrammarPackages>
{
    private static readonly IReadOnlyList<ExpressionUse> Uses = ExpressionUse.Of(AlertSamples.Everything);

    // Some panels stand in for others where a stack collects nothing itself.
    private static readonly IReadOnlyList<ExpressionUse> WithoutAlloy = ExpressionUse.Of(AlertSamples.Everything with
    {
        Services = AlertSamples.Everything.Services.Where(service => service != ServiceNames.Alloy).ToHashSet(),
    });

    private static readonly MetricContract Contract = MetricContract.Of(AlertSamples.Everything);

    [Fact]
    public async Task Every_expression_can_be_read_and_names_only_what_a_product_serves() => None(await FindingsAsync(Uses));

    // A person who was woken asks for more than alerts and boards do: any job, but no metric that there is not.
    [Fact]
    public async Task Runbooks_ask_for_what_a_product_serves()
    {
        var findings = await FindingsAsync(RunbookQueries.All.Where(query => query.Language is QueryLanguage.PromQl or QueryLanguage.LogQl).ToList());

        None(findings.Where(finding => !finding.Contains("is not asked of its job", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("rate(trino_execution_name_QueryManager_CompletedQuerys{job=\"trino\"}[5m])", "did you mean trino_execution_name_QueryManager_CompletedQueries")]
    [InlineData("rate(trino_execution_name_QueryManager_CompletedQueries[5m])", "is not asked of its job")]
    [InlineData("rate(trino_execution_name_QueryManager_CompletedQueries{job=\"nessie\"}[5m])", "is not asked of its job; expected job=\"trino\"")]
    [InlineData("trino_execution_name_QueryManager_QueuedQueries{job=\"trino\",user=\"x\"}", "has no label user")]
    [InlineData("sum by (colour) (trino_execution_name_QueryManager_QueuedQueries{job=\"trino\"})", "no metric in it has the label colour")]
    [InlineData("sum(", "cannot be read")]
    public async Task An_expression_that_asks_for_something_else_is_named(string expression, string finding)
    {
        var findings = await FindingsAsync([new ExpressionUse("panel 'A' of the board 'B'", QueryLanguage.PromQl, expression)]);

        Assert.Contains(finding, findings[0]);
        Assert.StartsWith("panel 'A' of the board 'B': ", findings[0]);
    }

    public static TheoryData<string> Products => [.. MonitoredProducts.Contracts.Select(contract => contract.Service).Distinct()];

    [Theory]
    [MemberData(nameof(Products))]
    public void Metrics_are_as_they_were_recorded_or_say_why_they_appear_later(string service)
    {
        var findings = new List<string>();
        foreach (var contract in MonitoredProducts.Contracts.Where(contract => contract.Service == service))
        {
            var samples = contract.Recordings.SelectMany(name => Recording.Complete(name).Samples).ToLookup(sample => sample.Name);
            foreach (var metric in contract.Metrics.Where(metric => metric.AppearsLater is null))
                findings.AddRange(Compare(contract, metric, samples));
        }

        None(findings);
    }

    [Theory]
    [InlineData(QueryLanguage.LogQl, """{servce="trino"}""", "log streams have no label servce; did you mean service?")]
    [InlineData(QueryLanguage.LogQl, """{service="dagster-daemon"} | json | event_typ="x" """, "no log line has the field event_typ; did you mean event_type?")]
    [InlineData(QueryLanguage.TraceQl, """{span.trino.query_ids="x"}""", "no span has the attribute span.trino.query_ids; did you mean span.trino.query_id?")]
    public async Task A_field_of_logs_or_spans_that_there_is_not_is_named(object language, string expression, string finding)
    {
        var findings = await FindingsAsync([new ExpressionUse("panel 'A' of the board 'B'", (QueryLanguage)language, expression)]);

        Assert.Equal($"panel 'A' of the board 'B': {finding}", Assert.Single(findings));
    }

    [Fact]
    public void Contracts_have_each_metric_once_and_say_where_they_are_from()
    {
        Assert.All(MonitoredProducts.Contracts, contract => Assert.False(string.IsNullOrWhiteSpace(contract.Source) || string.IsNullOrWhiteSpace(contract.Version)));
        Assert.All(MonitoredProducts.Contracts, contract => Assert.Equal(contract.Metrics.Select(metric => metric.Name).Distinct(), contract.Metrics.Select(metric => metric.Name)));
    }

    [Fact]
    public async Task Contracts_have_nothing_that_no_expression_asks_for()
    {
        var parsed = await ParseAsync([.. Uses, .. WithoutAlloy, .. RunbookQueries.All]);
        var asked = parsed.SelectMany(expression => expression.Selectors).Select(selector => selector.Metric).ToHashSet();

        None(
            from contract in MonitoredProducts.Contracts
            from metric in contract.Metrics
            where !metric.Series.Any(asked.Contains)
            select $"{contract.Service}: {metric.Name}");
    }

    private static IEnumerable<string> Compare(ProductContract contract, Metric metric, ILookup<string, RecordedSample> samples)
    {
        var recorded = metric.Series.SelectMany(name => samples[name]).ToList();
        if (recorded.Count == 0)
        {
            yield return $"{metric.Name} is in none of the recordings {string.Join(", ", contract.Recordings)}";
            yield break;
        }

        var type = recorded[0].Family.Type;
        if ((metric.Declared ?? metric.Type).ToString().ToLowerInvariant() is var own && type is not ("untyped" or "unknown") && own != type)
            yield return $"{metric.Name} is a {own} in the contract and a {type} in the recording";
        var labels = recorded.SelectMany(sample => sample.Labels.Keys).ToHashSet();
        foreach (var label in metric.Labels.Where(label => !labels.Contains(label) && !contract.LaterLabels.ContainsKey(label)))
            yield return $"{metric.Name} has no label {label} in the recording, but {string.Join(", ", labels)}";
    }

    private static void None(IEnumerable<string> findings) => Assert.True(!findings.Any(), string.Join('\n', findings.Distinct()));

    private async Task<List<string>> FindingsAsync(IReadOnlyList<ExpressionUse> uses)
    {
        var check = new ContractFindings(Contract);
        return [.. uses.Zip(await ParseAsync(uses)).SelectMany(pair => check.Of(pair.First, pair.Second))];
    }

    private Task<IReadOnlyList<ParsedExpression>> ParseAsync(IEnumerable<ExpressionUse> uses) => new ExpressionGrammars(packages).ParseAsync(
        uses.Select(use => (use.Where, use.Language switch { QueryLanguage.PromQl => ExpressionGrammars.PromQl, QueryLanguage.LogQl => ExpressionGrammars.LogQl, _ => ExpressionGrammars.TraceQl }, use.Expression)));
}
