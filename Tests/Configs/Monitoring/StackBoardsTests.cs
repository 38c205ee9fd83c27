using System.Text.RegularExpressions;
using Infra.Configs;
using Infra.Configs.Cadvisor;
using Infra.Configs.Dashboards;
using Infra.Configs.Monitoring;
using Infra.Configs.NodeExporter;
using Infra.Configs.Prometheus;
using Infra.Configs.Rules;
using Infra.Tests.Configs.Alerts;
using Infra.Tests.Support;

namespace Infra.Tests.Configs.Monitoring;

/// <summary>The boards of the machine, the containers and the stack itself, for stacks that lack some of the services.</summary>
public sealed partial class StackBoardsTests
{
    private static readonly IReadOnlyDictionary<string, MonitoringScope> Scopes = new Dictionary<string, MonitoringScope>
    {
        ["everything"] = AlertSamples.Everything,
        ["no traces"] = Without(ServiceNames.Tempo),
        ["no logs"] = Without(ServiceNames.Loki),
        ["no logs and traces"] = Without(ServiceNames.Loki, ServiceNames.Tempo, ServiceNames.Alloy),
        ["metrics alone"] = Without(ServiceNames.Loki, ServiceNames.Tempo, ServiceNames.Alloy, ServiceNames.Grafana, ServiceNames.Cadvisor) with { CertificatesRenewedBefore = null },
    };

    public static TheoryData<string> Names => [.. Scopes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Name_no_job_that_the_stack_does_not_have(string name)
    {
        var scope = Scopes[name];
        var expressions = Boards(scope).SelectMany(board => board.Panels).SelectMany(panel => panel.Queries).Select(query => query.Expression)
            .Concat(Rules(scope).Select(rule => rule.Expression));

        Assert.Empty(expressions.SelectMany(Jobs).Except(scope.Services));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Fill_their_lines_and_show_at_most_25_panels_at_once(string name)
    {
        foreach (var board in Boards(Scopes[name]))
        {
            Assert.InRange(board.Rows.Where(row => !row.Collapsed).Sum(row => row.Panels.Count), 1, 25);
            foreach (var row in board.Rows)
            {
                var lines = row.Panels.Zip(GridLayout.Place(row.Panels, 0).Positions).GroupBy(panel => panel.Second.Y, panel => panel.First.Width);
                Assert.All(lines, line => Assert.Equal(GridLayout.Columns, line.Sum()));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Ask_what_Prometheus_understands(string name)
    {
        var rules = Boards(Scopes[name]).SelectMany(board => board.Panels).SelectMany(panel => panel.Queries).Where(query => query.Language == QueryLanguage.PromQl)
            .Select((query, index) => new RecordingRule($"panel:{index}", Variables().Replace(query.Expression, "5m"))).ToList();
        using var folder = new TemporaryDirectory().Write(new Dictionary<string, string> { ["rules.yml"] = RecordingRulesYaml.Render([new RecordingGroup("panels", null, rules)]) });

        await ToolProcess.AcceptsInAsync(folder.Path, "promtool", "check", "rules", "rules.yml");
    }

    private static IEnumerable<Dashboard> Boards(MonitoringScope scope) =>
        new[] { MachineMonitoring.Product, ContainerMonitoring.Product, PrometheusMonitoring.Product }.Where(product => product.IsIn(scope)).SelectMany(product => product.Dashboards(scope));

    private static IEnumerable<RecordingRule> Rules(MonitoringScope scope) =>
        new[] { StackMonitoring.Product, MachineMonitoring.Product, ContainerMonitoring.Product, PrometheusMonitoring.Product }
            .Where(product => product.IsIn(scope)).SelectMany(product => product.Rules(scope)).SelectMany(group => group.Rules);

    private static IEnumerable<string> Jobs(string expression) => Job().Matches(expression).SelectMany(match => match.Groups[1].Value.Split('|'));

    private static MonitoringScope Without(params string[] services) =>
        AlertSamples.Everything with { Services = AlertSamples.Everything.Services.Except(services).ToHashSet() };

    [GeneratedRegex("""job=~?"([^"]*)" """, RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Job();

    [GeneratedRegex(@"\$__(rate_interval|range|interval)", RegexOptions.CultureInvariant)]
    private static partial Regex Variables();
}
