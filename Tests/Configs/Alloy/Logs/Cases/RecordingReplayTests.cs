using System.Text;
using System.Text.RegularExpressions;
using Infra.Configs.Alloy.Logs;
using Infra.Tests.Configs.Alloy.Support;
using Infra.Tests.Support;
using Infra.Tests.Support.Recordings;

namespace Infra.Tests.Configs.Alloy.Logs.Cases;

/// <summary>All lines that the running products wrote, through the pipeline.</summary>
public sealed partial class RecordingReplayTests
{
    private static readonly Lazy<IReadOnlyList<(string Service, string[] Lines, IReadOnlyList<LogEntry> Entries, IReadOnlyList<string> Dropped)>> Replayed = new(() =>
    [
        .. from path in Directory.GetFiles(Path.Combine(Recording.Folder, "logs"), "*.txt").Order(StringComparer.Ordinal)
           let service = Path.GetFileNameWithoutExtension(path)
           let lines = File.ReadAllLines(path).Where(line => line.Length > 0).ToArray()
           let run = LogPipelineRun.Of(service, lines)
           select (service, lines, run.Entries, run.Dropped),
    ]);

    [Fact]
    public void Levels_and_entries_of_each_product_are_what_the_table_says()
    {
        var table = new StringBuilder($"{"service",-18} {"lines",6} {"entries",7} {"streams",7} | {string.Join(' ', Levels.Select(level => $"{level,5}"))}\n");
        foreach (var (service, lines, entries, _) in Replayed.Value)
        {
            table.Append($"{service,-18} {lines.Length,6} {entries.Count,7} {Streams(entries),7} | ");
            table.AppendJoin(' ', Levels.Select(level => $"{entries.Count(entry => (entry.Level ?? "none") == level),5}")).Append('\n');
        }

        table.Append("\nWithout a level:\n");
        foreach (var (service, _, entries, _) in Replayed.Value)
        {
            foreach (var entry in entries.Where(entry => entry.Level is null))
                table.Append($"{service,-18} {LogTable.Short(entry.Line.Split('\n')[0])}\n");
        }

        table.Append("\nTaken out:\n");
        foreach (var (service, lines, entries, _) in Replayed.Value)
        {
            foreach (var line in entries.SelectMany(entry => entry.Line.Split('\n')).Where(line => line.Contains("<redacted>") && !lines.Contains(line)))
                table.Append($"{service,-18} {Around(line)}\n");
        }

        Golden.Matches(table.ToString(), "recordings.golden.txt");
    }

    [Fact]
    public void No_entry_has_more_than_one_event()
    {
        Assert.All(Replayed.Value, replayed => Assert.All(
            replayed.Entries,
            entry => Assert.DoesNotContain(entry.Line.Split('\n').Skip(1), line => Event().IsMatch(line) && !PostgresDetail().IsMatch(line))));
    }

    [Fact]
    public void No_line_is_lost_but_probes_and_noise_of_our_own()
    {
        foreach (var (_, lines, entries, dropped) in Replayed.Value)
        {
            Assert.Equal(lines.Length, entries.Sum(entry => entry.Line.Split('\n').Length) + dropped.Count);
            Assert.All(dropped, reason => Assert.Contains(reason, OwnNoise.All.Select(noise => noise.Reason).Append("health_check")));
        }
    }

    [Fact]
    public void No_service_has_more_than_five_streams() => Assert.All(Replayed.Value, replayed => Assert.InRange(Streams(replayed.Entries), 1, 5));

    [Fact]
    public void Every_time_is_Dockers() =>
        Assert.All(Replayed.Value, replayed => Assert.All(replayed.Entries, entry => Assert.Equal(LogPipelineRun.Received, entry.Time)));

    private static IReadOnlyList<string> Levels => ["FATAL", "ERROR", "WARN", "INFO", "DEBUG", "TRACE", "none"];

    private static int Streams(IReadOnlyList<LogEntry> entries) => entries.Select(entry => string.Join(',', entry.Labels)).Distinct().Count();

    private static string Around(string line)
    {
        var at = line.IndexOf("<redacted>", StringComparison.Ordinal);
        return line[Math.Max(0, at - 60)..Math.Min(line.Length, at + 30)];
    }

    // How an event begins in what was recorded: a date, JSON, key=value, the letter of cAdvisor, a warning of Java's.
    [GeneratedRegex(@"^(?:\d{4}-\d\d-\d\d[ T]|\{""|(?:ts|time|t|level|logger)=|[IWEF]\d{4} |(?:INFO|WARNING|ERROR): )")]
    private static partial Regex Event();

    // What belongs to the message before has the same date.
    [GeneratedRegex(@"^\S+ \S+ \S+ \[\d+\] (?:DETAIL|HINT|STATEMENT|CONTEXT):")]
    private static partial Regex PostgresDetail();
}
