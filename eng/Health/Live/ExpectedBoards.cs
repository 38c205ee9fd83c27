using Infra.Configs.Dashboards;
using Infra.Configs.Monitoring;

namespace Infra.Health.Live;

/// <summary>The boards of a stack, with what can be expected of them: packages of a distribution are older than the pinned versions.</summary>
internal static class ExpectedBoards
{
    private const string TooOld = "the distribution's packages are too old to serve it";

    public static IReadOnlyList<Dashboard> In(MonitoringScope scope)
    {
        var boards = MonitoredProducts.Dashboards(scope);
        if (!scope.Packaged)
            return boards;

        var missing = Missing(scope);
        bool AsksInVain(Panel panel) => panel.Queries.Count > 0 && panel.Queries.All(query => missing.Any(name => query.Expression.Contains(name, StringComparison.Ordinal)));
        Panel Expected(Panel panel) => panel.MayBeEmpty is null && AsksInVain(panel) ? panel with { MayBeEmpty = TooOld } : panel;
        return [.. boards.Select(board => board with { Rows = [.. board.Rows.Select(row => row with { Panels = [.. row.Panels.Select(Expected)] })] })];
    }

    // What is computed of what is missing is missing too.
    private static List<string> Missing(MonitoringScope scope)
    {
        var names = MonitoredProducts.Contracts.SelectMany(contract => contract.Metrics).Where(metric => metric.NewerThanPackages).Select(metric => metric.Name).ToList();
        names.AddRange(MonitoredProducts.RecordingGroups(scope).SelectMany(rules => rules.Rules)
            .Where(rule => names.Any(name => rule.Expression.Contains(name, StringComparison.Ordinal)))
            .Select(rule => rule.Name).ToList());
        return names;
    }
}
