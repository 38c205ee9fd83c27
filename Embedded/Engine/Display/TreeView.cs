using Infra.Shared;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Embedded.Engine.Display;

/// <summary>Draws the tree: what changes, under the components that it belongs to.</summary>
internal static class TreeView
{
    /// <param name="mostRows">How many lines there are room for; null for all.</param>
    public static IRenderable Draw(LiveTree tree, int? mostRows)
    {
        var shown = Shown(tree, mostRows is { } most ? most - 3 : int.MaxValue, out var finishedElsewhere, out var waiting);
        var root = new Tree(new Row((Tone.Heading, tree.Heading))) { Guide = TreeGuide.Line };
        var nodes = new Dictionary<string, TreeNode>(StringComparer.Ordinal);
        foreach (var row in shown)
            Node(row);

        if (finishedElsewhere > 0)
            root.AddNode(new Row((Tone.Muted, tree.Preview ? $"… {finishedElsewhere} more" : $"… {finishedElsewhere} more done")));
        if (waiting > 0)
            root.AddNode(new Row((Tone.Muted, $"… {waiting} more under way")));
        if (tree.Unchanged > 0)
            root.AddNode(new Row((Tone.Muted, $"=  {tree.Unchanged} unchanged")));
        return root;

        IHasTreeNodes Node(ResourceRow row)
        {
            if (nodes.TryGetValue(row.Urn, out var node))
                return node;
            var parent = row.Parent is { } urn && tree.Find(urn) is { } above && above.Type != ResourceText.StackType ? Node(above) : root;
            node = parent.AddNode(Label(tree, row));
            nodes.Add(row.Urn, node);
            return node;
        }
    }

    /// <summary>What fits: all that changes, or, where that is too much, first what is under way or has failed.</summary>
    private static List<ResourceRow> Shown(LiveTree tree, int room, out int finishedElsewhere, out int waiting)
    {
        var changing = tree.Rows.Where(row => row.Changes && row.Type != ResourceText.StackType).ToList();
        finishedElsewhere = 0;
        waiting = 0;
        if (Height(changing) <= room)
            return changing;

        var active = changing.Where(row => row.Status != RowStatus.Done).ToList();
        finishedElsewhere = changing.Count - active.Count;
        var shown = active;
        while (shown.Count > 0 && Height(shown) > room)
            shown = shown[..^1];
        waiting = active.Count - shown.Count;
        // A plan has nothing under way: its beginning is shown, and at the end the whole.
        if (active.Count == 0)
        {
            shown = changing[..Math.Min(changing.Count, Math.Max(1, room / 2))];
            finishedElsewhere = changing.Count - shown.Count;
        }
        return shown;

        int Height(List<ResourceRow> rows)
        {
            var lines = new HashSet<string>(StringComparer.Ordinal);
            foreach (var row in rows)
            {
                for (var at = row; at is not null && at.Type != ResourceText.StackType && lines.Add(at.Urn);)
                    at = at.Parent is { } parent ? tree.Find(parent) : null;
            }
            return lines.Count;
        }
    }

    private static Row Label(LiveTree tree, ResourceRow row)
    {
        var name = $"{ResourceText.ShortType(row.Type)} {ResourceText.Name(row.Urn)}";
        if (!row.Changes)
            return new Row((Tone.Plain, name), (Tone.Muted, row.Message is null ? "" : $"  {row.Message}"));
        var tone = row.Status == RowStatus.Failed ? Tone.Error : OperationText.ToneOf(row.Operation);
        return new Row(
            (tone, $"{OperationText.Symbol(row.Operation)} "),
            (Tone.Plain, name),
            (tone, $"  {tree.Status(row)}"),
            (row.MessageTone, row.Message is null ? "" : $"  {row.Message}"));
    }

    /// <summary>One line, cut off where the terminal ends instead of being wrapped.</summary>
    private sealed class Row(params (Tone Tone, string Text)[] given) : Renderable
    {
        private readonly (Tone Tone, string Text)[] _parts = [.. given.Select(part => part with { Text = SafeText.Visible(part.Text) })];

        protected override Measurement Measure(RenderOptions options, int maxWidth)
        {
            var width = Math.Min(maxWidth, _parts.Sum(part => new Segment(part.Text).CellCount()));
            return new Measurement(width, width);
        }

        protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
        {
            var room = maxWidth;
            foreach (var (tone, text) in _parts)
            {
                var style = options.ColorSystem == ColorSystem.NoColors ? Style.Plain : StyleOf(tone);
                if (room <= 0 || text.Length == 0 || Segment.Truncate(new Segment(text.Replace('\t', ' '), style), room) is not { } segment)
                    continue;
                room -= segment.CellCount();
                yield return segment;
            }
        }

        private static Style StyleOf(Tone tone) => tone switch
        {
            Tone.Heading => new Style(decoration: Decoration.Bold),
            Tone.Muted => new Style(Color.Grey),
            Tone.Created => new Style(Color.Green),
            Tone.Updated or Tone.Warning => new Style(Color.Yellow),
            Tone.Replaced => new Style(Color.Fuchsia),
            Tone.Deleted or Tone.Error => new Style(Color.Red),
            _ => Style.Plain,
        };
    }
}
