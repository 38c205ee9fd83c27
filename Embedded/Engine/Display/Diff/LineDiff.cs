namespace Embedded.Engine.Display;

internal enum LineChange
{
    Kept,
    Removed,
    Added,
}

/// <param name="Text">Without its line break.</param>
internal readonly record struct DiffLine(LineChange Change, string Text);

/// <summary>A run of changes with the lines around it, as in a unified diff. Line numbers count from 1.</summary>
internal sealed record Hunk(int OldStart, int OldCount, int NewStart, int NewCount, IReadOnlyList<DiffLine> Lines)
{
    public string Header => $"@@ -{Range(OldStart, OldCount)} +{Range(NewStart, NewCount)} @@";

    private static string Range(int start, int count) => count == 1 ? $"{start}" : $"{start},{count}";
}

/// <summary>The shortest way from one text to another, line by line (Myers' greedy algorithm).</summary>
internal static class LineDiff
{
    private const int ContextLines = 3;

    // Beyond this the texts have little in common: a shortest script is neither readable nor worth its memory.
    private const int MostEdits = 1500;

    public static IReadOnlyList<Hunk> Hunks(string oldText, string newText) =>
        Group(Compare(Split(oldText), Split(newText)));

    public static IReadOnlyList<string> Split(string text)
    {
        if (text.Length == 0)
            return [];
        var lines = text.Split('\n');
        if (lines[^1].Length == 0)
            return lines[..^1];
        // The mark makes a last line with and one without a line break differ, and says so.
        lines[^1] += "\n\\ No newline at end of file";
        return lines;
    }

    public static List<DiffLine> Compare(IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        var start = 0;
        while (start < before.Count && start < after.Count && before[start] == after[start])
            start++;
        var oldEnd = before.Count;
        var newEnd = after.Count;
        while (oldEnd > start && newEnd > start && before[oldEnd - 1] == after[newEnd - 1])
        {
            oldEnd--;
            newEnd--;
        }

        var result = new List<DiffLine>(Math.Max(before.Count, after.Count));
        for (var i = 0; i < start; i++)
            result.Add(new DiffLine(LineChange.Kept, before[i]));
        result.AddRange(Middle(new Lines(before, start, oldEnd - start), new Lines(after, start, newEnd - start)));
        for (var i = oldEnd; i < before.Count; i++)
            result.Add(new DiffLine(LineChange.Kept, before[i]));
        return result;
    }

    private static List<DiffLine> Middle(Lines before, Lines after)
    {
        if (before.Count == 0 || after.Count == 0 || Trace(before, after) is not { } trace)
        {
            return [
                .. Enumerable.Range(0, before.Count).Select(i => new DiffLine(LineChange.Removed, before[i])),
                .. Enumerable.Range(0, after.Count).Select(i => new DiffLine(LineChange.Added, after[i])),
            ];
        }
        return Backtrack(before, after, trace);
    }

    /// <summary>For each number of edits, the furthest line of the old text reached on each diagonal; null where too many.</summary>
    private static List<int[]>? Trace(Lines before, Lines after)
    {
        var most = Math.Min(before.Count + after.Count, MostEdits);
        var furthest = new int[(2 * most) + 2];
        var trace = new List<int[]>();
        for (var edits = 0; edits <= most; edits++)
        {
            trace.Add(furthest[(most - edits)..(most + edits + 2)]);
            for (var diagonal = -edits; diagonal <= edits; diagonal += 2)
            {
                var down = diagonal == -edits || (diagonal != edits && furthest[most + diagonal - 1] < furthest[most + diagonal + 1]);
                var x = down ? furthest[most + diagonal + 1] : furthest[most + diagonal - 1] + 1;
                var y = x - diagonal;
                while (x < before.Count && y < after.Count && before[x] == after[y])
                {
                    x++;
                    y++;
                }
                furthest[most + diagonal] = x;
                if (x >= before.Count && y >= after.Count)
                    return trace;
            }
        }
        return null;
    }

    private static List<DiffLine> Backtrack(Lines before, Lines after, List<int[]> trace)
    {
        var result = new List<DiffLine>();
        var (x, y) = (before.Count, after.Count);
        for (var edits = trace.Count - 1; edits > 0; edits--)
        {
            // Row `edits` holds the diagonals from -edits to edits + 1, as they stood before that edit was made.
            var furthest = trace[edits];
            int At(int diagonal) => furthest[diagonal + edits];
            var diagonal = x - y;
            var down = diagonal == -edits || (diagonal != edits && At(diagonal - 1) < At(diagonal + 1));
            var previous = down ? diagonal + 1 : diagonal - 1;
            var previousX = At(previous);
            var previousY = previousX - previous;
            while (x > previousX && y > previousY)
            {
                result.Add(new DiffLine(LineChange.Kept, before[--x]));
                y--;
            }
            result.Add(down ? new DiffLine(LineChange.Added, after[--y]) : new DiffLine(LineChange.Removed, before[--x]));
        }
        while (x > 0)
            result.Add(new DiffLine(LineChange.Kept, before[--x]));
        result.Reverse();
        return result;
    }

    private static List<Hunk> Group(List<DiffLine> lines)
    {
        var hunks = new List<Hunk>();
        var oldLine = 1;
        var newLine = 1;
        var index = 0;
        while (index < lines.Count)
        {
            var change = lines.FindIndex(index, line => line.Change != LineChange.Kept);
            if (change < 0)
                break;
            var start = Math.Max(index, change - ContextLines);
            oldLine += start - index;
            newLine += start - index;

            var end = change;
            for (var i = change; i < lines.Count && i - end <= 2 * ContextLines; i++)
            {
                if (lines[i].Change != LineChange.Kept)
                    end = i + 1;
            }
            end = Math.Min(lines.Count, end + ContextLines);

            var part = lines[start..end];
            var oldCount = part.Count(line => line.Change != LineChange.Added);
            var newCount = part.Count(line => line.Change != LineChange.Removed);
            // As in diff and git: an empty side is numbered by the line before it.
            hunks.Add(new Hunk(oldCount == 0 ? oldLine - 1 : oldLine, oldCount, newCount == 0 ? newLine - 1 : newLine, newCount, part));
            oldLine += oldCount;
            newLine += newCount;
            index = end;
        }
        return hunks;
    }

    private readonly struct Lines(IReadOnlyList<string> all, int start, int count)
    {
        public int Count => count;
        public string this[int index] => all[start + index];
    }
}
