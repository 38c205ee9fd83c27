namespace Infra.Tests.Configs.Alloy.Support;

/// <summary>A line on its way through a pipeline.</summary>
internal sealed class LogEntry(string line, DateTimeOffset time, IEnumerable<KeyValuePair<string, string>> labels)
{
    private static int _made;

    /// <summary>The place of the entry, or of its first line, among all.</summary>
    public int Order { get; private init; } = Interlocked.Increment(ref _made);

    public string Line { get; set; } = line;

    public DateTimeOffset Time { get; set; } = time;

    public SortedDictionary<string, string> Labels { get; } = new(labels.ToDictionary(), StringComparer.Ordinal);

    public SortedDictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <summary>What stages found; null where JSON has null.</summary>
    public Dictionary<string, string?> Extracted { get; } = [];

    /// <summary>All that this entry has, with another text.</summary>
    public LogEntry With(string text)
    {
        var copy = new LogEntry(text, Time, Labels) { Order = Order };
        foreach (var (name, value) in Metadata)
            copy.Metadata[name] = value;
        foreach (var (name, value) in Extracted)
            copy.Extracted[name] = value;
        return copy;
    }

    public string? Level => Labels.GetValueOrDefault("level");
}
