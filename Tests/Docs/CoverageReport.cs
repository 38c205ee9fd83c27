using System.Globalization;
using System.Text;
using Infra.Configs.Alerts;
using Infra.Configs.Contract;
using Infra.Configs.Monitoring;
using Infra.Tests.Configs.Alerts;
using Infra.Tests.Configs.Contract;
using Infra.Tests.EndToEnd;

namespace Infra.Tests.Docs;

/// <summary>What of the monitoring is proven by the tests, as one page. Nothing in it differs from run to run.</summary>
internal static class CoverageReport
{
    private static readonly MonitoringScope Scope = AlertSamples.Everything;

    /// <param name="series">How many series of each target are kept, as a table.</param>
    public static string Render(string series)
    {
        var page = new StringBuilder(
            """
            # What is proven

            This page is written by the tests and compared with what they find (`UPDATE_GOLDEN=1` writes it anew). It is about a stack that has
            everything.


            """);
        page.Append("## Numbers\n\n| what | number |\n| --- | ---: |\n");
        foreach (var (what, number) in Numbers())
            page.Append(CultureInfo.InvariantCulture, $"| {what} | {number} |\n");
        page.Append("\n## By product\n\n| product | alerts | recording rules | boards | panels | metrics relied on | of them recorded | appear later |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        foreach (var product in MonitoredProducts.In(Scope))
            page.Append(Row(product));
        page.Append("\n## Alerts\n\nEach fires in at least one test and stays silent in another that is near to it; each reaches the receiver of its severity; each has a runbook\nwith symptom, impact, checks and remedies, whose queries and commands are parsed.\n\n");
        page.Append("| alert | severity | source | fires | silent | faults in the sandbox | runbook |\n| --- | --- | --- | ---: | ---: | --- | --- |\n");
        foreach (var rule in AlertSamples.Rules)
            page.Append(Row(rule));
        page.Append("\n## Metrics that appear later\n\nNo recording has them; each says why.\n\n| metric | of | when |\n| --- | --- | --- |\n");
        foreach (var (metric, service) in Later())
            page.Append(CultureInfo.InvariantCulture, $"| `{metric.Name}` | {Service(service)} | {metric.AppearsLater} |\n");
        page.Append("\n## Panels that may be empty\n\n| board | panel | why |\n| --- | --- | --- |\n");
        foreach (var (board, panel) in MonitoredProducts.Dashboards(Scope).SelectMany(board => board.Panels.Where(panel => panel.MayBeEmpty is not null).Select(panel => (board, panel))))
            page.Append(CultureInfo.InvariantCulture, $"| {board.Title} | {panel.Title} | {panel.MayBeEmpty} |\n");
        return page.Append("\n## Series\n\nWhat Prometheus keeps of the recorded products, after dropping; a lakehouse has at most 3,000.\n\n").Append(series).ToString();
    }

    /// <summary>The numbers of the whole, for the page and for the end of a test run.</summary>
    public static IReadOnlyList<(string What, int Number)> Numbers()
    {
        var boards = MonitoredProducts.Dashboards(Scope);
        var contracts = MonitoredProducts.Contracts.SelectMany(contract => contract.Metrics.Select(metric => (contract.Service, metric.Name, metric))).DistinctBy(entry => (entry.Service, entry.Name)).ToList();
        return
        [
            ("alerts", AlertSamples.Rules.Count),
            ("of them on logs and SQL", AlertSamples.Rules.Count(rule => rule.Source != AlertSource.Metrics)),
            ("scenarios in which one fires, and one stays silent", AlertScenarios.Every.Count),
            ("runbooks with all sections", AlertSamples.Rules.Select(rule => rule.Runbook).Distinct().Count(RunbookTests.IsWhole)),
            ("recording rules", MonitoredProducts.RecordingGroups(Scope).Sum(rules => rules.Rules.Count)),
            ("SLOs", Scope.Slos.Count),
            ("boards", boards.Count),
            ("panels", boards.Sum(board => board.Panels.Count())),
            ("expressions, parsed by the products' own grammars", ExpressionUse.Of(Scope).Count),
            ("queries in runbooks, parsed as well", RunbookQueries.All.Count),
            ("metrics in the contract", contracts.Count),
            ("of them found in the recordings", contracts.Count(entry => entry.metric.AppearsLater is null)),
        ];
    }

    private static string Row(ProductMonitoring product)
    {
        var boards = product.Dashboards(Scope);
        var metrics = product.Contracts.SelectMany(contract => contract.Metrics).DistinctBy(metric => metric.Name).ToList();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {product.Group} | {product.Alerts(Scope).Count} | {product.Rules(Scope).Sum(rules => rules.Rules.Count)} | {boards.Count} | {boards.Sum(board => board.Panels.Count())} | {metrics.Count} | {metrics.Count(metric => metric.AppearsLater is null)} | {metrics.Count(metric => metric.AppearsLater is not null)} |\n");
    }

    private static string Row(AlertRule rule)
    {
        var scenarios = AlertScenarios.Every.Count(scenario => scenario.Alert == rule.Name);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {rule.Name} | {AlertRulesYaml.Label(rule.Severity)} | {rule.Source.ToString().ToLowerInvariant()} | {scenarios} | {scenarios} | {AlertFaults.All.FirstOrDefault(fault => fault.Alert == rule.Name)?.Provoked} | [{rule.Runbook}](runbooks/{rule.Runbook}.md) |\n");
    }

    private static IEnumerable<(Metric Metric, string Service)> Later() =>
        MonitoredProducts.Contracts.SelectMany(contract => contract.Metrics.Where(metric => metric.AppearsLater is not null).Select(metric => (metric, contract.Service))).DistinctBy(entry => (entry.metric.Name, entry.Service));

    private static string Service(string service) => service == ProductContract.AnyService ? "any" : service;
}
