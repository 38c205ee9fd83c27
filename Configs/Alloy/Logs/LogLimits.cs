using System.Globalization;
using Infra.Configs.Alloy.Syntax;

namespace Infra.Configs.Alloy.Logs;

/// <summary>
/// Limits what each container may write, in bytes. Alloy counts lines alone, so lines are told apart by their length: of those up to a
/// kilobyte a container may write as many as its limit says, of those up to four a fourth, and so on. Each of these is no more than
/// the limit in kilobytes a second, and all of them together four times that.
/// </summary>
internal static class LogLimits
{
    /// <summary>The longest line that is kept whole, in bytes.</summary>
    public const int LongestLine = 64 * Kilobyte;

    /// <summary>The longest entry of several lines, which is what Loki takes.</summary>
    public const int LongestEntry = 256 * Kilobyte;

    /// <summary>Bytes that were never sent, since too much waited for Loki; <c>wal-limit.sh</c> says so in Alloy's own log.</summary>
    public const string DroppedBytes = Prefix + DroppedName;

    /// <summary>What <c>wal-limit.sh</c> writes.</summary>
    public const string DroppedLine = "oldest logs for Loki dropped";

    private const string Prefix = "phlo_logs_";
    private const string DroppedName = "waiting_dropped_bytes_total";
    private const int Kilobyte = 1024;
    private const string Size = "size";

    // What one container may write at once in lines longer than a kilobyte: it has to fit into what Loki takes of a stream at once.
    private const int LongBurst = 16 * Kilobyte * Kilobyte;

    // From the shortest; the last has to be the longest line.
    private static readonly int[] LongLines = [4 * Kilobyte, 16 * Kilobyte, LongestLine];

    /// <summary>How many times a container's limit of lines all that it writes can be, in kilobytes.</summary>
    public static int Classes => LongLines.Length + 1;

    /// <summary>What a line meets first.</summary>
    public static IEnumerable<AlloyBlock> Stages(LogCollection logs) =>
    [
        Cut(LongestLine),
        Limit(logs.LinesPerSecond, logs.Burst, "A container that writes without end has its lines dropped and counted, and takes nobody else's place."),
        // Fewer characters than these are no more than a kilobyte, whatever they are; most lines are not looked at further.
        Match(
            $$"""{component=~".+"} |~ "(?s)^.{256}" """,
            [
                LogStages.Template(Size, Template()),
                LogStages.Labels(Size),
                .. LongLines.Select(bytes => Match(
                    $$"""{{{Size}}=~"{{bytes}}"}""",
                    [Limit(decimal.Round((decimal)logs.LinesPerSecond * Kilobyte / bytes, 3), Math.Clamp(logs.Burst, 1, LongBurst / bytes))])),
                new AlloyBlock("stage.label_drop") { { "values", new[] { Size } } },
            ]),
    ];

    /// <summary>What an entry meets last, when its lines are joined.</summary>
    public static AlloyBlock Last => Cut(LongestEntry);

    /// <summary>Counts what was dropped of what waited for Loki.</summary>
    public static AlloyBlock Losses => Match(
        $$"""{component=~"{{ServiceNames.Alloy}}"} |= "{{DroppedLine}}" """,
        [
            LogStages.Regex($"{DroppedLine}\" bytes=(?P<lost_bytes>\\d+)"),
            new AlloyBlock("stage.metrics")
            {
                new AlloyBlock("metric.counter")
                {
                    { "name", DroppedName },
                    { "prefix", Prefix },
                    { "description", "Bytes of logs that were dropped on Alloy's disk before Loki had them." },
                    { "source", "lost_bytes" },
                    { "action", "add" },
                    { "max_idle_duration", Duration.Hours(24) },
                },
            },
        ]);

    private static AlloyBlock Limit(decimal rate, int burst, string? comment = null) => new("stage.limit", comment)
    {
        { "rate", rate },
        { "burst", burst },
        { "by_label_name", LogLabels.Container },
        { "drop", true },
        // With fewer it warns at its start and takes these.
        { "max_distinct_labels", 10000 },
    };

    private static AlloyBlock Cut(int bytes) => new("stage.truncate")
    {
        new AlloyBlock("rule") { { "limit", string.Create(CultureInfo.InvariantCulture, $"{bytes / Kilobyte}KiB") }, { "suffix", "..." } },
    };

    private static AlloyBlock Match(string selector, IEnumerable<AlloyBlock> stages) => new("stage.match") { { "selector", selector.TrimEnd() }, stages };

    // Nothing, and so no label, for a line of up to a kilobyte.
    private static string Template()
    {
        var bounds = LongLines.SkipLast(1).Prepend(Kilobyte).ToList();
        var template = "";
        for (var index = LongLines.Length - 1; index >= 0; index--)
            template += string.Create(CultureInfo.InvariantCulture, $"{{{{ {(template.Length == 0 ? "if" : "else if")} gt (len .Entry) {bounds[index]} }}}}{LongLines[index]}");

        return template + "{{ end }}";
    }
}
