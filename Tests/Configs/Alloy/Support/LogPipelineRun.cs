using Infra.Configs.Alloy;

namespace Infra.Tests.Configs.Alloy.Support;

/// <summary>Sends lines of one container through the rendered pipeline.</summary>
internal sealed class LogPipelineRun
{
    /// <summary>The time at which Docker received every line.</summary>
    public static readonly DateTimeOffset Received = new(2026, 11, 22, 22, 30, 0, TimeSpan.Zero);

    private readonly LogInterpreter _interpreter = new(Received.AddMinutes(1));

    private LogPipelineRun(string component, IEnumerable<(string Line, string Stream, DateTimeOffset Time)> lines)
    {
        var process = AlloyReader.Read(AlloyFiles.Render(SampleConfigs.Prod)[AlloyFiles.ConfigFile]).Single(block => block is { Name: "loki.process", Label: "containers" });
        Entries = _interpreter.Run(process.Blocks, lines.Select(line => new LogEntry(line.Line, line.Time, new Dictionary<string, string>
        {
            ["cascade_component"] = component,
            ["component"] = component,
            ["container"] = $"{component}-1",
            ["job"] = component,
            ["service"] = component,
            ["stream"] = line.Stream,
        })));
    }

    public IReadOnlyList<LogEntry> Entries { get; }

    public IReadOnlyList<(string Metric, string Labels, double Value)> Observations => _interpreter.Observations;

    public IReadOnlyList<string> Dropped => _interpreter.Dropped;

    public static LogPipelineRun Of(string component, params string[] lines) => new(component, lines.Select(line => (line, "stdout", Received)));

    public static LogPipelineRun Of(string component, params (string Line, string Stream)[] lines) =>
        new(component, lines.Select(line => (line.Line, line.Stream, Received)));

    public static LogPipelineRun At(string component, DateTimeOffset time, string line) => new(component, [(line, "stdout", time)]);

    /// <summary>The one entry that a line or block becomes.</summary>
    public static LogEntry One(string component, params string[] lines) => Assert.Single(Of(component, lines).Entries);
}
