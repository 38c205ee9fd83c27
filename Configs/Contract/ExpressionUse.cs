using Infra.Configs.Alerts;
using Infra.Configs.Dashboards;
using Infra.Configs.Monitoring;

namespace Infra.Configs.Contract;

/// <summary>An expression, and where it stands.</summary>
/// <param name="Where">The alert, the recording rule, or the panel and its board: what a finding names.</param>
/// <param name="Language">The language that it is in.</param>
internal sealed record ExpressionUse(string Where, QueryLanguage Language, string Expression)
{
    /// <summary>Every expression of what a stack is watched with.</summary>
    public static IReadOnlyList<ExpressionUse> Of(MonitoringScope scope) => [.. Alerts(scope), .. Rules(scope), .. Boards(scope)];

    private static IEnumerable<ExpressionUse> Alerts(MonitoringScope scope) =>
        from rule in AlertRules.Groups(scope).SelectMany(rules => rules.Rules)
        where rule.Source != AlertSource.Sql
        select new ExpressionUse($"alert {rule.Name}", rule.Source == AlertSource.Logs ? QueryLanguage.LogQl : QueryLanguage.PromQl, rule.Expression);

    private static IEnumerable<ExpressionUse> Rules(MonitoringScope scope) =>
        from rule in MonitoredProducts.RecordingGroups(scope).SelectMany(rules => rules.Rules)
        select new ExpressionUse($"recording rule {rule.Name}", QueryLanguage.PromQl, rule.Expression);

    private static IEnumerable<ExpressionUse> Boards(MonitoringScope scope)
    {
        foreach (var board in MonitoredProducts.Dashboards(scope))
        {
            foreach (var panel in board.Panels)
            {
                foreach (var query in panel.Queries.Where(query => query.Language != QueryLanguage.ServiceMap))
                    yield return new ExpressionUse($"panel '{panel.Title}' of the board '{board.Title}'", query.Language, query.Expression);
            }
        }

        yield return new ExpressionUse("annotation 'Starts and deployments'", QueryLanguage.PromQl, DashboardAnnotations.Starts);
        yield return new ExpressionUse("annotation 'Alerts'", QueryLanguage.PromQl, DashboardAnnotations.Firing);
    }
}
