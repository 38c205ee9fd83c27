using Infra.Tests.Configs.Alloy.Support;

namespace Infra.Tests.Configs.Alloy.Logs.Cases;

/// <summary>Entries as rows of a table that people read.</summary>
internal static class LogTable
{
    private const int Widest = 100;

    /// <summary>Component, level, number of lines, the beginnings of the first and of the last, and what lies beside them.</summary>
    public static string Row(LogEntry entry)
    {
        var lines = entry.Line.Split('\n');
        var metadata = string.Concat(entry.Metadata.Where(pair => pair.Key != "stream").Select(pair => $" | {pair.Key}={pair.Value}"));
        return $"{entry.Labels["component"],-16} {entry.Level ?? "-",-5} {lines.Length,2}  {Short(lines[0])}{(lines.Length > 1 ? $" … {Short(lines[^1])}" : "")}{metadata}\n";
    }

    /// <summary>The beginning of a line.</summary>
    public static string Short(string line) => (line.Length > Widest ? line[..Widest] + "…" : line).Replace('\t', ' ').TrimEnd();
}
