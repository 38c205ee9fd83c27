using Infra.Shared;

namespace Embedded.Engine.Cli;

/// <summary>Columns of text for lists, harmless for a terminal.</summary>
internal static class Table
{
    public static void Write(TextWriter output, string[] headers, IReadOnlyList<string[]> rows, string margin = "")
    {
        rows = [.. rows.Select(row => row.Select(SafeText.Visible).ToArray())];
        var widths = headers.Select((header, column) => rows.Select(row => row[column].Length).Append(header.Length).Max()).ToArray();
        foreach (var row in rows.Prepend(headers))
        {
            var cells = row.Select((cell, column) => column == row.Length - 1 ? cell : cell.PadRight(widths[column]));
            output.WriteLine(margin + string.Join("  ", cells).TrimEnd());
        }
    }
}
