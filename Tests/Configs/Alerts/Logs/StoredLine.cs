using Infra.Tests.Configs.Alloy.Support;

namespace Infra.Tests.Configs.Alerts.Logs;

/// <summary>A line as it is in Loki: after the rendered pipeline of Alloy's.</summary>
internal sealed record StoredLine(double Minute, string Line, IReadOnlyDictionary<string, string> Labels, IReadOnlyDictionary<string, string> Metadata)
{
    public static IReadOnlyList<StoredLine> Of(IEnumerable<LogLine> lines) =>
    [
        .. from line in lines
           from entry in LogPipelineRun.Of(line.Service, line.Text).Entries
           from minute in Enumerable.Range(line.From, line.To - line.From + 1)
           from count in Enumerable.Range(0, line.PerMinute)
           // Within the minute that ends then: a window does not have its own beginning.
           select new StoredLine(minute - (double)count / line.PerMinute, entry.Line, entry.Labels, entry.Metadata),
    ];
}
