using System.Text.RegularExpressions;
using Infra.Configs.Alerts;
using Infra.Configs.Lakehouse;

namespace Infra.Configs.Grafana.Alerting;

/// <summary>
/// The alerts on logs and SQL as rules of Grafana's. Their labels are those that metric alerts have when they come from
/// Prometheus, so that one routing, one set of inhibitions and one maintenance window hold for all of them.
/// </summary>
internal static partial class GrafanaRules
{
    /// <summary>How often rules are evaluated. An alert is sent with an end that is four of these away.</summary>
    public static Duration Interval { get; } = Duration.Minutes(1);

    /// <summary>How long Alertmanager believes an alert that is not repeated, by the end that Grafana sends with it.</summary>
    public static Duration Validity { get; } = new(Interval.Value * 4);

    // No line that counts, no row that matches: nothing is wrong.
    private const string NoDataIsWell = "OK";

    // Neither «all is well» nor «all is wrong»: an alert that fires goes on, one that does not stays silent, and that the evaluation
    // fails is told once, by Prometheus (GrafanaAlertRulesFailing), and not by each rule in the name of what it cannot see.
    private const string ErrorsChangeNothing = "KeepLast";

    /// <param name="groups">The alerts of a stack.</param>
    /// <param name="stack">The stack's name: Prometheus gives its own alerts that label by itself.</param>
    public static IReadOnlyList<GrafanaRuleGroup> Groups(IReadOnlyList<AlertGroup> groups, string stack, AlertLinks links) =>
    [
        .. from @group in AlertGroup.Of(groups, AlertSource.Logs, AlertSource.Sql)
           select new GrafanaRuleGroup(@group.Name, Folder(@group), Interval, [.. @group.Rules.Select(rule => Rule(rule, stack, links))]),
    ];

    private static GrafanaFolder Folder(AlertGroup group) => LakehouseServices.All.Contains(group.Name) ? GrafanaFolders.Lakehouse : GrafanaFolders.Observability;

    private static GrafanaRule Rule(AlertRule rule, string stack, AlertLinks links) => new()
    {
        Uid = rule.Runbook,
        Title = rule.Name,
        For = (rule.For ?? Duration.Seconds(0)).ToGoString(),
        NoDataState = NoDataIsWell,
        ExecErrState = ErrorsChangeNothing,
        Labels = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["component"] = rule.Component,
            ["severity"] = AlertRulesYaml.Label(rule.Severity),
            ["stack"] = stack,
        },
        Annotations = Annotations(rule, links),
        Condition = RuleQueries.Condition,
        Queries = RuleQueries.Of(rule),
    };

    private static SortedDictionary<string, string> Annotations(AlertRule rule, AlertLinks links)
    {
        var annotations = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["description"] = Translate(rule.Description),
            ["runbook_url"] = links.Runbook(rule),
            ["summary"] = Translate(rule.Summary),
        };
        if (links.Dashboard(rule) is { } dashboard)
            annotations.Add("dashboard_url", dashboard);
        return annotations;
    }

    // Labels are named alike. Grafana's $value is a text of all steps.
    private static string Translate(string template) => ValueOfPrometheus().Replace(template, $"$$values.{RuleQueries.Value}.Value");

    [GeneratedRegex(@"\$value\b", RegexOptions.CultureInvariant)]
    private static partial Regex ValueOfPrometheus();
}
