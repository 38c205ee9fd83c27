using Infra.Configs.Grafana.Alerting;
using Pulumi;
using Pulumiverse.Grafana.Alerting;
using Pulumiverse.Grafana.Alerting.Inputs;

namespace Infra.Components.Grafana;

/// <summary>What Grafana evaluates itself, and whom it hands what fires to.</summary>
internal sealed record GrafanaAlertingArgs
{
    /// <summary>The rules, of which each group has a folder that is there.</summary>
    public required IReadOnlyList<GrafanaRuleGroup> Groups { get; init; }

    /// <summary>The address of Alertmanager, as Grafana reaches it.</summary>
    public required string AlertmanagerUrl { get; init; }

    /// <summary>Who asks Alertmanager by HTTP basic authentication; null without it.</summary>
    public string? AlertmanagerUser { get; init; }

    /// <summary>That user's password.</summary>
    public Output<string>? AlertmanagerPassword { get; init; }
}

/// <summary>
/// Grafana's alerting, made one after the other: its API refuses what is written to it at the same time. What is handed over by comes
/// first, so that nothing fires that nobody takes.
/// </summary>
internal sealed class GrafanaAlerting
{
    // As a whole, because its password makes the whole list secret, and the provider finds a difference in it at each update. Another
    // content is another name, and with it another contact point.
    private const string Integrations = "alertmanagers";

    public GrafanaAlerting(string name, GrafanaAlertingArgs args, IReadOnlyDictionary<string, Output<string>> folders, CustomResourceOptions inGrafana)
    {
        var alertmanager = new ContactPoint($"{name}-alertmanager-contact", Alertmanager(args), With(inGrafana, options => options.IgnoreChanges.Add(Integrations)));
        // The only one that there is: it takes all alerts, those that people make in Grafana too.
        Resource previous = new NotificationPolicy($"{name}-policy", new NotificationPolicyArgs
        {
            ContactPoint = alertmanager.Name,
            GroupBies = AlertHandover.GroupBy.ToArray(),
            GroupWait = AlertHandover.GroupWait.ToString(),
            GroupInterval = AlertHandover.GroupInterval.ToString(),
            RepeatInterval = AlertHandover.RepeatInterval.ToString(),
        }, inGrafana);
        foreach (var group in args.Groups)
        {
            var after = previous;
            previous = new RuleGroup($"{name}-rules-{group.Name}", new RuleGroupArgs
            {
                Name = group.Name,
                FolderUid = folders[group.Folder.Uid],
                IntervalSeconds = group.Interval.TotalSeconds,
                Rules = group.Rules.Select(Rule).ToArray(),
            }, With(inGrafana, options => options.DependsOn.Add(after)));
        }
    }

    private static ContactPointArgs Alertmanager(GrafanaAlertingArgs args)
    {
        var alertmanager = new ContactPointAlertmanagerArgs { Url = args.AlertmanagerUrl };
        if (args.AlertmanagerUser is not { } user || args.AlertmanagerPassword is not { } password)
            return new ContactPointArgs { Name = AlertHandover.ContactPointName(args.AlertmanagerUrl, null, null), Alertmanagers = { alertmanager } };

        alertmanager.BasicAuthUser = user;
        alertmanager.BasicAuthPassword = password;
        return new ContactPointArgs
        {
            // Of a generated password the digest's few digits betray nothing.
            Name = Output.Unsecret(password.Apply(text => AlertHandover.ContactPointName(args.AlertmanagerUrl, user, text))),
            Alertmanagers = { alertmanager },
        };
    }

    private static RuleGroupRuleArgs Rule(GrafanaRule rule) => new()
    {
        Uid = rule.Uid,
        Name = rule.Title,
        For = rule.For,
        NoDataState = rule.NoDataState,
        ExecErrState = rule.ExecErrState,
        Labels = rule.Labels.ToDictionary(),
        Annotations = rule.Annotations.ToDictionary(),
        Condition = rule.Condition,
        Datas = rule.Queries.Select(Query).ToArray(),
    };

    private static RuleGroupRuleDataArgs Query(GrafanaRuleQuery query)
    {
        var data = new RuleGroupRuleDataArgs
        {
            RefId = query.RefId,
            DatasourceUid = query.DataSourceUid,
            Model = query.Model,
            RelativeTimeRange = new RuleGroupRuleDataRelativeTimeRangeArgs { From = query.From, To = 0 },
        };
        if (query.QueryType is { } type)
            data.QueryType = type;
        return data;
    }

    private static CustomResourceOptions With(CustomResourceOptions options, Action<CustomResourceOptions> change)
    {
        var changed = new CustomResourceOptions { Parent = options.Parent, Provider = options.Provider, DeletedWith = options.DeletedWith };
        change(changed);
        return changed;
    }
}
