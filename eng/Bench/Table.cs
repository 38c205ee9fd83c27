using System.Globalization;

namespace Infra.Bench;

/// <summary>The rows as a table for people: each number beside its limit.</summary>
internal static class Table
{
    public static void Write(TextWriter output, IReadOnlyList<Row> rows)
    {
        string[][] cells =
        [
            ["measure", "median", "least", "most", "limit", "of limit", ""],
            .. rows.Select(Cells),
        ];
        var widths = Enumerable.Range(0, 6).Select(column => cells.Max(row => row[column].Length)).ToArray();
        foreach (var row in cells)
        {
            var line = row[0].PadRight(widths[0]) + string.Concat(Enumerable.Range(1, 5).Select(column => "  " + row[column].PadLeft(widths[column])));
            output.WriteLine($"{line}  {row[6]}".TrimEnd());
        }
    }

    private static string[] Cells(Row row)
    {
        if (row.Values is not { } values)
            return [row.Measure, "skipped", "", "", "", "", row.Skipped ?? ""];
        var verdict = row.Limit is not { } limit ? "" : values.Median <= limit ? "ok" : "OVER";
        var note = row.Note is null ? verdict : verdict.Length == 0 ? row.Note : $"{verdict}; {row.Note}";
        return
        [
            row.Measure,
            Number(values.Median, row.Unit),
            values.Least == values.Most ? "" : Number(values.Least, row.Unit),
            values.Least == values.Most ? "" : Number(values.Most, row.Unit),
            row.Limit is { } most ? Number(most, row.Unit) : "",
            row.Limit is { } whole ? (values.Median / whole).ToString("0.00", CultureInfo.InvariantCulture) : "",
            note,
        ];
    }

    private static string Number(double value, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{value.ToString(unit is "MB" or "ms" ? "0" : "0.00", CultureInfo.InvariantCulture)} {unit}").TrimEnd();
}
