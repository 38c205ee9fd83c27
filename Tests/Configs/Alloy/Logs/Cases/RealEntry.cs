using System.Text.Json;
using System.Text.RegularExpressions;
using Infra.Tests.Configs.Alloy.Support;

namespace Infra.Tests.Configs.Alloy.Logs.Cases;

/// <summary>An entry as the real Alloy and Loki had it, or as the interpreter has it, in words in which both can be compared.</summary>
/// <param name="Level">The label; null for none.</param>
/// <param name="OwnTime">Whether its time is the one that its text says, and not Docker's.</param>
/// <param name="Metadata">What lies beside it, without Loki's own <c>detected_level</c>.</param>
/// <param name="Text">What it says, without its times.</param>
/// <param name="DetectedLevel">The level that Loki found; null where there was no Loki.</param>
internal sealed partial record RealEntry(string? Level, bool OwnTime, string Metadata, string Text, string? DetectedLevel)
{
    private const string Detected = "detected_level";

    /// <summary>What the real products made of each case.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<RealEntry>> All { get; } = Directory.GetFiles(Path.Combine(LogCase.Folder, "real"), "*.txt")
        .SelectMany(path => Parse(File.ReadAllText(path))).ToDictionary();

    public static RealEntry Of(LogEntry entry) =>
        new(entry.Level, entry.Time != LogPipelineRun.Received, string.Join(", ", entry.Metadata.Select(pair => $"{pair.Key}={pair.Value}")), WithoutTimes(entry.Line), null);

    private static IEnumerable<KeyValuePair<string, IReadOnlyList<RealEntry>>> Parse(string file) =>
        from part in file.Split("### ", StringSplitOptions.RemoveEmptyEntries)
        let name = part[..part.IndexOf(' ')]
        select KeyValuePair.Create(name, (IReadOnlyList<RealEntry>)[.. part.Split("\n  level=").Skip(1).Select(ParseEntry)]);

    private static RealEntry ParseEntry(string text)
    {
        var lines = text.TrimEnd('\n').Split('\n');
        var head = Head().Match(lines[0]);
        var metadata = JsonSerializer.Deserialize<SortedDictionary<string, string>>(head.Groups["meta"].Value)!;
        metadata.Remove(Detected, out var detected);
        var line = string.Join('\n', lines.Skip(1).Select(one => one[6..]));
        var said = Clock().Match(line);
        return new RealEntry(
            head.Groups["level"].Value is "-" ? null : head.Groups["level"].Value,
            said.Success && said.Value == head.Groups["clock"].Value,
            string.Join(", ", metadata.Select(pair => $"{pair.Key}={pair.Value}")),
            WithoutTimes(line),
            detected);
    }

    private static string WithoutTimes(string line) => Clock().Replace(Date().Replace(line, "DATE"), "CLOCK");

    [GeneratedRegex(@"^(?<level>\S+) time=\S+ (?<clock>\S+) meta=(?<meta>.*)$")]
    private static partial Regex Head();

    [GeneratedRegex(@"\b(?:20\d\d[-/]\d\d[-/]\d\d|\d\d/[A-Z][a-z]{2}/20\d\d)")]
    private static partial Regex Date();

    [GeneratedRegex(@"(?<!\d)\d\d:\d\d:\d\d(?!:)")]
    private static partial Regex Clock();
}
