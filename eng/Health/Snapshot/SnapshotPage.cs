using System.Globalization;
using System.Net;
using System.Text;
using Infra.Configs.Dashboards;
using Infra.Health.Live;

namespace Infra.Health.Snapshot;

/// <summary>
/// Boards as one HTML page that needs nothing else: no network, no script, light or dark as whoever reads it prefers. Panels without
/// data are marked, and listed at the top.
/// </summary>
internal static class SnapshotPage
{
    public static string Render(string stack, LiveRange range, IReadOnlyList<Dashboard> boards, IReadOnlyList<PanelAnswer> panels)
    {
        var page = new StringBuilder();
        page.Append(
            $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>Boards of the stack {Text(stack)}, {Time(range.End)}</title>
            <style>{SnapshotStyle.Css}</style>
            </head>
            <body>
            <header><h1>Stack {Text(stack)}</h1><p>{Time(range.Start)} to {Time(range.End)} UTC</p></header>
            <nav>{string.Concat(boards.Select(board => $"<a href=\"#{Text(board.Uid)}\">{Text(board.Title)}</a>"))}</nav>
            {Empty(panels)}
            """);
        var answers = panels.ToLookup(panel => panel.Board);
        foreach (var board in boards)
            Board(page, board, answers[board].ToDictionary(answer => answer.Panel), range);
        return page.Append("</body>\n</html>\n").ToString();
    }

    public static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Empty(IEnumerable<PanelAnswer> panels)
    {
        var empty = panels.Where(panel => panel is { WasAsked: true, HasData: false }).ToList();
        return empty.Count == 0 ? "" :
            $"<details class=\"empty-list\"><summary>{empty.Count} panels have no data</summary><ul>"
            + string.Concat(empty.Select(panel => $"<li>{Text(panel.Name)}: {Text(Why(panel))}</li>")) + "</ul></details>";
    }

    private static string Why(PanelAnswer panel) =>
        string.Join("; ", panel.Errors) is { Length: > 0 } errors ? errors : panel.Panel.MayBeEmpty ?? "no series, which is not expected";

    private static void Board(StringBuilder page, Dashboard board, Dictionary<Panel, PanelAnswer> answers, LiveRange range)
    {
        page.Append($"<section id=\"{Text(board.Uid)}\"><h2>{Text(board.Title)}</h2><p class=\"about\">{Text(board.Description)}</p>");
        foreach (var row in board.Rows)
        {
            if (row.Title.Length > 0)
                page.Append($"<h3>{Text(row.Title)}</h3>");
            page.Append("<div class=\"grid\">");
            foreach (var panel in row.Panels)
                PanelCell(page, answers[panel], range);
            page.Append("</div>");
        }

        page.Append("</section>\n");
    }

    private static void PanelCell(StringBuilder page, PanelAnswer answer, LiveRange range)
    {
        var panel = answer.Panel;
        var state = answer is { WasAsked: true, HasData: false } ? panel.MayBeEmpty is null || answer.Errors.Any() ? " no-data" : " may-be-empty" : "";
        page.Append($"<article class=\"panel{state}\" style=\"grid-column:span {panel.Width}\"><h4 title=\"{Text(panel.Description)}\">{Text(panel.Title)}</h4>");
        page.Append(answer switch
        {
            { Panel.Kind: PanelKind.Text } => $"<p>{Text(panel.Description)}</p>",
            { WasAsked: false } => "<p class=\"note\">Only in Grafana.</p>",
            { HasData: false } => $"<p class=\"note\">No data: {Text(Why(answer))}</p>",
            _ => PanelBody.Render(answer, range),
        });
        page.Append("</article>");
    }
}
