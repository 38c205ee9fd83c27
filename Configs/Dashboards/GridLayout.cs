namespace Infra.Configs.Dashboards;

/// <summary>Where a panel is on the board, in columns and rows of the grid.</summary>
internal sealed record GridPosition(int X, int Y, int Width, int Height);

/// <summary>Places panels from left to right as they come, and begins a new line where the next one has no room.</summary>
internal static class GridLayout
{
    /// <summary>How many columns a board has (Grafana's own number).</summary>
    public const int Columns = 24;

    /// <summary>Panels beside each other. Those that a stack does not have are null; the last one takes the rest of the width.</summary>
    public static IReadOnlyList<Panel> Line(params IReadOnlyList<Panel?> panels)
    {
        var there = panels.OfType<Panel>().ToList();
        if (there.Count > 0)
            there[^1] = there[^1] with { Width = Columns - there.SkipLast(1).Sum(panel => panel.Width) };
        return there;
    }

    /// <summary>The panels of one row of the board by the lines in which they are.</summary>
    public static IEnumerable<IReadOnlyList<Panel>> Lines(IReadOnlyList<Panel> panels) =>
        panels.Zip(Place(panels, 0).Positions).GroupBy(placed => placed.Second.Y, placed => placed.First).Select(line => (IReadOnlyList<Panel>)[.. line]);

    /// <param name="panels">The panels of one row of the board.</param>
    /// <param name="top">The first free row of the grid.</param>
    /// <returns>A position for each panel, and the first free row below all of them.</returns>
    public static (IReadOnlyList<GridPosition> Positions, int Bottom) Place(IReadOnlyList<Panel> panels, int top)
    {
        var positions = new List<GridPosition>();
        var (x, y, bottom) = (0, top, top);
        foreach (var panel in panels)
        {
            if (panel.Width is < 1 or > Columns)
                throw new ArgumentException($"Panel '{panel.Title}' is {panel.Width} columns wide; expected 1 to {Columns}.", nameof(panels));
            if (x + panel.Width > Columns)
                (x, y) = (0, bottom);
            positions.Add(new GridPosition(x, y, panel.Width, panel.Height));
            x += panel.Width;
            bottom = Math.Max(bottom, y + panel.Height);
        }

        return (positions, bottom);
    }
}
