using Infra.Configs.Dashboards;

namespace Infra.Configs.Monitoring;

/// <summary>Fits boards to what a stack has: no panel asks a store that is not there, and no link leads to a board that is not.</summary>
internal static class BoardsInScope
{
    public static IReadOnlyList<Dashboard> Fit(IReadOnlyList<Dashboard> boards, MonitoringScope scope)
    {
        var uids = boards.Select(board => board.Uid).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. boards.Select(board => board with
            {
                Rows =
                [
                    .. from row in board.Rows
                       let fitted = row with { Panels = Filled(row.Panels, panel => CanBeAsked(panel, scope)) }
                       where fitted.Panels.Count > 0
                       select fitted with { Panels = [.. fitted.Panels.Select(panel => Linked(panel, uids))] },
                ],
            }),
        ];
    }

    private static bool CanBeAsked(Panel panel, MonitoringScope scope) => panel.Queries.All(query => CanBeAsked(query, scope));

    private static bool CanBeAsked(Query query, MonitoringScope scope) => query.Language switch
    {
        QueryLanguage.LogQl => scope.HasLogs,
        QueryLanguage.TraceQl or QueryLanguage.ServiceMap => scope.HasTraces,
        _ => true,
    };

    // What is left of a line takes the room of what is gone.
    private static IReadOnlyList<Panel> Filled(IReadOnlyList<Panel> panels, Func<Panel, bool> stays)
    {
        if (panels.All(stays))
            return panels;

        var filled = new List<Panel>();
        foreach (var line in GridLayout.Lines(panels))
        {
            var left = line.Where(stays).ToList();
            if (left.Count == 0)
                continue;

            left[^1] = left[^1] with { Width = left[^1].Width + line.Sum(panel => panel.Width) - left.Sum(panel => panel.Width) };
            filled.AddRange(left);
        }

        return filled;
    }

    private static Panel Linked(Panel panel, HashSet<string> uids)
    {
        bool Leads(PanelLink link) => link.Board is not { } board || uids.Contains(board);

        return panel with
        {
            LogsOf = uids.Contains(BoardUids.Logs) ? panel.LogsOf : null,
            Links = [.. panel.Links.Where(Leads)],
            ValueLinks = [.. panel.ValueLinks.Where(Leads)],
            Columns = [.. panel.Columns.Select(column => column.Link is { } link && !Leads(link) ? column with { Link = null } : column)],
        };
    }
}
